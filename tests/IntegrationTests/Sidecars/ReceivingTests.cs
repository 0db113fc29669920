// SPDX-License-Identifier: Apache-2.0
using Cbm.Agencies.Storage;
using Cbm.Contracts;
using Cbm.IntegrationTests.Declarations;
using Cbm.IntegrationTests.Reconciling;
using Cbm.IntegrationTests.Telemetry;
using Cbm.ServiceDefaults.Messaging;
using Cbm.TestKit;
using Dapr.AppCallback.Autogen.Grpc.v1;
using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using Grpc.Net.Client;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace Cbm.IntegrationTests.Sidecars;

/// <summary>What the one receiving side says to a sidecar, whatever that brings.</summary>
public sealed class ReceivingTests : IAsyncLifetime
{
    // Nobody is there: what the services tell stays with them.
    private readonly RealWindow _window = new() { More = _ => ["--EventBus:Kind=Dapr", "--Data:Shared=true", $"--DAPR_GRPC_ENDPOINT=http://127.0.0.1:{Ports.Free()}"] };

    public Task InitializeAsync() => _window.InitializeAsync();

    public Task DisposeAsync() => _window.DisposeAsync();

    [Fact]
    public async Task A_fact_of_a_life_that_was_never_met_holds_up_no_other_that_the_sidecar_gathered_with_it()
    {
        using var measured = new Measured();
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
        Assert.Contains(1, measured.Of("cbm.facts.refused", "topic=agency-reported"));

        // A sidecar before Dapr 1.17 takes "there is no such method" for "nobody wants it".
        Assert.Equal(told, Assert.Single((await channel.BringAsBefore(bulk)).Statuses));
        Assert.Equal(StatusCode.Unauthenticated, (await Assert.ThrowsAsync<RpcException>(() => channel.BringAsBefore(bulk, token: ""))).StatusCode);
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

        // What a publisher says beside its fact names no topic.
        var bulk = new TopicEventBulkRequest { Topic = "agency-reported.HEALTH", PubsubName = EventBusOptions.PubSub };
        bulk.Entries.Add(new TopicEventBulkRequestEntry
        {
            EntryId = "1",
            Metadata = { ["topic"] = "agency-reported.CUSTOMS" },
            CloudEvent = new TopicEventCERequest { Id = "1", Source = forged.Source, Type = forged.Type, Data = forged.Data, Extensions = forged.Extensions },
        });
        Assert.Equal(StatusCode.PermissionDenied, (await Assert.ThrowsAsync<RpcException>(() => channel.Bring(bulk))).StatusCode);

        var list = await channel.Subscriptions(token: "");
        Assert.Equal(RealWindow.AgencyCodes.Select(code => ($"agency-reported.{code}", $"parked.agency-reported.{code}")).Order(), list.Subscriptions.Select(one => (one.Topic, one.DeadLetterTopic)).Order());
    }
}
