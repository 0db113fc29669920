// SPDX-License-Identifier: Apache-2.0
using Cbm.ServiceDefaults.Messaging;
using Cbm.ServiceDefaults.Storage;
using Cbm.TestKit;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;

namespace Cbm.UnitTests.Storage;

/// <summary>One line in a test's database; the same text twice is refused.</summary>
public sealed class Line
{
    public int Id { get; init; }

    public required string Text { get; init; }
}

public sealed class LedgerContext(DbContextOptions<LedgerContext> options) : ServiceContext(options)
{
    public DbSet<Line> Lines => Set<Line>();

    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        base.OnModelCreating(modelBuilder);
        modelBuilder.Entity<Line>().HasIndex(line => line.Text).IsUnique();
        RowSeal.AddTo(modelBuilder);
    }
}

/// <summary>A database on disk with its writer and its readers, gone at the end.</summary>
public sealed class Ledger : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("cbm-ledger-").FullName;

    public Ledger()
    {
        var file = File;
        Writer = new GatheringWriter<LedgerContext>(file);
        Readers = new PooledDbContextFactory<LedgerContext>(new DbContextOptionsBuilder<LedgerContext>().UseSqlite(file.ForReading).AddInterceptors(RowSeal.Instance).Options);
        using var context = Readers.CreateDbContext();
        context.Database.EnsureCreated();
        Writer.Written += _ => Interlocked.Increment(ref _transactions);
    }

    private int _transactions;

    /// <summary>The database.</summary>
    public SqliteFile File => new(Path.Combine(_folder, "ledger.db"));

    public Writer<LedgerContext> Writer { get; }

    public PooledDbContextFactory<LedgerContext> Readers { get; }

    public FakeClock Clock { get; } = new();

    /// <summary>Transactions that were flushed.</summary>
    public int Transactions => _transactions;

    /// <summary>Every line that is on disk, in order of writing.</summary>
    public IReadOnlyList<string> Lines
    {
        get
        {
            using var context = Readers.CreateDbContext();
            return [.. context.Lines.OrderBy(line => line.Id).Select(line => line.Text)];
        }
    }

    /// <summary>What waits in the outbox, parked or not.</summary>
    public IReadOnlyList<OutboxMessage> Outbox
    {
        get
        {
            using var context = Readers.CreateDbContext();
            return [.. context.Outbox.OrderBy(fact => fact.Id)];
        }
    }

    public Task Write(string text) => Writer.Commit(context =>
    {
        context.Lines.Add(new Line { Text = text });
        return Task.CompletedTask;
    });

    /// <summary>Announces facts to one subscriber, each written key/name.</summary>
    public Task Announce(params string[] facts) => Writer.Commit(context =>
    {
        foreach (var fact in facts)
        {
            context.Announce("HEALTH", "slice-lodged.PUBLIC_HEALTH", fact.Split('/')[0], fact, new Contracts.DeclarationChanged { Mrn = fact }, Clock.GetUtcNow());
        }

        return Task.CompletedTask;
    });

    public void Dispose()
    {
        Writer.Dispose();
        Microsoft.Data.Sqlite.SqliteConnection.ClearAllPools();
        Directory.Delete(_folder, recursive: true);
    }
}
