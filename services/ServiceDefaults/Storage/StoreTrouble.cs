// SPDX-License-Identifier: Apache-2.0
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;

namespace Cbm.ServiceDefaults.Storage;

/// <summary>Tells a store that cannot work now from work that is wrong.</summary>
public static class StoreTrouble
{
    // SQLITE_ERROR (no such table or column: another version's schema), BUSY, LOCKED, NOMEM, READONLY, IOERR, CORRUPT, FULL,
    // CANTOPEN, PROTOCOL, SCHEMA, NOTADB.
    private static readonly int[] OfTheStore = [1, 5, 6, 7, 8, 10, 11, 13, 14, 15, 17, 26];

    /// <summary>Full, locked, not readable now: that passes, or an operator mends it. Anything else is the work's doing and would come again.</summary>
    public static bool Is(Exception failure) => failure switch
    {
        DbUpdateException { InnerException: { } inner } => Is(inner),
        SqliteException sqlite => OfTheStore.Contains(sqlite.SqliteErrorCode),
        IOException or ObjectDisposedException => true,
        _ => false,
    };
}
