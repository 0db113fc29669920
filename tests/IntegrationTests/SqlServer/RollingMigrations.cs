// SPDX-License-Identifier: Apache-2.0
using System.Reflection;
using Cbm.ServiceDefaults.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.EntityFrameworkCore.Migrations;
using Microsoft.EntityFrameworkCore.Migrations.Operations;

namespace Cbm.IntegrationTests.SqlServer;

/// <summary>
/// What a migration may do while the version before still works on the store: it adds. What is to go or to change is left by one
/// version and taken away with a stop of the service, by a migration that says so in its name (<see cref="Leaving"/>).
/// </summary>
internal static class RollingMigrations
{
    /// <summary>How the name of a migration begins that takes away what no version in service knows any more.</summary>
    public const string Leaving = "TakeAway";

    // Before it no version was in service.
    private const string FirstRelease = "20261128072000";

    /// <summary>What the version before could trip over in the migrations of a context, each with the migration that does it.</summary>
    public static IReadOnlyList<string> Faults(DbContext context)
    {
        var all = context.GetService<IMigrationsAssembly>();
        return [.. all.Migrations.Where(one => string.CompareOrdinal(one.Key, FirstRelease) > 0 && !one.Key.Contains($"_{Leaving}", StringComparison.Ordinal))
            .SelectMany(one => Faults(context.Model, all.CreateMigration(one.Value, context.Database.ProviderName!).UpOperations).Select(fault => $"{one.Key}: {fault}"))];
    }

    private static IEnumerable<string> Faults(IModel model, IReadOnlyList<MigrationOperation> steps) => Faults(steps).Concat(
        from step in steps.OfType<AddColumnOperation>()
        from type in model.GetEntityTypes().Where(type => type.GetTableName() == step.Table && type.FindProperty(RowSeal.Column) is not null)
        from property in type.GetProperties().Where(property => property.GetColumnName() == step.Name && property.PropertyInfo is not null)
        where property.PropertyInfo!.GetCustomAttribute<SealedSinceAttribute>() is not { Generation: > 1 and <= 255 }
        select $"{step.Table}.{step.Name} does not say since when it is sealed");

    /// <summary>The same of single steps.</summary>
    public static IEnumerable<string> Faults(IEnumerable<MigrationOperation> steps)
    {
        var all = steps.ToList();
        var added = all.OfType<CreateTableOperation>().Select(table => table.Name).ToHashSet();
        return all.Select(step => step switch
        {
            CreateTableOperation or DropIndexOperation or InsertDataOperation => null,
            AddColumnOperation { IsNullable: false, DefaultValue: null, DefaultValueSql: null, ComputedColumnSql: null } column =>
                $"{column.Table}.{column.Name} has no value in the rows that the version before writes",
            AddColumnOperation => null,
            CreateIndexOperation { IsUnique: true } index when !added.Contains(index.Table) => $"{index.Name} refuses what the version before may write twice",
            CreateIndexOperation => null,
            _ => $"{step.GetType().Name} changes or takes away what the version before works with",
        }).OfType<string>();
    }
}
