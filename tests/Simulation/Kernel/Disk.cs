// SPDX-License-Identifier: Apache-2.0
using Cbm.ServiceDefaults.Storage;
using Microsoft.Data.Sqlite;

namespace Cbm.Simulation.Kernel;

/// <summary>
/// The disk of one run: a database for each service, begun as a copy of one that was migrated once. It outlives the processes
/// and goes with the run.
/// </summary>
public sealed class Disk : IDisposable
{
    private static readonly Dictionary<string, SqliteConnection> Beginnings = [];
    private static int _disks;
    private readonly Dictionary<string, SqliteConnection> _open = [];
    private readonly string _name = $"cbm-{Interlocked.Increment(ref _disks)}";

    /// <summary>Where a service's database lies.</summary>
    public string PlaceOf(string service) => Place(_name, service);

    /// <summary>Puts a service's database there, as it is before the first start.</summary>
    /// <param name="service">Name of the service.</param>
    /// <param name="prepare">Migrates and seeds it; done once for all runs.</param>
    public void Prepare(string service, Action<SqliteFile> prepare)
    {
        var here = Open(PlaceOf(service));
        _open[service] = here;
        lock (Beginnings)
        {
            if (!Beginnings.TryGetValue(service, out var beginning))
            {
                beginning = Open(Place("cbm-beginning", service));
                prepare(new SqliteFile(Place("cbm-beginning", service)));
                Beginnings[service] = beginning;
            }

            beginning.BackupDatabase(here);
        }
    }

    /// <summary>What a service's database holds that was flushed, one value a row.</summary>
    public IReadOnlyList<object> Ask(string service, string sql)
    {
        using var command = _open[service].CreateCommand();
        command.CommandText = sql;
        using var reader = command.ExecuteReader();
        var rows = new List<object>();
        while (reader.Read())
        {
            rows.Add(reader.GetValue(0));
        }

        return rows;
    }

    /// <summary>Copies what a service's database holds now, to put it back later.</summary>
    public SqliteConnection Copy(string service)
    {
        var copy = new SqliteConnection("Data Source=:memory:");
        copy.Open();
        _open[service].BackupDatabase(copy);
        return copy;
    }

    /// <summary>Puts an earlier copy back.</summary>
    public void Restore(string service, SqliteConnection copy) => copy.BackupDatabase(_open[service]);

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var (service, connection) in _open)
        {
            using (var pool = new SqliteConnection(new SqliteFile(PlaceOf(service)).ForReading))
            {
                SqliteConnection.ClearPool(pool);
            }

            connection.Dispose();
        }
    }

    private static string Place(string disk, string service) => $"file:/{disk}-{service}?vfs=memdb";

    private static SqliteConnection Open(string place)
    {
        var connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = place, Pooling = false }.ToString());
        connection.Open();
        return connection;
    }
}
