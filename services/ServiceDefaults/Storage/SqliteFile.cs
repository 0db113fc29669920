// SPDX-License-Identifier: Apache-2.0
using System.Data.Common;
using Microsoft.Data.Sqlite;

namespace Cbm.ServiceDefaults.Storage;

/// <summary>The one database file of a service. A simulated store takes its place where faults are tried out.</summary>
/// <param name="Path">Where it lies.</param>
public record SqliteFile(string Path)
{
    /// <summary>Connection for readers; they see what is committed and never wait for the writer (WAL).</summary>
    public string ForReading => new SqliteConnectionStringBuilder { DataSource = Path, Cache = SqliteCacheMode.Private }.ToString();

    /// <summary>The writer's connection: WAL, and every commit flushed to disk before it returns.</summary>
    public DbConnection OpenForWriting()
    {
        var connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = Path, Pooling = false }.ToString());
        connection.Open();
        using var pragmas = connection.CreateCommand();

        // A cache of 64 MB and a checkpoint every 32 MB instead of 2 and 4: pages are read and written back far less often.
        pragmas.CommandText = "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA busy_timeout=5000; PRAGMA foreign_keys=ON; "
            + "PRAGMA cache_size=-65536; PRAGMA wal_autocheckpoint=8000;";
        pragmas.ExecuteNonQuery();
        return connection;
    }

    /// <summary>Makes what a transaction wrote durable; when it returns, no end of the process takes it back.</summary>
    public virtual Task Flush(DbTransaction transaction) => transaction.CommitAsync();
}
