// SPDX-License-Identifier: Apache-2.0
using Cbm.Agencies.Storage;
using Cbm.Contracts;
using Cbm.IntegrationTests.Declarations;
using Cbm.IntegrationTests.Reconciling;
using Cbm.ServiceDefaults.Messaging;
using Dapr.AppCallback.Autogen.Grpc.v1;
using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using Grpc.Net.Client;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace Cbm.IntegrationTests.Sidecars;

/// <summary>The real Dapr.Client and the one receiving side against a sidecar's own protocol: what is published comes late, twice, not in order, and after the broker was away.</summary>
public sealed class DaprTests : IAsyncLifetime
{
    private readonly FakeBroker _broker = new();
    private readonly Dictionary<string, FakeSidecar> _sidecars = [];
    private readonly RealWindow _window;

    public DaprTests() => _window = new RealWindow { More = name => ["--EventBus:Kind=Dapr", "--Data:Shared=true", $"--DAPR_GRPC_ENDPOINT={_sidecars[name].Address}"] };

    public async Task InitializeAsync()
    {
        foreach (var name in (string[])[RealWindow.Window, .. RealWindow.AgencyCodes])
        {
            _sidecars[name] = await FakeSidecar.Start(name, _broker);
        }

        await _window.InitializeAsync();
        foreach (var (name, address) in _window.Addresses)
        {
            _broker.Know(name, address);
        }
    }

    public async Task DisposeAsync()
    {
        _broker.Dispose();
        await _window.DisposeAsync();
        foreach (var sidecar in _sidecars.Values)
        {
            await sidecar.DisposeAsync();
        }
    }

    [Fact]
    public async Task Facts_go_by_the_sidecars_both_ways_and_each_step_is_there_once()
    {
        var mrns = new List<string>();
        for (var number = 0; number < 6; number++)
        {
            mrns.Add((await _window.Trader.Lodge(Given.Orchids())).Mrn);
        }

        foreach (var mrn in mrns)
        {
            await RunningWindow.Until(async () => (await _window.Trader.Log(mrn)).Contains("reviewPending@PLANT_HEALTH"));
            var log = await _window.Trader.Log(mrn);
            Assert.Equal(log.Distinct(), log);
        }

        Assert.Contains((RealWindow.Window, "slice-lodged.PLANT_HEALTH"), _broker.Published);
        Assert.Contains(("AGRICULTURE", "agency-reported.AGRICULTURE"), _broker.Published);
        Assert.Empty(_broker.Parked);
    }

    [Fact]
    public async Task While_the_broker_is_away_nothing_is_lost()
    {
        _broker.IsAway = true;
        var mrn = (await _window.Trader.Lodge(Given.Orchids())).Mrn;
        Assert.DoesNotContain("reviewPending@PLANT_HEALTH", await _window.Trader.Log(mrn));
        _broker.IsAway = false;
        await RunningWindow.Until(async () => (await _window.Trader.Log(mrn)).Contains("reviewPending@PLANT_HEALTH"));
    }

    [Fact]
    public async Task A_fact_of_a_life_that_was_never_met_holds_up_no_other_that_the_sidecar_gathered_with_it()
    {
        using var channel = GrpcChannel.ForAddress(_window.Addresses[RealWindow.Window]);
        var met = await _window.Inside("CUSTOMS").GetRequiredService<Partners<AgencyContext>>().Life(CancellationToken.None);
        var bulk = new TopicEventBulkRequest { Topic = "agency-reported.CUSTOMS", PubsubName = EventBusOptions.PubSub };
        bulk.Entries.AddRange(new[] { "another", met }.Select(life => new TopicEventBulkRequestEntry
        {
            EntryId = life,
            CloudEvent = new TopicEventCERequest
            {
                Id = life,
                Source = "CUSTOMS",
                Type = AgencyReported.Descriptor.FullName,
                Data = ByteString.CopyFromUtf8("no report"),
                Extensions = new Struct { Fields = { ["life"] = Value.ForString(life) } },
            },
        }));
        await RunningWindow.Until(async () => (await channel.Bring(bulk)).Statuses.Count > 0);

        var told = Assert.Single((await channel.Bring(bulk)).Statuses);
        Assert.Equal((met, TopicEventResponse.Types.TopicEventResponseStatus.Drop), (told.EntryId, told.Status));
    }

    [Fact]
    public async Task By_the_topic_of_one_agency_nobody_speaks_for_another_and_each_topic_has_one_for_what_is_parked()
    {
        var mrn = (await _window.Trader.Lodge(Given.Orchids())).Mrn;
        using var channel = GrpcChannel.ForAddress(_window.Addresses[RealWindow.Window]);
        var forged = new TopicEventRequest
        {
            Id = "1",
            Source = "/CUSTOMS",
            Type = AgencyReported.Descriptor.FullName,
            Topic = "agency-reported.HEALTH",
            Data = Given.Approval(mrn, "CUSTOMS").ToByteString(),
            Extensions = new Struct(),
        };
        var refused = await Assert.ThrowsAsync<RpcException>(() => channel.Bring(forged));
        Assert.Equal(StatusCode.PermissionDenied, refused.StatusCode);
        Assert.Equal(StatusCode.Unauthenticated, (await Assert.ThrowsAsync<RpcException>(() => channel.Bring(forged, token: ""))).StatusCode);

        var list = await channel.Subscriptions();
        Assert.Equal(RealWindow.AgencyCodes.Select(code => ($"agency-reported.{code}", $"parked.agency-reported.{code}")).Order(), list.Subscriptions.Select(one => (one.Topic, one.DeadLetterTopic)).Order());
    }
}
