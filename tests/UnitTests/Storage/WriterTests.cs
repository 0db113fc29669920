// SPDX-License-Identifier: Apache-2.0
using Cbm.ServiceDefaults.Hosting;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace Cbm.UnitTests.Storage;

/// <summary>The one way to write: gathered, durable before it is answered, one unit's failure its own.</summary>
public sealed class WriterTests : IDisposable
{
    private readonly Ledger _ledger = new();

    public void Dispose() => _ledger.Dispose();

    [Fact]
    public async Task What_is_answered_is_on_disk()
    {
        for (var number = 0; number < 20; number++)
        {
            await _ledger.Write($"line {number}");
            Assert.Equal(number + 1, _ledger.Lines.Count);
        }
    }

    [Fact]
    public async Task A_unit_that_fails_harms_no_other_of_its_transaction()
    {
        var gate = new TaskCompletionSource();
        var first = _ledger.Writer.Commit(_ => gate.Task);
        var units = Enumerable.Range(0, 60).Select(number => number % 3 == 0 ? Fail(number) : _ledger.Write($"{number}")).ToList();
        gate.SetResult();
        await first;

        foreach (var (unit, number) in units.Select((unit, number) => (unit, number)))
        {
            if (number % 3 == 0)
            {
                Assert.Equal($"{number}", (await Assert.ThrowsAsync<FormatException>(() => unit)).Message);
            }
            else
            {
                await unit;
            }
        }

        Assert.Equal(Enumerable.Range(0, 60).Where(number => number % 3 != 0).Select(number => $"{number}"), _ledger.Lines);
        Assert.InRange(_ledger.Transactions, 1, 2);
    }

    [Fact]
    public async Task A_unit_that_breaks_a_rule_of_the_database_harms_no_other()
    {
        await _ledger.Write("taken");
        var gate = new TaskCompletionSource();
        var first = _ledger.Writer.Commit(_ => gate.Task);
        var (before, twice, after) = (_ledger.Write("before"), _ledger.Write("taken"), _ledger.Write("after"));
        gate.SetResult();
        await Task.WhenAll(first, before, after);

        await Assert.ThrowsAsync<DbUpdateException>(() => twice);
        Assert.Equal(["taken", "before", "after"], _ledger.Lines);
    }

    [Fact]
    public async Task Nothing_is_left_of_a_unit_that_wrote_before_it_failed()
    {
        await _ledger.Write("kept");
        await Assert.ThrowsAsync<FormatException>(() => _ledger.Writer.Commit(async context =>
        {
            await context.Lines.ExecuteDeleteAsync();
            context.Lines.Add(new Line { Text = "half" });
            await context.SaveChangesAsync();
            throw new FormatException();
        }));

        await _ledger.Write("next");
        Assert.Equal(["kept", "next"], _ledger.Lines);
    }

    [Fact]
    public async Task Units_that_wait_are_gathered_in_their_order()
    {
        await Task.WhenAll(Enumerable.Range(0, 100).Select(number => _ledger.Write($"{number}")));

        Assert.Equal(Enumerable.Range(0, 100).Select(number => $"{number}"), _ledger.Lines);
        Assert.InRange(_ledger.Transactions, 1, 20);
    }

    [Fact]
    public async Task Many_callers_at_once_lose_nothing()
    {
        await Parallel.ForAsync(0, 1000, new ParallelOptions { MaxDegreeOfParallelism = 64 }, async (number, _) => await _ledger.Write($"{number}"));

        Assert.Equal(1000, _ledger.Lines.Distinct().Count());
        Assert.InRange(_ledger.Transactions, 1, 999);
    }

    [Fact]
    public async Task No_result_before_the_commit()
    {
        var gate = new TaskCompletionSource();
        var mayBegin = new TaskCompletionSource();
        var holding = _ledger.Writer.Commit(_ => mayBegin.Task);
        var first = _ledger.Write("first");
        var neighbour = _ledger.Writer.Commit(_ => gate.Task);
        mayBegin.SetResult();
        await Task.Delay(100);

        // The first unit's work is done; its neighbour's is not, and they share the flush.
        Assert.False(first.IsCompleted);
        Assert.Empty(_ledger.Lines);
        gate.SetResult();
        await Task.WhenAll(holding, first, neighbour);
        Assert.Equal(["first"], _ledger.Lines);
    }

    [Fact]
    public async Task When_the_flush_fails_everybody_in_it_is_told()
    {
        await _ledger.Writer.Commit(context => context.Database.ExecuteSqlRawAsync(
            "CREATE TABLE Child (Parent INTEGER REFERENCES Lines(Id) DEFERRABLE INITIALLY DEFERRED)"));
        var gate = new TaskCompletionSource();
        var first = _ledger.Writer.Commit(_ => gate.Task);

        // A deferred constraint is looked at by COMMIT alone: the way to make a flush fail without breaking a disk.
        var units = new List<Task>
        {
            _ledger.Write("lost"),
            _ledger.Writer.Commit(context => context.Database.ExecuteSqlRawAsync("INSERT INTO Child VALUES (4711)")),
            _ledger.Write("lost too"),
        };
        gate.SetResult();

        await Assert.ThrowsAsync<SqliteException>(() => first);
        foreach (var unit in units)
        {
            await Assert.ThrowsAsync<SqliteException>(() => unit);
        }

        Assert.Empty(_ledger.Lines);
        await _ledger.Write("the next one goes through");
        Assert.Single(_ledger.Lines);
    }

    [Fact]
    public async Task When_no_transaction_can_begin_nobody_waits_for_ever()
    {
        await Assert.ThrowsAnyAsync<Exception>(() => _ledger.Writer.Commit(context =>
        {
            context.Database.GetDbConnection().Close();
            return Task.CompletedTask;
        }).WaitAsync(TimeSpan.FromSeconds(5)));

        await Assert.ThrowsAsync<InvalidOperationException>(() => _ledger.Write("nowhere").WaitAsync(TimeSpan.FromSeconds(5)));
    }

    [Fact]
    public async Task A_caller_that_has_gone_away_before_its_turn_writes_nothing()
    {
        using var gone = new CancellationTokenSource();
        await gone.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => _ledger.Writer.Commit(
            context =>
            {
                context.Lines.Add(new Line { Text = "unwanted" });
                return Task.CompletedTask;
            },
            gone.Token));
        Assert.Empty(_ledger.Lines);
    }

    [Fact]
    public async Task Each_unit_runs_under_its_own_correlation_id_and_in_its_own_trace()
    {
        var gate = new TaskCompletionSource();
        var first = _ledger.Writer.Commit(_ => gate.Task);
        var seen = new List<Task<string>>();
        foreach (var id in (string[])["a", "b"])
        {
            Correlation.Thread = (id, $"trace of {id}");
            seen.Add(_ledger.Writer.Commit(_ => Task.FromResult($"{Correlation.Current}: {Correlation.Thread.Trace}")));
        }

        Correlation.Current = null;
        gate.SetResult();
        await first;
        Assert.Equal(["a: trace of a", "b: trace of b"], await Task.WhenAll(seen));
    }

    private Task Fail(int number) => _ledger.Writer.Commit(context =>
    {
        context.Lines.Add(new Line { Text = $"{number}" });
        throw new FormatException($"{number}");
    });
}
