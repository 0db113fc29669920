// SPDX-License-Identifier: Apache-2.0
using System.Collections.Concurrent;
using System.Text.Json;
using Cbm.IntegrationTests.Declarations;
using Cbm.ServiceDefaults.Messaging;
using Dapr.AppCallback.Autogen.Grpc.v1;
using Dapr.Client.Autogen.Grpc.v1;
using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using Grpc.Net.Client;

namespace Cbm.IntegrationTests.Sidecars;

/// <summary>
/// What lies between the sidecars: keeps what is published and brings it to those who subscribe by the app's own list, each
/// fact again until it is taken, some twice, and not in order. Who publishes to a topic that its scopes do not have is refused, and
/// who subscribes to one hears nothing.
/// </summary>
internal sealed class StandInBroker : IDisposable
{
    private readonly ConcurrentDictionary<string, GrpcChannel> _apps = new();
    private readonly CancellationTokenSource _end = new();
    private readonly Scopes _scopes = new();
    private int _count;

    /// <summary>Topics of the facts that were published, and of those that a subscriber would not have.</summary>
    public ConcurrentQueue<string> Published { get; } = new();

    /// <summary>Whether sidecars can reach it.</summary>
    public bool IsAway { get; set; }

    /// <summary>An app is there, at this address.</summary>
    public void Know(string app, string address) => _apps[app] = GrpcChannel.ForAddress(address);

    /// <summary>Its sidecar is away.</summary>
    public void Forget(string app)
    {
        _apps.TryRemove(app, out var channel);
        channel?.Dispose();
    }

    /// <summary>Takes what an app publishes; as Dapr does, the trace of the request is written over the one that the fact names.</summary>
    public void Take(string app, PublishEventRequest request, string trace)
    {
        if (IsAway)
        {
            throw new RpcException(new Status(StatusCode.Unavailable, "the broker is away"));
        }

        if (!_scopes.MayTell(app, request.Topic) || request.PubsubName != EventBusOptions.PubSub)
        {
            throw new RpcException(new Status(StatusCode.PermissionDenied, $"{app} may not publish to {request.Topic}"));
        }

        Published.Enqueue(request.Topic);
        var number = Interlocked.Increment(ref _count);
        _ = Bring(request, trace, number);
        if (number % 5 == 0)
        {
            _ = Bring(request, trace, number + 1);
        }
    }

    public void Dispose()
    {
        _end.Cancel();
        foreach (var channel in _apps.Values)
        {
            channel.Dispose();
        }
    }

    private async Task Bring(PublishEventRequest published, string trace, int number)
    {
        try
        {
            // One after the other is in no order: the later may come first.
            await Task.Delay(number % 3 * 15, _end.Token);
            while (!await TryBring(published, trace, number))
            {
                await Task.Delay(50, _end.Token);
            }
        }
        catch (OperationCanceledException)
        {
            // The test is over.
        }
    }

    private async Task<bool> TryBring(PublishEventRequest published, string trace, int number)
    {
        foreach (var (app, channel) in _apps.Where(one => _scopes.MayHear(one.Key, published.Topic)))
        {
            try
            {
                if ((await channel.Subscriptions(RunningWindow.ApiToken, _end.Token)).Subscriptions.FirstOrDefault(one => one.Topic == published.Topic) is not { } subscription)
                {
                    continue;
                }

                var fact = Event(published, trace);
                var status = number % 2 == 0
                    ? (await channel.Bring(fact, cancel: _end.Token)).Status
                    : (await channel.Bring(Bulk(fact), cancel: _end.Token)).Statuses.SingleOrDefault()?.Status ?? TopicEventResponse.Types.TopicEventResponseStatus.Retry;
                if (status == TopicEventResponse.Types.TopicEventResponseStatus.Drop && _scopes.MayTell(app, subscription.DeadLetterTopic))
                {
                    Published.Enqueue(subscription.DeadLetterTopic);
                }

                return status != TopicEventResponse.Types.TopicEventResponseStatus.Retry;
            }
            catch (Exception away) when (away is RpcException or ObjectDisposedException && !_end.IsCancellationRequested)
            {
                // The app or its sidecar is away, or it will not have it yet.
            }
        }

        return false;
    }

    private static TopicEventRequest Event(PublishEventRequest published, string trace)
    {
        var cloud = JsonDocument.Parse(published.Data.ToByteArray()).RootElement;
        var request = new TopicEventRequest
        {
            Id = cloud.GetProperty("id").GetString(),
            Source = cloud.GetProperty("source").GetString(),
            Type = cloud.GetProperty("type").GetString(),
            SpecVersion = "1.0",
            DataContentType = cloud.GetProperty("datacontenttype").GetString(),
            Data = ByteString.CopyFrom(cloud.GetProperty("data_base64").GetBytesFromBase64()),
            Topic = published.Topic,
            PubsubName = published.PubsubName,
            Extensions = new Struct(),
        };
        foreach (var extension in (string[])["correlationid", "sequence", "life", "delivery"])
        {
            request.Extensions.Fields[extension] = Value.ForString(cloud.GetProperty(extension).GetString());
        }

        request.Extensions.Fields["traceparent"] = Value.ForString(trace);
        return request;
    }

    private static TopicEventBulkRequest Bulk(TopicEventRequest one) => new()
    {
        Id = Guid.NewGuid().ToString(),
        Topic = one.Topic,
        PubsubName = one.PubsubName,
        Type = "com.dapr.event.sent.bulk",
        Entries =
        {
            new TopicEventBulkRequestEntry
            {
                EntryId = Guid.NewGuid().ToString(),
                CloudEvent = new TopicEventCERequest
                {
                    Id = one.Id, Source = one.Source, Type = one.Type, SpecVersion = one.SpecVersion, DataContentType = one.DataContentType, Data = one.Data, Extensions = one.Extensions,
                },
            },
        },
    };
}
