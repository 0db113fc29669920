// SPDX-License-Identifier: Apache-2.0
using System.Collections.Concurrent;
using System.Data.Common;
using System.Diagnostics;
using System.Runtime.ExceptionServices;
using Cbm.ServiceDefaults.Hosting;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;

namespace Cbm.ServiceDefaults.Storage;

/// <summary>
/// On SQLite the units that wait are gathered into one transaction, since one flush to disk then serves them all; a unit that
/// fails harms no other. The first to come does the writing for all who wait: no thread of its own, so that it runs under a
/// simulated clock and store too.
/// </summary>
public sealed class GatheringWriter<TContext> : Writer<TContext>
    where TContext : ServiceContext
{
    private const int MostInOneTransaction = 128;
    private const string Savepoint = "unit";
    private readonly ConcurrentQueue<Unit> _waiting = new();
    private readonly SemaphoreSlim _turn = new(1, 1);
    private readonly SqliteFile _file;
    private readonly DbConnection _connection;
    private readonly PooledDbContextFactory<TContext> _contexts;

    /// <summary>A writer over the service's SQLite file; its connection is the only one that writes.</summary>
    /// <param name="file">The file.</param>
    /// <param name="configure">What the service adds to the context.</param>
    /// <param name="isShared">Whether other processes write to the file too; each waits its turn.</param>
    public GatheringWriter(SqliteFile file, Action<DbContextOptionsBuilder>? configure = null, bool isShared = false)
        : base(isShared)
    {
        _file = file;
        _connection = file.OpenForWriting();
        var options = new DbContextOptionsBuilder<TContext>().UseSqlite(_connection, SqliteFile.ListsAreOne);
        configure?.Invoke(options);
        options.AddInterceptors(RowSeal.Instance);
        _contexts = new PooledDbContextFactory<TContext>(options.Options);
    }

    /// <inheritdoc/>
    public override async Task<T> Commit<T>(Func<TContext, Task<T>> work, CancellationToken cancel = default)
    {
        var unit = new Unit<T>(work);
        _waiting.Enqueue(unit);
        await _turn.WaitAsync(CancellationToken.None);
        try
        {
            if (!unit.IsDone)
            {
                // A caller that has gone away before its turn has not been answered: nothing of it is written.
                if (cancel.IsCancellationRequested)
                {
                    unit.GiveUp(cancel);
                }

                // SQLite answers without ever giving up the thread: without this, units begun one after the other by one
                // caller (a delivery in bulk) would each be flushed alone.
                await Task.Yield();
                while (!unit.IsDone)
                {
                    await WriteWaiting();
                }
            }
        }
        finally
        {
            _turn.Release();
        }

        return await unit.Done;
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _connection.Dispose();
            _turn.Dispose();
        }

        base.Dispose(disposing);
    }

    private async Task WriteWaiting()
    {
        var gathered = new List<Unit>();
        try
        {
            // In hand before the transaction begins: if it cannot begin, there is somebody to tell.
            if (_waiting.TryDequeue(out var first))
            {
                gathered.Add(first);
                var begun = Stopwatch.GetTimestamp();
                await using var transaction = await _connection.BeginTransactionAsync();
                await first.Run(_contexts, transaction);
                while (gathered.Count < MostInOneTransaction && _waiting.TryDequeue(out var next))
                {
                    gathered.Add(next);
                    await next.Run(_contexts, transaction);
                }

                await _file.Flush(transaction);
                CommitMeasures.Stored(gathered.Count, begun);
                gathered.ForEach(unit => unit.Tell(null));
                Tell(gathered.SelectMany(unit => unit.Subscribers).ToHashSet(), gathered.SelectMany(unit => unit.Changed).ToHashSet());
            }
        }
#pragma warning disable CA1031 // Whatever it was: nobody may be left waiting for an answer.
        catch (Exception failure)
#pragma warning restore CA1031
        {
            // The flush itself failed: none of them is on disk, and each is told so.
            CommitMeasures.Failed();
            gathered.ForEach(unit => unit.Tell(failure));
        }
    }

    private abstract class Unit
    {
        public abstract bool IsDone { get; }

        /// <summary>What is measured of it when it is on disk.</summary>
        protected IReadOnlyList<Action> WhenStored { get; set; } = [];

        /// <summary>Who must hear what it announced; nobody where it failed.</summary>
        public IReadOnlyList<string> Subscribers { get; protected set; } = [];

        /// <summary>What it changed, for those who look at it live.</summary>
        public IReadOnlyList<string> Changed { get; protected set; } = [];

        public abstract Task Run(PooledDbContextFactory<TContext> contexts, DbTransaction transaction);

        public abstract void Tell(Exception? failure);
    }

    private sealed class Unit<T>(Func<TContext, Task<T>> work) : Unit
    {
        // The first to come runs the others' work: each under its own correlation id.
        private readonly (string?, string?) _thread = Correlation.Thread;
        private readonly TaskCompletionSource<T> _done = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private T? _result;
        private Exception? _failure;

        public Task<T> Done => _done.Task;

        public override bool IsDone => _done.Task.IsCompleted;

        public void GiveUp(CancellationToken cancel) => _failure = new OperationCanceledException(cancel);

        public override async Task Run(PooledDbContextFactory<TContext> contexts, DbTransaction transaction)
        {
            if (_failure is not null)
            {
                return;
            }

            // A savepoint of the unit's own, since work may write before SaveChanges: a unit that fails leaves nothing behind.
            await transaction.SaveAsync(Savepoint);
            try
            {
                Correlation.Thread = _thread;
                await using var context = await contexts.CreateDbContextAsync();
                context.Database.AutoSavepointsEnabled = false;
                await context.Database.UseTransactionAsync(transaction);
                context.Subscribers.Clear();
                context.Changed.Clear();
                context.WhenStored.Clear();
                _result = await work(context);
                await context.SaveChangesAsync();
                (Subscribers, Changed, WhenStored) = ([.. context.Subscribers], [.. context.Changed], [.. context.WhenStored]);
                await context.Database.UseTransactionAsync(null);
            }
#pragma warning disable CA1031 // Whatever the work throws belongs to its caller, and to nobody else in the transaction.
            catch (Exception failure)
#pragma warning restore CA1031
            {
                _failure = failure;
                try
                {
                    await transaction.RollbackAsync(Savepoint);
                }
                catch (Exception gone) when (gone is DbException or InvalidOperationException)
                {
                    // The store has given up the whole transaction with it (a full disk, a failing one): that is what all are told.
                    ExceptionDispatchInfo.Throw(failure);
                }
            }

            await transaction.ReleaseAsync(Savepoint);
        }

        public override void Tell(Exception? failure)
        {
            // Where the transaction failed, that is what became of it, whatever its own work said before: it may have seen what is not there now.
            if ((failure ?? _failure) is { } thrown)
            {
                _done.TrySetException(thrown);
            }
            else
            {
                foreach (var measure in WhenStored)
                {
                    measure();
                }

                _done.TrySetResult(_result!);
            }
        }
    }
}
