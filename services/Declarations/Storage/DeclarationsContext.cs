// SPDX-License-Identifier: Apache-2.0
using Cbm.Declarations.Webhooks;
using Cbm.ServiceDefaults.Storage;
using Microsoft.EntityFrameworkCore;

namespace Cbm.Declarations.Storage;

/// <summary>The window's database: declarations with their versions and their log, and the mandates last heard.</summary>
public class DeclarationsContext : ServiceContext
{
    /// <summary>Over the store that the options name.</summary>
    public DeclarationsContext(DbContextOptions<DeclarationsContext> options)
        : base(options)
    {
    }

    /// <summary>For the migrations of another provider.</summary>
    protected DeclarationsContext(DbContextOptions options)
        : base(options)
    {
    }

    /// <summary>Declarations as they stand.</summary>
    public DbSet<DeclarationRecord> Declarations => Set<DeclarationRecord>();

    /// <summary>Every version of every declaration.</summary>
    public DbSet<VersionRecord> Versions => Set<VersionRecord>();

    /// <summary>Which unit has a part in which declaration.</summary>
    public DbSet<PartRecord> Parts => Set<PartRecord>();

    /// <summary>The log.</summary>
    public DbSet<EventRecord> Events => Set<EventRecord>();

    /// <summary>Mandates last heard.</summary>
    public DbSet<MandateRecord> Mandates => Set<MandateRecord>();

    /// <summary>Documents that were taken in.</summary>
    public DbSet<DocumentRecord> Documents => Set<DocumentRecord>();

    /// <summary>Which unit may read which document.</summary>
    public DbSet<DocumentUseRecord> DocumentUses => Set<DocumentUseRecord>();

    /// <summary>Who may act for whom.</summary>
    public DbSet<RepresentationRecord> Representations => Set<RepresentationRecord>();

    /// <summary>Numbers handed out.</summary>
    public DbSet<CounterRecord> Counters => Set<CounterRecord>();

    /// <summary>Subscriptions of parties to events of their declarations.</summary>
    public DbSet<WebhookRecord> Webhooks => Set<WebhookRecord>();

    /// <summary>Events on their way to subscriptions, and what became of them.</summary>
    public DbSet<DeliveryRecord> Deliveries => Set<DeliveryRecord>();

    /// <inheritdoc/>
    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        base.OnModelCreating(modelBuilder);
        modelBuilder.Entity<DeclarationRecord>(row =>
        {
            row.ToTable("Declaration");
            row.HasKey(declaration => declaration.Mrn);
            row.HasIndex(declaration => new { declaration.Declarant, declaration.Lrn }).IsUnique();
            row.HasIndex(declaration => new { declaration.Declarant, declaration.LodgedAt });
            row.HasIndex(declaration => declaration.LodgedAt);
            row.Property(declaration => declaration.Revision).IsConcurrencyToken();
        });
        modelBuilder.Entity<VersionRecord>(row =>
        {
            row.ToTable("Version");
            row.HasKey(version => new { version.Mrn, version.Version });
        });
        modelBuilder.Entity<PartRecord>(row =>
        {
            row.ToTable("Part");
            row.HasKey(part => new { part.Mrn, part.Unit });
            row.HasIndex(part => new { part.Unit, part.LodgedAt });
        });
        modelBuilder.Entity<EventRecord>(row =>
        {
            row.ToTable("Event");
            row.HasKey(logged => new { logged.Mrn, logged.Sequence });
        });
        modelBuilder.Entity<MandateRecord>(row =>
        {
            row.ToTable("Mandate");
            row.HasKey(mandate => mandate.Agency);
        });
        modelBuilder.Entity<CounterRecord>(row =>
        {
            row.ToTable("Counter");
            row.HasKey(counter => counter.Name);
        });
        modelBuilder.Entity<DocumentRecord>(row =>
        {
            row.ToTable("Document");
            row.HasKey(document => document.Id);
            row.HasIndex(document => new { document.Party, document.Sha256 }).IsUnique();
        });
        modelBuilder.Entity<DocumentUseRecord>(row =>
        {
            row.ToTable("DocumentUse");
            row.HasKey(use => new { use.Document, use.Mrn, use.Unit });
        });
        modelBuilder.Entity<RepresentationRecord>(row =>
        {
            row.ToTable("Representation");
            row.HasKey(given => given.Id);
            row.HasIndex(given => new { given.Agent, given.Declarant });
            row.HasIndex(given => new { given.Declarant, given.GivenAt });
        });
        WebhookTables.AddTo(modelBuilder);
        RowSeal.AddTo(modelBuilder, except: typeof(EventRecord));
        SqlServerShape.AddTo(modelBuilder, Database);
    }
}
