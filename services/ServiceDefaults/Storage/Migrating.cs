// SPDX-License-Identifier: Apache-2.0
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;

namespace Cbm.ServiceDefaults.Storage;

/// <summary>Applies migrations at the start of a service, which alone works on its file.</summary>
public static class Migrating
{
    /// <summary>
    /// Applies those that are not yet applied. EF Core locks the file by a row for so long; a process that was killed meanwhile
    /// leaves it there, and its successor would wait for ever: nobody else can hold it, so it is taken away.
    /// </summary>
    public static async Task MigrateAlone(this DatabaseFacade database, CancellationToken cancel = default)
    {
        if ((await database.GetPendingMigrationsAsync(cancel)).Any())
        {
            await database.ExecuteSqlRawAsync("DROP TABLE IF EXISTS \"__EFMigrationsLock\"", cancel);
            await database.MigrateAsync(cancel);
        }
    }
}
