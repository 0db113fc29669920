// SPDX-License-Identifier: Apache-2.0
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Cbm.ServiceDefaults.Storage;

/// <summary>Takes answers out that were kept under Idempotency-Keys for long enough, a little at a time so that nobody waits for it.</summary>
public sealed class IdempotencySweep<TContext>(
    Writer<TContext> writer, IDbContextFactory<TContext> readers, TimeProvider clock, ILogger<IdempotencySweep<TContext>> logger) : BackgroundService
    where TContext : ServiceContext
{
    /// <summary>For how long a key is known at least: who did not hear an answer asks again within that time.</summary>
    public static readonly TimeSpan Kept = TimeSpan.FromHours(24);

    private const int Most = 200;
    private static readonly TimeSpan BetweenSweeps = TimeSpan.FromMinutes(10);

    /// <summary>One bit of the work; how many answers it took out, 0: all is done.</summary>
    public async Task<int> RunOnce(CancellationToken cancel)
    {
        if (await Find(cancel) is not [.., var last])
        {
            return 0;
        }

        return await writer.Commit(context => context.Idempotency.Where(entry => entry.At <= last).ExecuteDeleteAsync(CancellationToken.None), cancel);
    }

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(BetweenSweeps, clock);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            try
            {
                while (await RunOnce(stoppingToken) > 0)
                {
                    // One bit at a turn: the writer serves others between.
                }
            }
#pragma warning disable CA1031 // A store that is full or locked for the moment ends no service.
            catch (Exception trouble) when (trouble is not OperationCanceledException)
#pragma warning restore CA1031
            {
                logger.LogWarning(trouble, "Answers of old Idempotency-Keys could not be taken out; it is tried again in some minutes.");
            }
        }
    }

    // Found by a reader: the writer has better things to do than to search.
    private async Task<List<DateTimeOffset>> Find(CancellationToken cancel)
    {
        await using var context = await readers.CreateDbContextAsync(cancel);
        var before = clock.GetUtcNow() - Kept;
        return await context.Idempotency.AsNoTracking().Where(entry => entry.At < before).OrderBy(entry => entry.At).Select(entry => entry.At).Take(Most).ToListAsync(cancel);
    }
}
