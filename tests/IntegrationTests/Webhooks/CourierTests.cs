// SPDX-License-Identifier: Apache-2.0
using Cbm.Contracts;
using Cbm.Declarations.Webhooks;
using Microsoft.AspNetCore.Http;
using Xunit;

namespace Cbm.IntegrationTests.Webhooks;

/// <summary>Deliveries on a clock that stands still: their order, their attempts, and what becomes of subscriptions that fail.</summary>
public sealed class CourierTests : IAsyncLifetime
{
    private readonly GivenCourier _given = new();
    private Receiver _receiver = null!;

    public async Task InitializeAsync() => _receiver = await Receiver.Start();

    public async Task DisposeAsync()
    {
        _given.Dispose();
        await _receiver.DisposeAsync();
    }

    [Fact]
    public async Task Events_of_a_declaration_keep_their_order_while_the_first_fails_and_hold_up_no_other_declaration()
    {
        await _given.Subscribe(_receiver.Url);
        _receiver.Answers = (one, http) => Receiver.With(one.Step == "A-1" ? 500 : 200)(one, http);
        await _given.Log(["A/declarationLodged", "A/declarationAccepted", "B/declarationLodged"]);
        await _given.Log(["A/reviewsOpened", "B/reviewsOpened"]);
        await _given.Drain();
        Assert.Equal(["A-1", "B-1", "B-2"], _receiver.Steps.Order());

        _receiver.Answers = Receiver.With(200);
        _given.Clock.Advance(TimeSpan.FromSeconds(4.9));
        await _given.Drain();
        Assert.Equal(3, _receiver.All.Count);

        _given.Clock.Advance(TimeSpan.FromSeconds(0.1));
        await _given.Drain();
        Assert.Equal(["A-1", "A-2", "A-3"], _receiver.Steps.Skip(3));
        Assert.All(_given.Deliveries, delivery => Assert.Equal(WebhookDeliveryState.Delivered, delivery.State));
    }

    [Fact]
    public async Task It_is_tried_for_three_days_ever_more_seldom_and_then_given_up_so_that_the_next_may_go()
    {
        var webhook = await _given.Subscribe(_receiver.Url);
        _receiver.Answers = Receiver.With(503);
        await _given.Log(["A/declarationLodged", "A/declarationAccepted"]);
        var begun = _given.Clock.GetUtcNow();
        var waits = new List<TimeSpan>();
        while (_given.Deliveries[0].State == WebhookDeliveryState.Pending)
        {
            await _given.Courier.RunOnce(webhook, default);
            var next = _given.Deliveries[0];
            if (next.State == WebhookDeliveryState.Pending)
            {
                waits.Add(next.DueAt - _given.Clock.GetUtcNow());
                _given.Clock.Advance(waits[^1]);
            }
        }

        Assert.Equal([5, 10, 20, 40, 80, 160], waits.Take(6).Select(wait => wait.TotalSeconds));
        Assert.All(waits, wait => Assert.True(wait <= TimeSpan.FromHours(6)));
        Assert.Equal(begun.AddDays(3), _given.Clock.GetUtcNow());
        Assert.Equal(WebhookDeliveryState.Failed, _given.Deliveries[0].State);
        Assert.Equal(waits.Count + 1, _given.Deliveries[0].Attempts);
        Assert.Equal(503, _given.Deliveries[0].Status);
        Assert.Equal(begun, _given.Webhook(webhook).FailingSince);
        Assert.Null(_given.Webhook(webhook).DisabledAt);

        _receiver.Answers = Receiver.With(200);
        await _given.Drain();
        Assert.Equal("A-2", _receiver.Steps[^1]);
        Assert.Null(_given.Webhook(webhook).FailingSince);
    }

    [Theory]
    [InlineData(0, 0)]
    [InlineData(0.5, 1280)]
    [InlineData(1, 2560)]
    public void The_moment_of_the_next_attempt_is_chance_within_its_span(double chance, double seconds) =>
        Assert.Equal(_given.Clock.GetUtcNow().AddSeconds(seconds), RetrySchedule.Next(_given.Clock.GetUtcNow(), 10, _given.Clock.GetUtcNow(), chance));

    [Fact]
    public async Task After_five_days_of_failures_alone_it_is_ended_and_the_log_and_other_subscriptions_say_so()
    {
        await using var other = await Receiver.Start();
        var webhook = await _given.Subscribe(_receiver.Url);
        await _given.Subscribe(other.Url, "webhookDisabled");
        _receiver.Answers = Receiver.With(500);
        await _given.Log(["A/declarationLodged", "A/declarationAccepted"]);
        while (_given.Webhook(webhook).DisabledAt is null)
        {
            await _given.Drain();
            _given.Clock.Advance(TimeSpan.FromHours(6));
        }

        Assert.True(_given.Webhook(webhook).DisabledAt - _given.Webhook(webhook).FailingSince >= TimeSpan.FromDays(5));
        Assert.Equal(["cbm.declaration.webhookDisabled"], other.All.Select(one => one.Type));
        await using var context = _given.Readers.CreateDbContext();
        Assert.Equal(["declarationLodged", "declarationAccepted", "webhookDisabled"], context.Events.OrderBy(one => one.Sequence).Select(one => one.Name));

        // No further event is put on its way to it.
        await _given.Log(["A/reviewsOpened"]);
        Assert.DoesNotContain(_given.Deliveries, delivery => delivery.Webhook == webhook && delivery.Sequence > 2);
    }

