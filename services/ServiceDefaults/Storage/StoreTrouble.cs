// SPDX-License-Identifier: Apache-2.0
using Microsoft.Data.SqlClient;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;

namespace Cbm.ServiceDefaults.Storage;

/// <summary>Tells a store that cannot work now from work that is wrong.</summary>
public static class StoreTrouble
{
    private const string SqlClient = "Microsoft.Data.SqlClient";
    private const byte ConnectionLost = 20;

    // SQLITE_ERROR (no such table or column: another version's schema), BUSY, LOCKED, NOMEM, READONLY, IOERR, CORRUPT, FULL,
    // CANTOPEN, PROTOCOL, SCHEMA, NOTADB.
    private static readonly int[] OfTheFile = [1, 5, 6, 7, 8, 10, 11, 13, 14, 15, 17, 26];

    // SQL Server: a key that is taken already, by index or by primary key. Two replicas wrote the same: the second reads what the first has.
    private static readonly int[] Duplicate = [2601, 2627];

    // Deadlock, lock time-out, snapshot clash: somebody else was faster.
    private static readonly int[] Clash = [1205, 1222, 3960];

    // SqlClient waited as long as it may, for a connection or an answer.
    private const int TimeOut = -2;

    // Connection broken or not to be had, database starting, failing over or throttled.
    private static readonly int[] Away =
        [-1, 2, 20, 53, 64, 121, 233, 258, 1204, 4060, 4221, 9515, 10053, 10054, 10060, 10061, 10928, 10929, 11001, 18401, 40143, 40197, 40501, 40540, 40613, 41301, 41302, 41305, 41325, 41839, 42108, 42109, 49918, 49919, 49920];

    // Disk or log full, database read-only, page damaged, another version's schema.
    private static readonly int[] OfTheServer = [207, 208, 823, 824, 825, 1101, 1105, 3906, 9001, 9002];

    /// <summary>Full, locked, not readable now: that passes, or an operator mends it. Anything else is the work's doing and would come again.</summary>
    public static bool Is(Exception failure) => failure switch
    {
        DbUpdateConcurrencyException => true,
        DbUpdateException { InnerException: { } inner } => Is(inner),
        RetryLimitExceededException { InnerException: { } inner } => Is(inner),

        // As EF tells a trouble that may pass where nothing is tried again.
        InvalidOperationException { InnerException: (DbUpdateException or SqlException or TimeoutException) and var inner } => Is(inner),

        // SqlClient's own: no connection came free in time, or the one in hand was closed beneath the work.
        InvalidOperationException { Source: SqlClient } => true,
        SqliteException sqlite => OfTheFile.Contains(sqlite.SqliteErrorCode),
        SqlException sql => IsTimeOut(sql) || IsOne(sql, Duplicate, Clash, Away, OfTheServer),
        IOException or ObjectDisposedException or TimeoutException => true,
        _ => false,
    };

    /// <summary>Whether the same work may succeed when it is carried out again at once, from its beginning. After a time-out whoever asked has waited long enough.</summary>
    public static bool MayPass(Exception failure) => failure switch
    {
        DbUpdateConcurrencyException => true,
        DbUpdateException { InnerException: { } inner } => MayPass(inner),
        InvalidOperationException { InnerException: (DbUpdateException or SqlException) and var inner } => MayPass(inner),
        SqlException sql => !IsTimeOut(sql) && IsOne(sql, Duplicate, Clash, Away),
        _ => false,
    };

    private static bool IsTimeOut(SqlException sql) => sql.Errors.Cast<SqlError>().Any(error => error.Number == TimeOut);

    // What ends the connection is told by its class: the number is the operating system's, and on Linux often 0.
    private static bool IsOne(SqlException sql, params int[][] kinds) =>
        sql.Errors.Cast<SqlError>().Any(error => error.Class >= ConnectionLost || kinds.Any(kind => kind.Contains(error.Number)));
}
