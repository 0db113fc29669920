// SPDX-License-Identifier: Apache-2.0
using Cbm.ServiceDefaults.Reads;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage.ValueConversion;

namespace Cbm.ServiceDefaults.Storage;

/// <summary>What every service's database has: the outbox, the idempotency keys, the log of reads.</summary>
public abstract class ServiceContext(DbContextOptions options) : DbContext(options)
{
    /// <summary>Facts that wait to be delivered.</summary>
    public DbSet<OutboxMessage> Outbox => Set<OutboxMessage>();

    /// <summary>Requests that were carried out under a caller's key.</summary>
    public DbSet<IdempotencyEntry> Idempotency => Set<IdempotencyEntry>();

    /// <summary>How far the talk with each partner has come.</summary>
    public DbSet<PartnerMark> Marks => Set<PartnerMark>();

    /// <summary>Who in office was given what, and why.</summary>
    public DbSet<ReadRow> Reads => Set<ReadRow>();

    /// <summary>Who must hear the facts that this unit of work announces.</summary>
    public ISet<string> Subscribers { get; } = new HashSet<string>();

    /// <summary>What this unit of work changes, for those who look at it live: an MRN, a unit's queue.</summary>
    public ISet<string> Changed { get; } = new HashSet<string>();

    /// <summary>What is measured of this unit of work when it is on disk, and not before.</summary>
    public IList<Action> WhenStored { get; } = [];

    /// <inheritdoc/>
    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        modelBuilder.Entity<OutboxMessage>(row =>
        {
            row.ToTable("Outbox");
            row.HasKey(message => message.Id);
            row.HasIndex(message => new { message.Subscriber, message.Parked, message.Id });
        });
        modelBuilder.Entity<PartnerMark>(row =>
        {
            row.ToTable("Mark");
            row.HasKey(mark => mark.Partner);
            row.Property(mark => mark.Partner).HasMaxLength(30);
        });
        modelBuilder.Entity<ReadRow>(row =>
        {
            row.ToTable("Reads");
            row.HasKey(read => read.Id);
            row.Property(read => read.By).HasMaxLength(200);
            row.HasIndex(read => new { read.By, read.Id });
        });
        modelBuilder.Entity<IdempotencyEntry>(row =>
        {
            row.ToTable("Idempotency");
            row.HasKey(entry => new { entry.Caller, entry.Key });
            row.HasIndex(entry => entry.At);
        });
    }

    /// <inheritdoc/>
    protected override void ConfigureConventions(ModelConfigurationBuilder configurationBuilder) =>

        // SQLite cannot order by a DateTimeOffset: UTC ticks serve every provider.
        configurationBuilder.Properties<DateTimeOffset>().HaveConversion<UtcTicks>();

    private sealed class UtcTicks() : ValueConverter<DateTimeOffset, long>(
        time => time.UtcTicks, ticks => new DateTimeOffset(ticks, TimeSpan.Zero));
}

/// <summary>One fact on its way to one subscriber. Deleted when delivered; parked, and shown, when it cannot be.</summary>
public sealed class OutboxMessage
{
    /// <summary>Order of announcement.</summary>
    public long Id { get; init; }

    /// <summary>Service that must hear it: an agency's code, or DECLARATIONS.</summary>
    public required string Subscriber { get; init; }

    /// <summary>Topic (slice-lodged.PLANT_HEALTH).</summary>
    public required string Topic { get; init; }

    /// <summary>MRN: facts of one key stay in order.</summary>
    public required string Key { get; init; }

    /// <summary>CloudEvents id.</summary>
    public required string EventId { get; init; }

    /// <summary>CloudEvents type: the message's full name.</summary>
    public required string Type { get; init; }

    /// <summary>The message's bytes.</summary>
    public required byte[] Data { get; init; }

    /// <summary>Correlation id of the request that caused it.</summary>
    public string? Correlation { get; init; }

    /// <summary>W3C trace context (traceparent) of what caused it; null: it is in no trace.</summary>
    public string? Trace { get; init; }

    /// <summary>Times the subscriber asked to try again.</summary>
    public int Attempts { get; set; }

    /// <summary>Not before.</summary>
    public DateTimeOffset DueAt { get; set; }

    /// <summary>Given up: the subscriber cannot take it. An operator looks at it.</summary>
    public bool Parked { get; set; }
}

/// <summary>How far a service's talk with another has come, by places in the outbox of whoever told it and by numbers of deliveries.</summary>
public sealed class PartnerMark
{
    /// <summary>Code of the other service.</summary>
    public required string Partner { get; init; }

    /// <summary>The last of our facts that it has confirmed.</summary>
    public long Confirmed { get; set; }

    /// <summary>The last of its facts that it has brought.</summary>
    public long Taken { get; set; }

    /// <summary>The last of our deliveries that it has answered.</summary>
    public long Answered { get; set; }

    /// <summary>The last of its deliveries that was heard: a store that knows it has whatever was taken in of those before.</summary>
    public long Heard { get; set; }

    /// <summary>The last of our facts that was announced to it when this store began to ask whether it is the newest; null: it is.</summary>
    public long? Doubtful { get; set; }
}

/// <summary>A request carried out under a caller's Idempotency-Key, with its answer.</summary>
public sealed class IdempotencyEntry
{
    /// <summary>Subject of the caller.</summary>
    public required string Caller { get; init; }

    /// <summary>The caller's key.</summary>
    public required string Key { get; init; }

    /// <summary>SHA-256 of operation and request.</summary>
    public required string Fingerprint { get; init; }

    /// <summary>The answer that was given.</summary>
    public required byte[] Answer { get; init; }

    /// <summary>When.</summary>
    public DateTimeOffset At { get; init; }
}