    [Fact]
    public async Task One_failure_after_a_long_silence_ends_nothing()
    {
        // Its only message is given up after three days, and then nothing happens for weeks.
        var webhook = await _given.Subscribe(_receiver.Url);
        _receiver.Answers = Receiver.With(500);
        await _given.Log(["A/declarationLodged"]);
        while (_given.Deliveries.Any(delivery => delivery.State == WebhookDeliveryState.Pending))
        {
            await _given.Drain();
            _given.Clock.Advance(TimeSpan.FromHours(6));
        }

        _given.Clock.Advance(TimeSpan.FromDays(20));
        await _given.Log(["B/declarationLodged"]);
        await _given.Drain();
        Assert.Null(_given.Webhook(webhook).DisabledAt);

        _receiver.Answers = Receiver.With(200);
        _given.Clock.Advance(TimeSpan.FromDays(1));
        await _given.Drain();
        Assert.Equal(WebhookDeliveryState.Delivered, Assert.Single(_given.Deliveries, delivery => delivery.Mrn == "B").State);
    }

    [Fact]
    public async Task An_address_that_is_gone_ends_its_subscription_at_once()
    {
        var webhook = await _given.Subscribe(_receiver.Url);
        _receiver.Answers = Receiver.With(410);
        await _given.Log(["A/declarationLodged", "A/declarationAccepted"]);
        await _given.Drain();
        _given.Clock.Advance(TimeSpan.FromDays(1));
        await _given.Drain();
        Assert.Equal(["A-1"], _receiver.Steps);
        Assert.NotNull(_given.Webhook(webhook).DisabledAt);

        while (await _given.Sweep.RunOnce(default) > 0)
        {
        }

        Assert.All(_given.Deliveries, delivery => Assert.Equal(WebhookDeliveryState.Failed, delivery.State));
    }

    [Fact]
    public async Task A_crash_in_the_midst_of_an_attempt_sends_the_same_message_again_when_its_claim_has_lapsed()
    {
        var webhook = await _given.Subscribe(_receiver.Url);
        await _given.Log(["A/declarationLodged"]);
        using var crash = new CancellationTokenSource();
        _receiver.Answers = async (_, http) =>
        {
            await crash.CancelAsync();
            await Task.Delay(Timeout.Infinite, http.RequestAborted).ContinueWith(_ => { }, TaskScheduler.Default);
        };
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => _given.Courier.RunOnce(webhook, crash.Token));
        _given.End();
        _given.Begin();

        _receiver.Answers = Receiver.With(200);
        await _given.Drain();
        Assert.Single(_receiver.All);
        _given.Clock.Advance(TimeSpan.FromMinutes(2));
        await _given.Drain();
        Assert.Equal(["A-1", "A-1"], _receiver.Steps);
        Assert.Equal(_receiver.Ids[0], _receiver.Ids[1]);
        Assert.Equal(_receiver.All[0].Body, _receiver.All[1].Body);
        Assert.True(long.Parse(_receiver.All[1].Timestamp, null) > long.Parse(_receiver.All[0].Timestamp, null));
    }

    [Fact]
    public async Task A_redirect_is_not_followed_a_cookie_not_kept_and_an_answer_without_end_not_read()
    {
        var webhook = await _given.Subscribe(_receiver.Url);
        _receiver.Answers = (_, http) =>
        {
            http.Response.Headers.Location = "/elsewhere";
            http.Response.Headers.SetCookie = "a=b";
            http.Response.StatusCode = 307;
            return Task.CompletedTask;
        };
        await _given.Log(["A/declarationLodged"]);
        await _given.Drain();
        Assert.Equal(307, _given.Deliveries[0].Status);

        _receiver.Answers = async (_, http) =>
        {
            http.Response.StatusCode = 500;
            var line = new byte[1024];
            Array.Fill(line, (byte)'x');
            while (!http.RequestAborted.IsCancellationRequested)
            {
                await http.Response.Body.WriteAsync(line, http.RequestAborted);
            }
        };
        _given.Clock.Advance(TimeSpan.FromMinutes(1));
        await _given.Courier.RunOnce(webhook, default);
        Assert.Equal(["/hook", "/hook"], _receiver.All.Select(one => one.Path));
        Assert.All(_receiver.All, one => Assert.Equal("", one.Cookie));
        Assert.Equal(500, _given.Deliveries[0].Status);
        Assert.InRange(_given.Deliveries[0].Error.Length, 200, 230);
    }
}
