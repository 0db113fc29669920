// SPDX-License-Identifier: Apache-2.0
using System.Data.Common;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;

namespace Cbm.ServiceDefaults.Storage;

/// <summary>The one database file of a service. A simulated store takes its place where faults are tried out.</summary>
/// <param name="Path">Where it lies.</param>
public record SqliteFile(string Path)
{
    private const int NotReadable = 10;
    private const int Corrupt = 11;
    private const int NotADatabase = 26;

    /// <summary>Connection for readers; they see what is committed and never wait for the writer (WAL).</summary>
    public string ForReading => new SqliteConnectionStringBuilder { DataSource = Path, Cache = SqliteCacheMode.Private }.ToString();

    /// <summary>A list in a question is one parameter, so that there is one statement for however many; a server is sent each value by itself, which any knows.</summary>
    public static void ListsAreOne(SqliteDbContextOptionsBuilder options) => options.UseParameterizedCollectionMode(ParameterTranslationMode.Parameter);

    /// <summary>The writer's connection: WAL, and every commit flushed to disk before it returns.</summary>
    public DbConnection OpenForWriting()
    {
        var connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = Path, Pooling = false }.ToString());
        try
        {
            KeepFromOthers();
            connection.Open();
            MustBeWhole(connection);
        }
        catch (Exception failure)
        {
            connection.Dispose();
            if (failure is SqliteException { SqliteErrorCode: NotReadable or Corrupt or NotADatabase })
            {
                throw new DamagedStoreException(Path, failure.Message);
            }

            throw;
        }

        using var pragmas = connection.CreateCommand();

        // A cache of 64 MB and a checkpoint every 32 MB instead of 2 and 4: pages are read and written back far less often.
        pragmas.CommandText = "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA busy_timeout=5000; PRAGMA foreign_keys=ON; "
            + "PRAGMA cache_size=-65536; PRAGMA wal_autocheckpoint=8000;";
        pragmas.ExecuteNonQuery();
        return connection;
    }

    // Whose data lies here is the service's alone to read; what SQLite makes beside the file has its mode.
    private void KeepFromOthers()
    {
        const UnixFileMode Owner = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        if (OperatingSystem.IsWindows() || Path.StartsWith("file:", StringComparison.Ordinal))
        {
            // An address of SQLite's own names a store in memory, and no file.
            return;
        }

        // One that is there is not opened: whoever closes it takes away the locks that SQLite holds on it in this process.
        if (!File.Exists(Path))
        {
            new FileStream(Path, new FileStreamOptions { Mode = FileMode.OpenOrCreate, Access = FileAccess.Write, UnixCreateMode = Owner }).Dispose();
        }

        foreach (var file in new[] { Path, Path + "-wal", Path + "-shm" })
        {
            try
            {
                if (File.Exists(file) && File.GetUnixFileMode(file) != Owner)
                {
                    File.SetUnixFileMode(file, Owner);
                }
            }
            catch (Exception notOurs) when (notOurs is UnauthorizedAccessException or IOException)
            {
                // Another user's file that we were given to write, on a volume of its own rights: whose they are the operator has
                // decided, and no service would be less for it. Or it has gone meanwhile, with whoever wrote there.
            }
        }
    }

    /// <summary>Opens the file, looks through it and closes it again.</summary>
    /// <exception cref="DamagedStoreException">It is torn, cut short, or no database.</exception>
    public void MustBeWhole() => OpenForWriting().Dispose();

    // Every page that is reached is looked at: a service that went on over a torn file would find out in the midst of an answer.
    private void MustBeWhole(SqliteConnection connection)
    {
        using var check = connection.CreateCommand();
        check.CommandText = "PRAGMA quick_check(3)";
        using var rows = check.ExecuteReader();
        var faults = new List<string>();
        while (rows.Read() && rows.GetString(0) is var line && line != "ok")
        {
            faults.Add(line.ReplaceLineEndings(" "));
        }

        if (faults.Count > 0)
        {
            throw new DamagedStoreException(Path, string.Join("; ", faults));
        }
    }

    /// <summary>Makes what a transaction wrote durable; when it returns, no end of the process takes it back.</summary>
    public virtual Task Flush(DbTransaction transaction) => transaction.CommitAsync();
}
