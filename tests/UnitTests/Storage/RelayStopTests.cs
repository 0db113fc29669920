// SPDX-License-Identifier: Apache-2.0
using Cbm.ServiceDefaults.Messaging;
using Cbm.ServiceDefaults.Storage;
using Microsoft.Extensions.Logging.Abstractions;
using Xunit;

namespace Cbm.UnitTests.Storage;

/// <summary>The relay of a service that stops: what is in hand is ended, within the bound, and nothing new is begun.</summary>
public sealed class RelayStopTests : IDisposable
{
    private readonly Ledger _ledger = new();
    private readonly TaskCompletionSource _begun = new();
    private readonly TaskCompletionSource _answer = new();
    private readonly List<string> _sent = [];
    private readonly RelayService<LedgerContext> _service;

    public RelayStopTests()
    {
        var relay = new OutboxRelay<LedgerContext>(
            _ledger.Writer, _ledger.Readers, Send, _ledger.Clock, NullLogger<OutboxRelay<LedgerContext>>.Instance);
        _service = new RelayService<LedgerContext>(
            relay, _ledger.Writer, new Leases<LedgerContext>(_ledger.Writer, _ledger.Clock, ""), new EventBusOptions("", new Dictionary<string, Uri> { [Subscriber] = new("http://nowhere") }), _ledger.Clock, NullLogger<RelayService<LedgerContext>>.Instance);
    }

    private const string Subscriber = "HEALTH";

    public void Dispose()
    {
        _service.Dispose();
        _ledger.Dispose();
    }

    [Fact]
    public async Task A_delivery_that_is_in_hand_is_ended_and_kept_and_no_other_is_begun()
    {
        await _ledger.Announce("A/1", "A/2");
        await _service.StartAsync(CancellationToken.None);
        await _begun.Task;
        var stop = _service.StopAsync(CancellationToken.None);
        Assert.False(stop.IsCompleted);
        _answer.SetResult();
        await stop;

        Assert.Equal(["A/1"], _sent);
        Assert.Equal(["A/2"], _ledger.Outbox.Select(fact => fact.EventId));
    }

    [Fact]
    public async Task At_the_bound_it_is_broken_off_and_its_fact_stays()
    {
        await _ledger.Announce("A/1");
        await _service.StartAsync(CancellationToken.None);
        await _begun.Task;
        using var bound = new CancellationTokenSource();
        var stop = _service.StopAsync(bound.Token);
        await bound.CancelAsync();
        await stop;
        await _service.ExecuteTask!;

        Assert.Equal(["A/1"], _ledger.Outbox.Select(fact => fact.EventId));
    }

    private async Task<IReadOnlyList<Verdict>> Send(string subscriber, IReadOnlyList<OutboxMessage> facts, Turn turn, CancellationToken cancel)
    {
        _begun.TrySetResult();
        await _answer.Task.WaitAsync(cancel);
        _sent.AddRange(facts.Select(fact => fact.EventId));
        return [.. facts.Select(_ => Verdict.Delivered)];
    }
}
