// SPDX-License-Identifier: Apache-2.0
using System.Collections.Concurrent;
using Cbm.Agencies.Storage;
using Cbm.Declarations.Storage;
using Cbm.Identity;
using Cbm.ServiceDefaults.Hosting;
using Cbm.ServiceDefaults.Storage;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;

namespace Cbm.IntegrationTests.SqlServer;

/// <summary>
/// Where the services of tests keep their data: each in a folder of the test's own, and where there is a <see cref="TestServer"/>
/// in a database of its own there, which is made when it is first asked for, by the job of an operator.
/// </summary>
internal static class Stores
{
    public const string Window = "declarations";
    public const string Identity = "identity";

    private static readonly string Run = $"cbm_{Guid.NewGuid():N}"[..16];
    private static readonly ConcurrentDictionary<(string Folder, string Name), Lazy<Task<string>>> Databases = new();
    private static int _last;

    /// <summary>The name of an agency's store.</summary>
    public static string Agency(string code) => $"agencies-{code.ToLowerInvariant()}";

    /// <summary>Settings by which a service has the store of this name that belongs to the folder.</summary>
    public static async Task<string[]> Of(string folder, string name, bool isMigrated = true) => TestServer.WhyNot is not null
        ? [$"--Data:Folder={folder}"]
        : On(folder, await Databases.GetOrAdd((folder, name), _ => new Lazy<Task<string>>(() => Make(folder, name, isMigrated))).Value);

    /// <summary>What a context needs to reach it.</summary>
    public static async Task<StoreSettings> SettingsOf(string folder, string name) => StoreSettings.Of(ServiceHost.SettingsOf(await Of(folder, name)), name);

    /// <summary>Options of a context that reads it.</summary>
    public static DbContextOptions<TContext> ToRead<TContext>(this StoreSettings store)
        where TContext : DbContext
    {
        var options = new DbContextOptionsBuilder<TContext>();
        store.Reading(options);
        options.AddInterceptors(RowSeal.Instance);
        return options.Options;
    }

    /// <summary>Has a store begin a new life, by the job of an operator; the life of a file is that of its process, and is new at each start.</summary>
    public static async Task BeginLife(string folder, string name)
    {
        if (TestServer.WhyNot is null)
        {
            await Migrate(ServiceHost.SettingsOf(await Of(folder, name)), name, isPutBack: true);
        }
    }

    /// <summary>Copies a store by its database's own means, whoever works on it meanwhile.</summary>
    /// <param name="folder">Whose store it is.</param>
    /// <param name="name">Its name.</param>
    /// <param name="copy">Folder of the copy; on a server it names one that the server keeps.</param>
    public static async Task BackUp(string folder, string name, string copy)
    {
        if (Databases.TryGetValue((folder, name), out var database))
        {
            await TestServer.BackUp(await database.Value, copy);
            return;
        }

        using var from = new SqliteConnection($"Data Source={Path.Combine(folder, name)}.db");
        using var to = new SqliteConnection($"Data Source={Path.Combine(copy, name)}.db;Pooling=false");
        from.Open();
        to.Open();
        from.BackupDatabase(to);
    }

    /// <summary>Puts a copy in the place of a store that nobody works on, and on a server has the store begin a new life, as the operator's page says.</summary>
    public static async Task PutBack(string folder, string name, string copy)
    {
        if (Databases.TryGetValue((folder, name), out var database))
        {
            await TestServer.PutBack(await database.Value, copy);
            await BeginLife(folder, name);
            return;
        }

        File.Copy($"{Path.Combine(copy, name)}.db", $"{Path.Combine(folder, name)}.db");
    }

    /// <summary>Takes away the folder with all that belongs to it and to the folders in it.</summary>
    public static async Task Drop(string folder)
    {
        SqliteConnection.ClearAllPools();
        foreach (var key in Databases.Keys.Where(key => (key.Folder + "/").StartsWith(folder + "/", StringComparison.Ordinal)).ToList())
        {
            if (Databases.TryRemove(key, out var database))
            {
                await TestServer.Drop(await database.Value);
            }
        }

        Directory.Delete(folder, recursive: true);
    }

    private static string[] On(string folder, string connection) => [$"--Data:Folder={folder}", "--Data:Provider=SqlServer", $"--Data:ConnectionString={connection}"];

    private static async Task<string> Make(string folder, string name, bool isMigrated)
    {
        var connection = await TestServer.Create($"{Run}_{Interlocked.Increment(ref _last)}_{name}");
        if (isMigrated)
        {
            await Migrate(ServiceHost.SettingsOf(On(folder, connection)), name);
        }

        return connection;
    }

    private static Task Migrate(IConfiguration settings, string name, bool isPutBack = false) => name switch
    {
        Window => StoreSetup.Migrate<DeclarationsContext, SqlServerDeclarationsContext>(settings, name, isPutBack),
        Identity => IdentityService.Migrate(settings),
        _ => StoreSetup.Migrate<AgencyContext, SqlServerAgencyContext>(settings, name, isPutBack),
    };
}
