// SPDX-License-Identifier: Apache-2.0
using System.Data.Common;
using Cbm.ServiceDefaults.Storage;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore.Diagnostics;

namespace Cbm.Simulation.Kernel;

/// <summary>The process ended here, in the midst of what it did.</summary>
public sealed class EndedException() : Exception("The simulated process has ended.");

/// <summary>
/// The store of one run of a service: SQLite's own engine on memory that outlives the process. The process may end before any
/// statement, before the flush and right after it; the flush may be slow; the disk may be full.
/// </summary>
public sealed record SimulatedFile(string Name, string Place, World World, Faults Faults, TimeProvider Clock, Action? Flushed = null) : SqliteFile(Place)
{
    private const int Failing = 10;
    private const int Full = 13;

    /// <summary>The process ends here: nothing more is written or read by it.</summary>
    public bool IsEnding { get; private set; }

    /// <summary>What watches each statement, for the contexts that use this file.</summary>
    public DbCommandInterceptor Statements => new StatementWatch(this);

    /// <summary>Whether a failure is one that the simulation made.</summary>
    public static bool IsTrouble(Exception failure) =>
        failure is EndedException or SqliteException { SqliteErrorCode: Full or Failing } || (failure.InnerException is { } inner && IsTrouble(inner));

    /// <inheritdoc/>
    public override async Task Flush(DbTransaction transaction)
    {
        MayEnd(Faults.Crash * 2, "before its flush");
        if (Faults.IsFull(Name))
        {
            throw new SqliteException("database or disk is full", Full);
        }

        await transaction.CommitAsync();
        World.Tell(Name, "flushes");
        Flushed?.Invoke();
        if (Faults.Happens(Faults.SlowFlush))
        {
            // On the disk, and nobody knows yet: the process may end meanwhile.
            await Task.Delay(World.Between(TimeSpan.FromMilliseconds(10), TimeSpan.FromSeconds(4)), Clock);
        }

        MayEnd(Faults.Crash * 2, "after its flush");
    }

    private void MayEnd(int ofThousand, string where)
    {
        if (!IsEnding && Faults.Happens(ofThousand))
        {
            World.Tell(Name, $"ends {where}");
            World.Count($"ends {where}");
            IsEnding = true;
        }

        if (IsEnding)
        {
            throw new EndedException();
        }
    }

    private sealed class StatementWatch(SimulatedFile file) : DbCommandInterceptor
    {
        public override ValueTask<InterceptionResult<DbDataReader>> ReaderExecutingAsync(
            DbCommand command, CommandEventData eventData, InterceptionResult<DbDataReader> result, CancellationToken cancellationToken = default) => May(command, result);

        public override ValueTask<InterceptionResult<int>> NonQueryExecutingAsync(
            DbCommand command, CommandEventData eventData, InterceptionResult<int> result, CancellationToken cancellationToken = default) => May(command, result);

        private ValueTask<T> May<T>(DbCommand command, T result)
        {
            // A unit of work has some ten statements.
            file.MayEnd(file.World.Chance.Next(10) == 0 ? file.Faults.Crash : 0, "before a statement");
            if (command.Transaction is not null && file.Faults.IsFull(file.Name) && file.World.Chance.Next(5) == 0)
            {
                // SQLite gives up the whole transaction with the statement.
                using var rollback = command.Connection!.CreateCommand();
                (rollback.Transaction, rollback.CommandText) = (command.Transaction, "ROLLBACK");
                rollback.ExecuteNonQuery();
                file.World.Count("transaction given up by a full disk");
                throw new SqliteException("database or disk is full", Full);
            }

            if (command.Transaction is not null && file.Faults.Happens(file.Faults.Statement))
            {
                file.World.Count("statement failed");
                throw new SqliteException("disk I/O error", Failing);
            }

            return ValueTask.FromResult(result);
        }
    }
}
