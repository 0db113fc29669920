// SPDX-License-Identifier: Apache-2.0
using System.Diagnostics;
using Cbm.ServiceDefaults.Hosting;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;

namespace Cbm.ServiceDefaults.Storage;

/// <summary>
/// On a database server each unit of work is a transaction of its own, beside those of all replicas. Where two touch the same,
/// the second to come finds another version than it read, or a key that is taken, and is carried out again from its beginning
/// over what the first has written.
/// </summary>
/// <param name="options">How the store is reached; without retries of its own, since a unit of work is tried again whole.</param>
/// <param name="mostAtOnce">Units of work at the same time; more wait here instead of for a connection.</param>
public sealed class PlainWriter<TContext>(DbContextOptions<TContext> options, int mostAtOnce = 32) : Writer<TContext>(isShared: true)
    where TContext : ServiceContext
{
    private const int MostTries = 12;
    private readonly PooledDbContextFactory<TContext> _contexts = new(options);
    private readonly SemaphoreSlim _turns = new(mostAtOnce, mostAtOnce);

    /// <inheritdoc/>
    public override async Task<T> Commit<T>(Func<TContext, Task<T>> work, CancellationToken cancel = default)
    {
        var thread = Correlation.Thread;
        await _turns.WaitAsync(cancel);
        try
        {
            for (var tries = 1; ; tries++)
            {
                // A caller that has gone away has not been answered: nothing of it is written.
                cancel.ThrowIfCancellationRequested();
                var isSaved = false;
                try
                {
                    Correlation.Thread = thread;
                    return await Try(work, () => isSaved = true);
                }
                catch (Exception clash) when (!isSaved && tries < MostTries && StoreTrouble.MayPass(clash))
                {
                    // Somebody else was faster, or the server was away for a moment. Not all at once again.
                    await Task.Delay(TimeSpan.FromMilliseconds(Random.Shared.Next(5, 20 << Math.Min(tries, 6))), cancel);
                }
            }
        }
        catch (Exception trouble) when (StoreTrouble.Is(trouble))
        {
            CommitMeasures.Failed();
            throw;
        }
        finally
        {
            _turns.Release();
        }
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _turns.Dispose();
        }

        base.Dispose(disposing);
    }

    // Once the commit is sent nobody knows whether it was made: that is told, not tried again.
    private async Task<T> Try<T>(Func<TContext, Task<T>> work, Action saved)
    {
        await using var context = await _contexts.CreateDbContextAsync(CancellationToken.None);
        context.Subscribers.Clear();
        context.Changed.Clear();
        context.WhenStored.Clear();

        // A unit of work that fails is carried out again whole: nobody goes back to a savepoint, which not every server knows.
        context.Database.AutoSavepointsEnabled = false;
        var begun = Stopwatch.GetTimestamp();
        await using var transaction = await context.Database.BeginTransactionAsync(CancellationToken.None);
        var result = await work(context);
        await context.SaveChangesAsync(CancellationToken.None);
        saved();
        await transaction.CommitAsync(CancellationToken.None);
        CommitMeasures.Stored(1, begun);
        foreach (var measure in context.WhenStored)
        {
            measure();
        }

        Tell(context.Subscribers.ToHashSet(), context.Changed.ToHashSet());
        return result;
    }
}
