// SPDX-License-Identifier: Apache-2.0
using Cbm.ServiceDefaults.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Design;

namespace Cbm.Agencies.Storage;

/// <summary>An agency's database: its reviews with their slices and history, its registers of LPCOs, its mandates.</summary>
public class AgencyContext : ServiceContext
{
    /// <summary>Over the store that the options name.</summary>
    public AgencyContext(DbContextOptions<AgencyContext> options)
        : base(options)
    {
    }

    /// <summary>For the migrations of another provider.</summary>
    protected AgencyContext(DbContextOptions options)
        : base(options)
    {
    }

    /// <summary>Reviews as they stand.</summary>
    public DbSet<ReviewRow> Reviews => Set<ReviewRow>();

    /// <summary>Slices as they came, one for each version.</summary>
    public DbSet<SliceRow> Slices => Set<SliceRow>();

    /// <summary>What happened to reviews; only ever added to.</summary>
    public DbSet<StepRow> Steps => Set<StepRow>();

    /// <summary>The units' registers.</summary>
    public DbSet<LpcoRow> Lpcos => Set<LpcoRow>();

    /// <summary>Versions of the mandate, the newest last.</summary>
    public DbSet<MandateRow> Mandates => Set<MandateRow>();

    /// <inheritdoc/>
    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        base.OnModelCreating(modelBuilder);
        modelBuilder.Entity<ReviewRow>(row =>
        {
            row.ToTable("Reviews");
            row.HasKey(review => review.Id);
            row.Property(review => review.Id).HasMaxLength(60);
            row.Property(review => review.Unit).HasMaxLength(30);
            row.Property(review => review.Revision).IsConcurrencyToken();
            row.HasIndex(review => new { review.Unit, review.InQueue, review.Rank, review.Due, review.Id });
        });
        modelBuilder.Entity<SliceRow>(row =>
        {
            row.ToTable("Slices");
            row.HasKey(slice => new { slice.ReviewId, slice.Version });
            row.Property(slice => slice.ReviewId).HasMaxLength(60);
        });
        modelBuilder.Entity<StepRow>(row =>
        {
            row.ToTable("Steps");
            row.HasKey(step => step.Id);
            row.Property(step => step.ReviewId).HasMaxLength(60);
            row.Property(step => step.Cause).HasMaxLength(64);
            row.HasIndex(step => new { step.ReviewId, step.Cause }).IsUnique().HasFilter(null);
        });
        modelBuilder.Entity<LpcoRow>(row =>
        {
            row.ToTable("Lpcos");
            row.HasKey(lpco => lpco.Id);
            row.Property(lpco => lpco.Unit).HasMaxLength(30);
            row.Property(lpco => lpco.Issuer).HasMaxLength(70);
            row.Property(lpco => lpco.Number).HasMaxLength(70);
            row.Property(lpco => lpco.Revision).IsConcurrencyToken();
            row.HasIndex(lpco => new { lpco.Number, lpco.Unit, lpco.Issuer }).IsUnique();
            if (Database.IsSqlServer())
            {
                // As names of people and offices are compared (Office.IsSame).
                row.Property(lpco => lpco.Holder).UseCollation(SqlServerShape.AnyCase);
                row.Property(lpco => lpco.Issuer).UseCollation(SqlServerShape.AnyCase);
            }
        });
        modelBuilder.Entity<MandateRow>(row =>
        {
            row.ToTable("Mandates");
            row.HasKey(mandate => mandate.Id);
        });
        RowSeal.AddTo(modelBuilder);
        SqlServerShape.AddTo(modelBuilder, Database);
    }
}

/// <summary>For <c>dotnet ef migrations add</c>, which needs the model and no database.</summary>
public sealed class AgencyContextFactory : IDesignTimeDbContextFactory<AgencyContext>
{
    /// <summary>A context over no file.</summary>
    public AgencyContext CreateDbContext(string[] args) =>
        new(new DbContextOptionsBuilder<AgencyContext>().UseSqlite("Data Source=:memory:").Options);
}
