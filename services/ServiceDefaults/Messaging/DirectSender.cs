// SPDX-License-Identifier: Apache-2.0
using Cbm.ServiceDefaults.Storage;
using Dapr.AppCallback.Autogen.Grpc.v1;
using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using Grpc.Net.Client;
using Answer = Dapr.AppCallback.Autogen.Grpc.v1.TopicEventResponse.Types.TopicEventResponseStatus;

namespace Cbm.ServiceDefaults.Messaging;

/// <summary>The embedded default's sender: calls the subscriber's receiving method itself, in bulk.</summary>
public sealed class DirectSender(EventBusOptions options, string source) : IDisposable
{
    // Dapr.Client carries the receiving side of this method only: the sidecar is its usual caller.
    private static readonly Method<TopicEventBulkRequest, TopicEventBulkResponse> OnBulkTopicEvent = new(
        MethodType.Unary,
        "dapr.proto.runtime.v1.AppCallback",
        "OnBulkTopicEvent",
        Marshallers.Create(message => message.ToByteArray(), TopicEventBulkRequest.Parser.ParseFrom),
        Marshallers.Create(message => message.ToByteArray(), TopicEventBulkResponse.Parser.ParseFrom));

    private readonly Dictionary<string, GrpcChannel> _channels = options.Subscribers.ToDictionary(
        subscriber => subscriber.Key,
        subscriber => GrpcChannel.ForAddress(subscriber.Value, new GrpcChannelOptions
        {
            MaxSendMessageSize = null,
            HttpHandler = new SocketsHttpHandler { ConnectTimeout = TimeSpan.FromSeconds(2), EnableMultipleHttp2Connections = true },
        }));

    /// <summary>Sends the facts, in order; the verdict of each. Throws RpcException where the subscriber is away.</summary>
    public async Task<IReadOnlyList<Verdict>> Send(string subscriber, IReadOnlyList<OutboxMessage> facts, CancellationToken cancel)
    {
        var request = new TopicEventBulkRequest { PubsubName = EventBusOptions.PubSub, Type = "com.dapr.event.sent.bulk" };
        request.Entries.AddRange(facts.Select(Entry));
        var answer = await _channels[subscriber].CreateCallInvoker().AsyncUnaryCall(
            OnBulkTopicEvent,
            null,
            new CallOptions(new Metadata { { "dapr-api-token", options.ApiToken } }, DateTime.UtcNow.AddSeconds(60), cancel),
            request);
        var verdicts = answer.Statuses.ToDictionary(status => status.EntryId, status => status.Status);
        return [.. facts.Select(fact => verdicts.GetValueOrDefault(EntryId(fact), Answer.Retry) switch
        {
            Answer.Success => Verdict.Delivered,
            Answer.Drop => Verdict.Poisonous,
            _ => Verdict.Retry,
        })];
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var channel in _channels.Values)
        {
            channel.Dispose();
        }
    }

    // Its place in the outbox: unlike an event's id it cannot be there twice.
    private static string EntryId(OutboxMessage fact) => fact.Id.ToString(System.Globalization.CultureInfo.InvariantCulture);

    private TopicEventBulkRequestEntry Entry(OutboxMessage fact) => new()
    {
        EntryId = EntryId(fact),
        ContentType = "application/protobuf",
        CloudEvent = new TopicEventCERequest
        {
            Id = fact.EventId,
            Source = source,
            Type = fact.Type,
            SpecVersion = "1.0",
            DataContentType = "application/protobuf",
            Data = UnsafeByteOperations.UnsafeWrap(fact.Data),
            Extensions = new Struct { Fields = { ["correlationid"] = Value.ForString(fact.Correlation ?? "") } },
        },
        Metadata = { ["topic"] = fact.Topic },
    };
}
