// SPDX-License-Identifier: Apache-2.0
using Cbm.ServiceDefaults.Hosting;
using Microsoft.Data.SqlClient;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.Extensions.Configuration;

namespace Cbm.ServiceDefaults.Storage;

/// <summary>
/// Where a service keeps its data. Settings: Data:Provider (Sqlite, the default, or SqlServer); Data:Folder (SQLite);
/// Data:ConnectionString (SQL Server); Data:Shared (SQLite: whether several processes work on the file);
/// Data:MaxBatchSize and Data:CompatibilityLevel (SQL Server, for servers that take less than the newest does).
/// </summary>
/// <param name="File">The SQLite file; null: SQL Server.</param>
/// <param name="ConnectionString">How SQL Server is reached.</param>
/// <param name="IsShared">Whether replicas of the service work on it.</param>
/// <param name="MaxBatchSize">Statements in one batch; null: the provider's own.</param>
/// <param name="CompatibilityLevel">Of the Transact-SQL that is written (150: SQL Server 2019); null: the provider's own.</param>
public sealed record StoreSettings(SqliteFile? File, string ConnectionString, bool IsShared, int? MaxBatchSize, int? CompatibilityLevel)
{
    private const int MostTries = 4;
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(2);

    /// <summary>What the settings of a service say.</summary>
    /// <param name="configuration">Its settings.</param>
    /// <param name="name">Name of its file.</param>
    /// <exception cref="RefusedToStartException">The provider is not known, or SQL Server is not named.</exception>
    public static StoreSettings Of(IConfiguration configuration, string name)
    {
        if (Mistakes(configuration).ToList() is { Count: > 0 } mistakes)
        {
            throw new RefusedToStartException(mistakes);
        }

        if (IsServer(configuration))
        {
            return new StoreSettings(
                null, Tuned(configuration["Data:ConnectionString"]!), true, configuration.GetValue<int?>("Data:MaxBatchSize"), configuration.GetValue<int?>("Data:CompatibilityLevel"));
        }

        var folder = Directory.CreateDirectory(configuration["Data:Folder"] ?? ".data").FullName;
        return new StoreSettings(new SqliteFile(Path.Combine(folder, $"{name}.db")), "", configuration.GetValue("Data:Shared", false), null, null);
    }

    /// <summary>What is wrong with the settings.</summary>
    public static IEnumerable<string> Mistakes(IConfiguration configuration)
    {
        if (IsServer(configuration))
        {
            return configuration["Data:ConnectionString"] is not { Length: > 0 } connection ? ["Data:ConnectionString is missing: Data:Provider is SqlServer"]
                : IsConnection(connection) ? [] : ["Data:ConnectionString is no connection string of SQL Server"];
        }

        return ProviderOf(configuration) is var provider && provider.Equals("Sqlite", StringComparison.OrdinalIgnoreCase)
            ? [] : [$"Data:Provider: {provider} is no store that there is (Sqlite, SqlServer)"];
    }

    /// <summary>Has a context read from the store; on SQL Server a question that fails for the moment is asked again.</summary>
    public void Reading(DbContextOptionsBuilder options) => Use(options, isTriedAgain: true);

    /// <summary>Has a context of a unit of work, which is tried again whole, write to SQL Server; or one of the migrations.</summary>
    public void Writing(DbContextOptionsBuilder options) => Use(options, isTriedAgain: false);

    /// <summary>Applies the migrations that are not yet applied: a file is its service's alone, on a server replicas may do it in the same moment.</summary>
    public Task Migrate(DatabaseFacade database, CancellationToken cancel = default)
    {
        if (File is not null)
        {
            return database.MigrateAlone(cancel);
        }

        // A step may take as long as a large table needs.
        database.SetCommandTimeout(TimeSpan.Zero);
        return database.MigrateAsync(cancel);
    }

    // What it does not say itself. Rows here are some kilobytes, which packets of 8,000 bytes cut often: SqlClient (6.1 as 7.1) was
    // seen to fail over rows that a server had cut into packets that were not full. A server that is away is asked again by us, and
    // who waits for it is soon told; less than ten seconds would tell a commit that is slow as lost.
    private static string Tuned(string connection)
    {
        var said = new SqlConnectionStringBuilder(connection);
        foreach (var (name, value) in (ReadOnlySpan<(string, int)>)[("Packet Size", 16000), ("Connect Retry Interval", 1), ("Connect Timeout", 10), ("Command Timeout", 10)])
        {
            if (!said.ShouldSerialize(name))
            {
                said[name] = value;
            }
        }

        return said.ConnectionString;
    }

    // The parser's own words would show the password.
    private static bool IsConnection(string text)
    {
        try
        {
            return new SqlConnectionStringBuilder(text).Count > 0;
        }
        catch (Exception wrong) when (wrong is ArgumentException or FormatException)
        {
            return false;
        }
    }

    /// <summary>Whether the store is one that replicas may share, whose life goes on when a process ends.</summary>
    public static bool OutlivesItsProcess(IConfiguration configuration) => IsServer(configuration) || configuration.GetValue("Data:Shared", false);

    /// <summary>Whether it is SQL Server.</summary>
    public static bool IsServer(IConfiguration configuration) => ProviderOf(configuration).Equals("SqlServer", StringComparison.OrdinalIgnoreCase);

    private static string ProviderOf(IConfiguration configuration) => configuration["Data:Provider"] is { Length: > 0 } named ? named : "Sqlite";

    private void Use(DbContextOptionsBuilder options, bool isTriedAgain)
    {
        if (File is not null)
        {
            options.UseSqlite(File.ForReading, SqliteFile.ListsAreOne);
            return;
        }

        options.UseSqlServer(ConnectionString, server =>
        {
            if (isTriedAgain)
            {
                // Some seconds in all: a caller is told 503 rather than kept waiting.
                server.EnableRetryOnFailure(MostTries, LongestPause, errorNumbersToAdd: null);
            }

            if (MaxBatchSize is { } most)
            {
                server.MaxBatchSize(most);
            }

            if (CompatibilityLevel is { } level)
            {
                server.UseCompatibilityLevel(level);
            }
        });
    }
}
