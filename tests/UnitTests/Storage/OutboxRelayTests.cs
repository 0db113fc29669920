// SPDX-License-Identifier: Apache-2.0
using Cbm.ServiceDefaults.Messaging;
using Cbm.ServiceDefaults.Storage;
using Grpc.Core;
using Microsoft.Extensions.Logging.Abstractions;
using Xunit;
using Marks = Cbm.Contracts.Marks;

namespace Cbm.UnitTests.Storage;

/// <summary>Delivery from the outbox: in order per key, with back-off, parked when poisonous, and nothing counted against facts whose subscriber is away.</summary>
public sealed class OutboxRelayTests : IDisposable
{
    private readonly Ledger _ledger = new();
    private readonly List<string> _sent = [];
    private readonly List<Turn> _turns = [];
    private readonly List<string> _parked = [];
    private readonly OutboxRelay<LedgerContext> _relay;
    private Func<OutboxMessage, Verdict> _answers = _ => Verdict.Delivered;

    private Func<IReadOnlyList<OutboxMessage>, bool> _refuses = _ => false;

    public OutboxRelayTests() => _relay = new OutboxRelay<LedgerContext>(
        _ledger.Writer, _ledger.Readers, Send, _ledger.Clock, NullLogger<OutboxRelay<LedgerContext>>.Instance, Park);

    public void Dispose() => _ledger.Dispose();

    [Fact]
    public async Task Everything_is_delivered_once_in_order_per_key()
    {
        await _ledger.Announce("A/1", "B/1", "A/2", "B/2", "A/3");
        await Drain();

        Assert.Equal(["A/1", "A/2", "A/3"], _sent.Where(fact => fact[0] == 'A'));
        Assert.Equal(["B/1", "B/2"], _sent.Where(fact => fact[0] == 'B'));
        Assert.Empty(_ledger.Outbox);
    }

    [Fact]
    public async Task A_fact_that_must_wait_keeps_back_its_own_key_and_no_other()
    {
        var busy = true;
        _answers = fact => busy && fact.EventId == "A/1" ? Verdict.Retry : Verdict.Delivered;
        await _ledger.Announce("A/1", "A/2", "B/1", "B/2");
        await Drain();
        Assert.Equal(["A/1", "B/1", "B/2"], _sent);
        Assert.Equal(1, _ledger.Outbox[0].Attempts);

        busy = false;
        _ledger.Clock.Advance(TimeSpan.FromMilliseconds(199));
        await Drain();
        Assert.Equal(3, _sent.Count);
        _ledger.Clock.Advance(TimeSpan.FromMilliseconds(1));
        await Drain();
        Assert.Equal(["A/1", "B/1", "B/2", "A/1", "A/2"], _sent);
    }

    [Fact]
    public async Task A_subscriber_that_lost_what_came_late_is_told_from_one_that_has_all()
    {
        // A/1 comes after B/1, which was announced later: a copy made between the two has the last place, and not all before it.
        var busy = true;
        _answers = fact => busy && fact.EventId == "A/1" ? Verdict.Retry : Verdict.Delivered;
        await _ledger.Announce("A/1", "B/1");
        await Drain();
        var copy = new Marks { Taken = 2, Heard = _turns[^1].Number };
        Assert.False(copy.IsBehind(await Told()));

        busy = false;
        _ledger.Clock.Advance(TimeSpan.FromSeconds(1));
        await Drain();
        Assert.True(copy.IsBehind(await Told()));
        Assert.False(new Marks { Taken = 2, Heard = _turns[^1].Number }.IsBehind(await Told()));
    }

    [Fact]
    public async Task A_delivery_has_a_number_of_its_own_and_only_one_that_was_answered_counts()
    {
        await _ledger.Announce("A/1", "B/1");
        _refuses = facts => facts.Count > 1 || facts[0].EventId == "B/1";
        await _relay.RunOnce("HEALTH", default);
        Assert.Equal(_turns.Select(turn => turn.Number).Distinct().Order(), _turns.Select(turn => turn.Number));
        Assert.Equal(_turns[1].Number, (await Told()).Answered);
    }

    private async Task<Marks> Told()
    {
        await using var context = _ledger.Readers.CreateDbContext();
        return await context.MarksWith("HEALTH");
    }

    [Fact]
    public async Task Each_attempt_waits_twice_as_long_and_the_tenth_is_the_last()
    {
        _answers = _ => Verdict.Retry;
        await _ledger.Announce("A/1");
        var waits = new List<double>();
        for (var attempt = 1; attempt <= 10; attempt++)
        {
            await Drain();
            Assert.Equal(attempt, _sent.Count);
            waits.Add((_ledger.Outbox[0].DueAt - _ledger.Clock.GetUtcNow()).TotalSeconds);
            _ledger.Clock.Advance(TimeSpan.FromSeconds(waits[^1]));
        }

        Assert.Equal([0.2, 0.4, 0.8, 1.6, 3.2, 6.4, 12.8, 25.6, 51.2, 60], waits);
        Assert.True(_ledger.Outbox[0].Parked);
        Assert.Equal(["A/1"], _parked);
        await Drain();
        Assert.Equal(10, _sent.Count);
    }

