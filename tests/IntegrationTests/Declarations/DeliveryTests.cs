// SPDX-License-Identifier: Apache-2.0
using System.Net;
using Cbm.Contracts;
using Grpc.Core;
using Microsoft.EntityFrameworkCore;
using Xunit;
using Answer = Dapr.AppCallback.Autogen.Grpc.v1.TopicEventResponse.Types.TopicEventResponseStatus;

namespace Cbm.IntegrationTests.Declarations;

/// <summary>Agencies that were never heard from, are away, stumble or cannot take a fact; a window that is stopped half-way.</summary>
public sealed class DeliveryTests
{
    [Fact]
    public async Task While_an_agency_was_never_heard_from_nothing_is_accepted_or_stored()
    {
        var window = await RunningWindow.Start("HEALTH");
        var declaration = Given.ShowCase();
        var refused = await window.Trader.Lodge(declaration);

        Assert.Equal(HttpStatusCode.ServiceUnavailable, refused.Status);
        Assert.NotNull(refused.Headers.RetryAfter);
        Assert.Contains("HEALTH", refused.Text, StringComparison.Ordinal);
        await using (var database = window.Database())
        {
            Assert.Empty(database.Declarations);
            Assert.Empty(database.Outbox);
        }

        window["HEALTH"].IsAway = false;
        await RunningWindow.Until(async () => (await window.Trader.Lodge(declaration)).Status == HttpStatusCode.Created);
        await window.DisposeAsync();
    }

    [Fact]
    public async Task The_last_known_mandates_outlive_a_restart_with_every_agency_away()
    {
        var window = await RunningWindow.Start();
        await window.Stop();
        foreach (var agency in window.Agencies)
        {
            agency.IsAway = true;
        }

        await window.StartAgain();
        Assert.Equal(HttpStatusCode.Created, (await window.Trader.Lodge(Given.ShowCase())).Status);
        await window.DisposeAsync();
    }

    [Fact]
    public async Task A_mandate_that_cannot_be_used_harms_neither_the_window_nor_the_one_before()
    {
        var window = await RunningWindow.Start();
        var good = window["HEALTH"].Mandate;
        window["HEALTH"].Mandate = good.Clone();
        window["HEALTH"].Mandate.Version = "broken";
        window["HEALTH"].Mandate.Requirements[0].Condition = "weight >";
        window["STANDARDS"].Mandate = window["STANDARDS"].Mandate.Clone();
        window["STANDARDS"].Mandate.Version = "twice";
        window["STANDARDS"].Mandate.Requirements.Add(window["CUSTOMS"].Mandate.Requirements[0]);
        await window.Stop();
        await window.StartAgain();

        Assert.Equal(HttpStatusCode.Created, (await window.Trader.Lodge(Given.ShowCase())).Status);
        var shown = (await window.Trader.Get("/api/v1/agencies")).Json["agencies"]!.AsArray();
        Assert.Equal(good.Version, (string?)shown.Single(agency => (string?)agency!["code"] == "HEALTH")!["mandateVersion"]);
        await window.DisposeAsync();
    }

    [Fact]
    public async Task What_was_committed_before_a_stop_is_delivered_after_the_start()
    {
        var window = await RunningWindow.Start();
        foreach (var agency in window.Agencies)
        {
            agency.IsAway = true;
        }

        var lodged = await window.Trader.Lodge(Given.ShowCase());
        await window.Stop();
        foreach (var agency in window.Agencies)
        {
            agency.IsAway = false;
        }

        // A call that the stop cut short may still have reached its agency: delivery is at least once, and the intake knows it.
        await window.StartAgain();
        await RunningWindow.Until(() => window.Agencies.SelectMany(agency => agency.Taken(lodged.Mrn)).DistinctBy(fact => fact.Id).Count() == 5);
        Assert.All(window.Agencies.SelectMany(agency => agency.Taken(lodged.Mrn)), fact => Assert.IsType<SliceLodged>(fact.Fact));
        Assert.Equal("UNDER_REVIEW", (await window.Trader.View(lodged.Mrn)).State);
        await RunningWindow.Until(() => OutboxIsEmpty(window));
        await window.DisposeAsync();
    }

