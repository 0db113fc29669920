// SPDX-License-Identifier: Apache-2.0
using Cbm.Agencies.Storage;
using Cbm.Declarations.Storage;
using Cbm.Identity;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.EntityFrameworkCore.Migrations;
using Microsoft.EntityFrameworkCore.Migrations.Operations;
using Xunit;

namespace Cbm.IntegrationTests.SqlServer;

/// <summary>What can be known of SQL Server without one: models and migrations agree, and every statement is Transact-SQL. Queries are looked at in all other tests here (<see cref="QueryWatch"/>).</summary>
public sealed class SqlServerTests
{
    private static readonly IReadOnlyDictionary<string, Func<DbContext>> Contexts = new Dictionary<string, Func<DbContext>>
    {
        ["Declarations on SQLite"] = () => new MigrationsFactory().CreateDbContext([]),
        ["Declarations on SQL Server"] = () => new SqlServerDeclarationsContextFactory().CreateDbContext([]),
        ["Agencies on SQLite"] = () => new AgencyContextFactory().CreateDbContext([]),
        ["Agencies on SQL Server"] = () => new SqlServerAgencyContextFactory().CreateDbContext([]),
        ["Identity on SQLite"] = () => new IdentityContextFactory().CreateDbContext([]),
        ["Identity on SQL Server"] = () => new SqlServerIdentityContextFactory().CreateDbContext([]),
    };

    // Names of people and offices.
    private static readonly string[] WhateverCase = ["LpcoRow.Holder", "LpcoRow.Issuer"];

    public static TheoryData<string> All => [.. Contexts.Keys];

    public static TheoryData<string> OnSqlServer => [.. Contexts.Keys.Where(name => name.EndsWith("Server", StringComparison.Ordinal))];

    [Theory]
    [MemberData(nameof(All))]
    public void No_change_of_the_model_waits_for_a_migration(string name)
    {
        using var context = Contexts[name]();
        Assert.False(context.Database.HasPendingModelChanges());
    }

    [Theory]
    [MemberData(nameof(All))]
    public void The_version_before_works_on_while_a_migration_is_there_already(string name)
    {
        using var context = Contexts[name]();
        Assert.Empty(RollingMigrations.Faults(context));
    }

    [Fact]
    public void What_a_version_before_would_trip_over_is_found()
    {
        MigrationOperation[] steps =
        [
            new AddColumnOperation { Table = "Part", Name = "Colour", ClrType = typeof(string), IsNullable = true },
            new AddColumnOperation { Table = "Part", Name = "Weight", ClrType = typeof(long), DefaultValue = 0L },
            new AddColumnOperation { Table = "Part", Name = "Size", ClrType = typeof(long) },
            new CreateIndexOperation { Name = "IX_Part", Table = "Part", Columns = ["Colour"] },
            new CreateIndexOperation { Name = "UX_Part", Table = "Part", Columns = ["Colour"], IsUnique = true },
            new DropColumnOperation { Table = "Part", Name = "LodgedAt" },
            new RenameColumnOperation { Table = "Part", Name = "Mrn", NewName = "Number" },
        ];
        Assert.Equal(["Part.Size", "UX_Part", "DropColumnOperation", "RenameColumnOperation"], RollingMigrations.Faults(steps).Select(fault => fault.Split(' ')[0]));
    }

    [Theory]
    [MemberData(nameof(OnSqlServer))]
    public void The_script_of_all_migrations_is_transact_sql_and_can_be_run_twice(string name)
    {
        using var context = Contexts[name]();
        var script = context.GetService<IMigrator>().GenerateScript(options: MigrationsSqlGenerationOptions.Idempotent);
        Assert.Empty(TransactSql.Errors(script));
        Assert.Contains("IF NOT EXISTS", script, StringComparison.Ordinal);
        Assert.DoesNotContain("rowversion", script, StringComparison.OrdinalIgnoreCase);
    }

    [Theory]
    [InlineData("Declarations on SQL Server")]
    [InlineData("Agencies on SQL Server")]
    public void Text_is_compared_as_it_is_written_but_for_names_and_a_key_has_a_length(string name)
    {
        using var context = Contexts[name]();
        var texts = context.GetService<IDesignTimeModel>().Model.GetEntityTypes().SelectMany(type => type.GetProperties()).Where(property => property.ClrType == typeof(string)).ToList();
        Assert.All(texts, text => Assert.Equal(WhateverCase.Contains($"{text.DeclaringType.ShortName()}.{text.Name}") ? "Latin1_General_CI_AS" : "Latin1_General_BIN2", text.GetCollation()));
        Assert.All(texts.Where(text => text.IsKey() || text.IsIndex()), text => Assert.InRange(text.GetMaxLength() ?? 0, 1, 255));
    }

    [Fact]
    public void The_watch_over_queries_finds_what_sql_server_cannot_be_asked()
    {
        using var context = new MigrationsFactory().CreateDbContext([]);
        var sent = QueryWatch.Look(context, context.Declarations.Where(declaration => declaration.Lrn == "LRN-1").OrderBy(declaration => declaration.Mrn).Take(3).Expression);
        Assert.Contains("TOP(", Assert.Single(sent), StringComparison.Ordinal);
        Assert.Contains("[Declaration]", sent[0], StringComparison.Ordinal);
        Assert.ThrowsAny<Exception>(() => QueryWatch.Look(context, context.Declarations.Where(declaration => EF.Functions.Glob(declaration.Lrn, "*")).Expression));
        Assert.NotEmpty(TransactSql.Errors("SELECT * FROM t LIMIT 3"));
    }
}
