// SPDX-License-Identifier: Apache-2.0
using Cbm.Contracts;
using Cbm.Declarations.Webhooks;
using Xunit;

namespace Cbm.IntegrationTests.Webhooks;

/// <summary>An event and its deliveries are on disk together or not at all, one for each subscription that asks for it.</summary>
public sealed class FanOutTests : IAsyncLifetime
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
    public async Task One_delivery_for_each_event_and_subscription_and_none_for_other_parties_or_events_not_asked_for()
    {
        var all = await _given.Subscribe(_receiver.Url);
        var few = await _given.Subscribe(_receiver.Url, "released refused");
        await _given.Subscribe(_receiver.Url, "*", "FI7654321-0");
        await _given.Log(["A/declarationLodged", "A/released"]);
        await _given.Log(["C/declarationLodged"], party: "FI0000000-0");

        Assert.Equal(
            [(all, "A-1"), (all, "A-2"), (few, "A-2")],
            _given.Deliveries.Select(one => (one.Webhook, $"{one.Mrn}-{one.Sequence}")).OrderBy(one => one.Item2).ThenBy(one => one.Webhook == few));
        Assert.Equal(1, _given.Deliveries.Count(one => one.Webhook == all && one.State == WebhookDeliveryState.Pending));
    }

    [Fact]
    public async Task A_unit_of_work_that_fails_leaves_neither_event_nor_delivery()
    {
        await _given.Subscribe(_receiver.Url);
        await Assert.ThrowsAsync<InvalidOperationException>(() => _given.Log(["A/declarationLodged"], failure: new InvalidOperationException("no")));
        await using var context = _given.Readers.CreateDbContext();
        Assert.Empty(context.Events);
        Assert.Empty(_given.Deliveries);
    }

    [Fact]
    public async Task A_crash_between_event_and_delivery_loses_nothing()
    {
        await _given.Subscribe(_receiver.Url);
        await _given.Log(["A/declarationLodged", "A/declarationAccepted"]);
        _given.End();

        // Who subscribes is read from the store again, and events go on.
        _given.Begin();
        await _given.Log(["A/reviewsOpened"]);
        await _given.Drain();
        Assert.Equal(["A-1", "A-2", "A-3"], _receiver.Steps);
    }

    [Fact]
    public async Task Where_an_older_copy_of_the_store_is_put_back_another_event_in_the_same_place_is_another_message()
    {
        using var copy = new GivenCourier();
        await _given.Subscribe(_receiver.Url);
        await copy.Subscribe(_receiver.Url);
        await _given.Log(["A/declarationLodged"]);
        await copy.Log(["A/declarationLodged"]);
        Assert.NotEqual(_given.Deliveries[0].MessageId, copy.Deliveries[0].MessageId);
    }

    [Fact]
    public async Task Before_it_is_known_who_subscribes_nobody_is_taken_for_one_who_does_not()
    {
        await _given.Subscribe(_receiver.Url);
        _given.End();
        _given.Begin(isLoaded: false);
        await _given.Log(["A/declarationLodged"]);
        Assert.Single(_given.Deliveries);
    }

    [Fact]
    public async Task Old_deliveries_and_those_of_a_subscription_that_was_deleted_are_cleaned_away()
    {
        var webhook = await _given.Subscribe(_receiver.Url);
        await _given.Log(["A/declarationLodged"]);
        await _given.Drain();
        _given.Clock.Advance(DeliverySweep.Kept);
        await _given.Log(["A/declarationAccepted"]);
        await _given.Drain();
        _given.Clock.Advance(TimeSpan.FromSeconds(1));
        await Sweep();
        Assert.Equal(["A-2"], _given.Deliveries.Select(one => $"{one.Mrn}-{one.Sequence}"));

        await _given.Writer.Commit(async context =>
        {
            var record = await context.Webhooks.FindAsync(webhook);
            (record!.DeletedAt, record.DisabledAt) = (_given.Clock.GetUtcNow(), _given.Clock.GetUtcNow());
        });
        await Sweep();
        Assert.Empty(_given.Deliveries);
        await using var context = _given.Readers.CreateDbContext();
        Assert.Empty(context.Webhooks);
    }

    private async Task Sweep()
    {
        while (await _given.Sweep.RunOnce(default) > 0)
        {
        }
    }
}
