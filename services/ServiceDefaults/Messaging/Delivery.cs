// SPDX-License-Identifier: Apache-2.0
using Cbm.ServiceDefaults.Storage;
using Dapr.AppCallback.Autogen.Grpc.v1;
using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;
using Answer = Dapr.AppCallback.Autogen.Grpc.v1.TopicEventResponse.Types.TopicEventResponseStatus;

namespace Cbm.ServiceDefaults.Messaging;

/// <summary>Facts as they travel: one delivery in bulk, in the form that Dapr's sidecar has, and what its answer says of each.</summary>
public static class Delivery
{
    /// <summary>The delivery of these facts, in order.</summary>
    /// <param name="facts">Rows of the outbox.</param>
    /// <param name="source">CloudEvents source: the service that announces them.</param>
    public static TopicEventBulkRequest Of(IReadOnlyList<OutboxMessage> facts, string source)
    {
        var request = new TopicEventBulkRequest { PubsubName = EventBusOptions.PubSub, Type = "com.dapr.event.sent.bulk" };
        request.Entries.AddRange(facts.Select(fact => Entry(fact, source)));
        return request;
    }

    /// <summary>What became of each; a fact that the answer does not name waits.</summary>
    public static IReadOnlyList<Verdict> Verdicts(IReadOnlyList<OutboxMessage> facts, TopicEventBulkResponse answer)
    {
        var verdicts = answer.Statuses.ToDictionary(status => status.EntryId, status => status.Status);
        return [.. facts.Select(fact => !verdicts.TryGetValue(EntryId(fact), out var status) ? Verdict.Wait : status switch
        {
            Answer.Success => Verdict.Delivered,
            Answer.Drop => Verdict.Poisonous,
            _ => Verdict.Retry,
        })];
    }

    // Its place in the outbox: unlike an event's id it cannot be there twice.
    private static string EntryId(OutboxMessage fact) => fact.Id.ToString(System.Globalization.CultureInfo.InvariantCulture);

    private static TopicEventBulkRequestEntry Entry(OutboxMessage fact, string source) => new()
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
