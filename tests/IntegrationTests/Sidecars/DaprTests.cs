// SPDX-License-Identifier: Apache-2.0
using System.Diagnostics;
using Cbm.IntegrationTests.Declarations;
using Cbm.IntegrationTests.Reconciling;
using Cbm.IntegrationTests.Telemetry;
using Grpc.Core;
using Xunit;

namespace Cbm.IntegrationTests.Sidecars;

/// <summary>What the services rely on, of the real Dapr.Client and a sidecar, which is a stand-in or Dapr's own: what is published comes late, twice, not in order, and after one or the other was away.</summary>
public sealed class DaprTests
{
    private const string Agency = "AGRICULTURE";
    private const string Pending = "reviewPending@PLANT_HEALTH";

    [Theory]
    [StandIn, Daprd]
    public async Task Facts_go_by_the_sidecars_both_ways_in_bulk_and_each_step_is_there_once(string sidecars)
    {
        await using var bus = await Bus.Start(sidecars);
        var mrns = new List<string>();
        for (var number = 0; number < 6; number++)
        {
            mrns.Add((await bus.Window.Trader.Lodge(Given.Orchids())).Mrn);
        }

        foreach (var mrn in mrns)
        {
            await Until(async () => (await bus.Window.Trader.Log(mrn)).Contains(Pending));
            var log = await bus.Window.Trader.Log(mrn);
            Assert.Equal(log.Distinct(), log);
        }

        Assert.Contains(bus.Before(Agency).Facts, fact => fact is { Topic: "slice-lodged.PLANT_HEALTH", IsInBulk: true });
        Assert.Contains(bus.Before(RealWindow.Window).Facts, fact => fact is { Topic: $"agency-reported.{Agency}", IsInBulk: true });
        Assert.Equal(0, await bus.Sidecars.Count("parked.slice-lodged.PLANT_HEALTH"));
        Assert.Equal(0, await bus.Sidecars.Count($"parked.agency-reported.{Agency}"));
    }

    [Theory]
    [StandIn, Daprd]
    public async Task What_an_app_asks_for_again_is_brought_again(string sidecars)
    {
        await using var bus = await Bus.Start(sidecars);
        bus.Before(Agency).AsksAgain = 2;
        var mrn = (await bus.Window.Trader.Lodge(Given.Orchids())).Mrn;
        await Until(async () => (await bus.Window.Trader.Log(mrn)).Contains(Pending));

        Assert.Contains(bus.Before(Agency).Facts.GroupBy(fact => fact.Id), one => one.Count() > 2);
        Assert.Equal(0, await bus.Sidecars.Count("parked.slice-lodged.PLANT_HEALTH"));
    }

    [Theory]
    [StandIn, Daprd]
    public async Task What_an_app_will_never_take_is_parked_and_holds_up_nothing(string sidecars)
    {
        await using var bus = await Bus.Start(sidecars);
        await bus.TellUnreadable(RealWindow.Window, "PLANT_HEALTH", "unreadable");
        await Until(async () => await bus.Sidecars.Count("parked.slice-lodged.PLANT_HEALTH") == 1);

        var mrn = (await bus.Window.Trader.Lodge(Given.Orchids())).Mrn;
        await Until(async () => (await bus.Window.Trader.Log(mrn)).Contains(Pending));
        Assert.Equal(1, await bus.Sidecars.Count("parked.slice-lodged.PLANT_HEALTH"));
    }

    [Theory]
    [StandIn, Daprd]
    public async Task Nobody_tells_by_the_topic_of_another_or_hears_it(string sidecars)
    {
        await using var bus = await Bus.Start(sidecars, starting => starting.Before("CUSTOMS").AlsoAsksFor = "slice-lodged.PLANT_HEALTH");
        foreach (var unit in (string[])["PLANT_HEALTH", "CUSTOMS"])
        {
            var refused = await Assert.ThrowsAsync<RpcException>(() => bus.TellUnreadable("CUSTOMS", unit, "forged"));
            Assert.Equal(StatusCode.PermissionDenied, refused.StatusCode);
        }

        await bus.TellUnreadable(RealWindow.Window, "PLANT_HEALTH", "the window's");
        await bus.TellUnreadable(RealWindow.Window, "CUSTOMS", "the window's");
        await Until(async () => await bus.Sidecars.Count("parked.slice-lodged.PLANT_HEALTH") + await bus.Sidecars.Count("parked.slice-lodged.CUSTOMS") == 2);

        Assert.Contains(bus.Before(Agency).Facts, fact => fact.Id == "the window's");
        Assert.DoesNotContain(bus.Before(Agency).Facts, fact => fact.Id == "forged");
        Assert.Equal(["slice-lodged.CUSTOMS"], bus.Before("CUSTOMS").Facts.Select(fact => fact.Topic).Distinct());
    }

    [Theory]
    [StandIn, Daprd]
    public async Task While_the_broker_is_away_nothing_is_lost(string sidecars)
    {
        await using var bus = await Bus.Start(sidecars);
        await bus.Sidecars.Cut(isAway: true);
        var mrn = (await bus.Window.Trader.Lodge(Given.Orchids())).Mrn;
        Assert.DoesNotContain(Pending, await bus.Window.Trader.Log(mrn));
        await bus.Sidecars.Cut(isAway: false);
        await Until(async () => (await bus.Window.Trader.Log(mrn)).Contains(Pending));
    }

    [Theory]
    [StandIn, Daprd]
    public async Task While_a_sidecar_is_away_nothing_is_lost(string sidecars)
    {
        await using var bus = await Bus.Start(sidecars);
        foreach (var app in (string[])[RealWindow.Window, Agency])
        {
            await bus.Sidecars.Kill(app);
            var mrn = (await bus.Window.Trader.Lodge(Given.Orchids())).Mrn;
            Assert.DoesNotContain(Pending, await bus.Window.Trader.Log(mrn));
            await bus.StartSidecar(app);
            await Until(async () => (await bus.Window.Trader.Log(mrn)).Contains(Pending));
        }
    }

    [Theory]
    [StandIn]
    public async Task The_trace_of_a_declaration_goes_on_where_a_sidecar_writes_its_own_over_it(string sidecars)
    {
        await using var bus = await Bus.Start(sidecars);
        using var kept = new KeptSpans();
        var mrn = (await bus.Window.Trader.Lodge(Given.Orchids())).Mrn;
        await Until(async () => (await bus.Window.Trader.Log(mrn)).Contains(Pending));
        var sent = kept.All.First(span => span.DisplayName == "send slice-lodged.PLANT_HEALTH" && mrn.Equals(span.GetTagItem("cbm.mrn")));
        IReadOnlyList<Activity> Trace() => kept.Of(sent.TraceId.ToHexString());
        await RunningWindow.Until(() => Trace().Any(span => span.DisplayName == "process agency-reported"));

        // Step by step up to the sending, none of which is missing.
        var step = Trace().First(span => span.DisplayName == "process slice-lodged.PLANT_HEALTH");
        while (step.SpanId != sent.SpanId)
        {
            step = Assert.Single(Trace(), span => span.SpanId == step.ParentSpanId);
        }
    }

    // Whoever asks a broker that is slow to answer asks again after a minute at the latest.
    private static Task Until(Func<Task<bool>> isSo) => RunningWindow.Until(90, isSo);
}
