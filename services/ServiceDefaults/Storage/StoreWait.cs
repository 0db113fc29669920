// SPDX-License-Identifier: Apache-2.0
using System.Data.Common;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.Extensions.Logging;

namespace Cbm.ServiceDefaults.Storage;

/// <summary>A service on a database server begins when its database is there and the job has applied its migrations; until then it waits, and says for what.</summary>
public static class StoreWait
{
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(15);

    /// <summary>Waits as long as it takes: whoever started it looks at its readiness, and ends it where that takes too long.</summary>
    /// <param name="open">Opens the model with its migrations.</param>
    /// <param name="logger">Told what is waited for.</param>
    /// <param name="migrate">Applies the migrations, as in Development, in place of waiting for the job; null: the job does.</param>
    public static async Task Until(Func<DbContext> open, ILogger logger, Func<DatabaseFacade, Task>? migrate = null)
    {
        for (var pause = TimeSpan.FromSeconds(1); ; pause = pause * 2 < Longest ? pause * 2 : Longest)
        {
            try
            {
                await using var context = open();
                if (migrate is not null)
                {
                    await migrate(context.Database);
                }

                var pending = await context.Database.GetPendingMigrationsAsync();
                if (!pending.Any())
                {
                    return;
                }

                logger.LogWarning("The service waits for its database: {Count} migrations are not applied. The argument migrate does it.", pending.Count());
            }
            catch (Exception trouble) when (trouble is DbException || trouble.InnerException is DbException || StoreTrouble.Is(trouble))
            {
                logger.LogWarning("The service waits for its database: {Reason}", trouble.Message);
            }

            await Task.Delay(pause);
        }
    }
}
