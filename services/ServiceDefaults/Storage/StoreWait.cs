// SPDX-License-Identifier: Apache-2.0
using System.Data.Common;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;

namespace Cbm.ServiceDefaults.Storage;

/// <summary>A service on a database server begins when its database is there and the job has applied its migrations; until then it waits, and says for what.</summary>
public static class StoreWait
{
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(15);

    /// <summary>Waits as long as it takes: whoever started it looks at its readiness, and ends it where that takes too long.</summary>
    /// <param name="open">Opens the model with its migrations.</param>
    /// <param name="logger">Told what is waited for.</param>
    /// <param name="isApplied">Whether it applies the migrations itself, as in Development, in place of waiting for the job.</param>
    public static async Task Until(Func<DbContext> open, ILogger logger, bool isApplied = false)
    {
        for (var pause = TimeSpan.FromSeconds(1); ; pause = pause * 2 < Longest ? pause * 2 : Longest)
        {
            try
            {
                await using var context = open();
                if (isApplied)
                {
                    context.Database.SetCommandTimeout(TimeSpan.Zero);
                    await context.Database.MigrateAsync();
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