    [Fact]
    public async Task An_agency_that_comes_back_gets_everything_once_and_in_order_and_held_up_nobody()
    {
        var window = await RunningWindow.Start();
        window["AGRICULTURE"].IsAway = true;
        var mrns = new List<string>();
        for (var number = 0; number < 20; number++)
        {
            var mrn = (await window.Trader.Lodge(Given.ShowCase())).Mrn;
            mrns.Add(mrn);
            await window.Trader.Post($"/api/v1/declarations/{mrn}/arrival", Given.Arrival());
        }

        await RunningWindow.Until(() => mrns.All(mrn => window["CUSTOMS"].Changes(mrn).Count == 1));
        Assert.All(mrns, mrn => Assert.Empty(window["AGRICULTURE"].Taken(mrn)));

        window["AGRICULTURE"].IsAway = false;
        await RunningWindow.Until(() => mrns.All(mrn => window["AGRICULTURE"].Taken(mrn).Count == 4));
        await RunningWindow.Until(() => OutboxIsEmpty(window));
        foreach (var mrn in mrns)
        {
            Assert.Equal(4, window["AGRICULTURE"].Taken(mrn).Count);
            foreach (var unit in (string[])["PLANT_HEALTH", "VETERINARY"])
            {
                var facts = window["AGRICULTURE"].Taken(mrn).Where(fact => fact.Unit == unit).Select(fact => fact.Fact).ToList();
                Assert.IsType<SliceLodged>(facts[0]);
                Assert.Equal(ChangeKind.Arrived, Assert.IsType<DeclarationChanged>(facts[1]).Kind);
            }
        }

        await window.DisposeAsync();
    }

    [Fact]
    public async Task A_fact_carries_the_trace_and_the_correlation_id_of_the_request_that_caused_it()
    {
        var window = await RunningWindow.Start();
        const string Trace = "4bf92f3577b34da6a3ce929d0e0e4736";
        var metadata = new Metadata { { "authorization", $"Bearer {window.Issuer.Trader()}" }, { "traceparent", $"00-{Trace}-00f067aa0ba902b7-01" }, { "x-correlation-id", "order-77" } };
        var mrn = (await new DeclarationService.DeclarationServiceClient(window.Grpc)
            .LodgeDeclarationAsync(new LodgeRequest { Declaration = Given.Tree(Given.ShowCase()) }, metadata)).Mrn;
        await RunningWindow.Until(() => window["CUSTOMS"].Taken(mrn).Count > 0);
        var fact = window["CUSTOMS"].Taken(mrn)[0];
        Assert.Equal(Trace, fact.Trace.Split('-')[1]);
        Assert.Equal("order-77", fact.Correlation);
        await window.DisposeAsync();
    }

    [Fact]
    public async Task An_agency_that_stumbles_gets_the_facts_of_one_declaration_in_order()
    {
        var window = await RunningWindow.Start();
        var stumbles = 3;
        window["STANDARDS"].Answers = fact => fact.Fact is SliceLodged && Interlocked.Decrement(ref stumbles) >= 0 ? Answer.Retry : Answer.Success;
        var mrn = (await window.Trader.Lodge(Given.ShowCase())).Mrn;
        await window.Trader.Post($"/api/v1/declarations/{mrn}/arrival", Given.Arrival());
        await RunningWindow.Until(() => window["STANDARDS"].Taken(mrn).Count == 2);

        Assert.IsType<SliceLodged>(window["STANDARDS"].Taken(mrn)[0].Fact);
        await window.DisposeAsync();
    }

    [Fact]
    public async Task A_fact_that_an_agency_cannot_take_is_parked_and_shown_and_holds_nothing_up()
    {
        var window = await RunningWindow.Start();
        var poisonous = "";
        window["HEALTH"].Answers = fact => fact.Fact is SliceLodged lodged && lodged.Slice.Declaration.GoodsShipment.GovernmentAgencyGoodsItem
            .Any(item => item.Commodity.Description == "poison") ? Answer.Drop : Answer.Success;
        var declaration = Given.ShowCase();
        Given.Items(declaration)[2]!["commodity"]!["description"] = "poison";
        poisonous = (await window.Trader.Lodge(declaration)).Mrn;
        var good = (await window.Trader.Lodge(Given.ShowCase())).Mrn;

        await RunningWindow.Until(() => window["HEALTH"].Slices(good).Count == 1);
        await RunningWindow.Until(async () => (await window.Trader.Log(poisonous)).Contains("deliveryParked@PUBLIC_HEALTH"));
        Assert.Single(window["HEALTH"].Heard, fact => fact.Mrn == poisonous);
        Assert.DoesNotContain("deliveryParked@PUBLIC_HEALTH", await window.Trader.Log(good));

        // The other agencies' facts are taken off as their answers come.
        await RunningWindow.Until(async () =>
        {
            await using var database = window.Database();
            return await database.Outbox.CountAsync() == 1;
        });
        await using var outbox = window.Database();
        Assert.True(Assert.Single(outbox.Outbox.ToList()).Parked);
        await window.DisposeAsync();
    }

    private static async Task<bool> OutboxIsEmpty(RunningWindow window)
    {
        await using var database = window.Database();
        return !database.Outbox.Any();
    }
}
