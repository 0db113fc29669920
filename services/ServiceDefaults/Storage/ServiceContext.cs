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

    /// <summary>Which replica does what one alone may do.</summary>
    public DbSet<Lease> Leases => Set<Lease>();

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
        modelBuilder.Entity<Lease>(row =>
        {
            row.ToTable("Lease");
            row.HasKey(lease => lease.Name);
            row.Property(lease => lease.Name).HasMaxLength(60);
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