    [Fact]
    public async Task A_poisonous_fact_is_parked_at_once_and_holds_nothing_up()
    {
        _answers = fact => fact.EventId == "A/1" ? Verdict.Poisonous : Verdict.Delivered;
        await _ledger.Announce("A/1", "A/2", "B/1");
        await Drain();

        Assert.Equal(["A/1", "A/2", "B/1"], _sent.Order());
        Assert.Equal("A/1", Assert.Single(_ledger.Outbox).EventId);
        Assert.Equal(["A/1"], _parked);
    }

    [Fact]
    public async Task While_the_subscriber_is_away_no_fact_counts_an_attempt()
    {
        var away = true;
        _answers = _ => away ? throw new RpcException(new Status(StatusCode.Unavailable, "away")) : Verdict.Delivered;
        await _ledger.Announce("A/1");
        var waits = new List<double>();
        for (var look = 0; look < 12; look++)
        {
            var pause = await _relay.RunOnce("HEALTH", default);
            Assert.False(pause.UntilNewFact);
            waits.Add(pause.Most.TotalSeconds);
        }

        Assert.Equal([0.2, 0.4, 0.8, 1.6, 3.2, 5, 5, 5, 5, 5, 5, 5], waits);
        Assert.Equal(0, _ledger.Outbox[0].Attempts);
        away = false;
        await Drain();
        Assert.Empty(_ledger.Outbox);
    }

    [Fact]
    public async Task A_parked_fact_that_nobody_can_be_told_of_is_tried_again_and_the_others_stay_delivered()
    {
        _answers = fact => fact.EventId == "A/1" ? Verdict.Poisonous : Verdict.Delivered;
        await _ledger.Announce("A/1", "B/1");
        _parked.Add("full");
        await Assert.ThrowsAsync<InvalidOperationException>(() => _relay.RunOnce("HEALTH", default));

        // All or nothing: what was delivered is not forgotten half-way, it is delivered again.
        Assert.Equal(2, _ledger.Outbox.Count);
        _parked.Clear();
        await Drain();
        Assert.Equal(["A/1"], _parked);
        Assert.True(Assert.Single(_ledger.Outbox).Parked);
    }

    [Fact]
    public async Task Large_facts_go_in_several_deliveries()
    {
        var deliveries = new List<int>();
        _sent.Clear();
        await _ledger.Writer.Commit(context =>
        {
            for (var number = 0; number < 10; number++)
            {
                context.Announce("HEALTH", "t", $"{number}", $"{number}/large", new Contracts.Fault { Message = new string('x', 3 * 1024 * 1024) }, _ledger.Clock.GetUtcNow());
            }

            return Task.CompletedTask;
        });
        while ((await _relay.RunOnce("HEALTH", default)).Most == TimeSpan.Zero)
        {
            deliveries.Add(_sent.Count - deliveries.Sum());
        }

        // 3 MB each: never more than 8 MB in one message.
        Assert.Equal([2, 2, 2, 2, 2], deliveries);
    }

    [Fact]
    public async Task A_delivery_that_is_refused_as_such_is_sent_fact_by_fact_so_that_one_harms_no_other()
    {
        _refuses = facts => facts.Any(fact => fact.EventId == "A/1");
        await _ledger.Announce("A/1", "B/1", "C/1", "B/2");
        await Drain();

        Assert.Equal(["B/1", "C/1", "B/2"], _sent);
        var left = Assert.Single(_ledger.Outbox);
        Assert.Equal(("A/1", 1, false), (left.EventId, left.Attempts, left.Parked));
    }

    [Fact]
    public async Task With_nothing_to_do_it_waits_for_a_new_fact()
    {
        Assert.Equal(new Pause(TimeSpan.FromSeconds(2), UntilNewFact: true), await _relay.RunOnce("HEALTH", default));
        await _ledger.Announce("A/1");
        Assert.Equal(2, (await _relay.RunOnce("CUSTOMS", default)).Most.TotalSeconds);
        Assert.Empty(_sent);
    }

    private async Task Drain()
    {
        while ((await _relay.RunOnce("HEALTH", default)).Most == TimeSpan.Zero)
        {
            // Until nothing is due.
        }
    }

    private Task<IReadOnlyList<Verdict>> Send(string subscriber, IReadOnlyList<OutboxMessage> facts, Turn turn, CancellationToken cancel)
    {
        _turns.Add(turn);
        if (_refuses(facts))
        {
            throw new RpcException(new Status(StatusCode.ResourceExhausted, "too large"));
        }

        IReadOnlyList<Verdict> verdicts = [.. facts.Select(_answers)];
        _sent.AddRange(facts.Select(fact => fact.EventId));
        return Task.FromResult(verdicts);
    }

    private Task Park(LedgerContext context, OutboxMessage fact, DateTimeOffset now)
    {
        if (_parked.Contains("full"))
        {
            throw new InvalidOperationException("Nobody can be told.");
        }

        _parked.Add(fact.EventId);
        return Task.CompletedTask;
    }
}
