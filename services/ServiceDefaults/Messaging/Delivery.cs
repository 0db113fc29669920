// SPDX-License-Identifier: Apache-2.0
using System.Globalization;
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
    /// <param name="life">Its life.</param>
    /// <param name="confirmed">The last fact that the subscriber has confirmed to it.</param>
    public static TopicEventBulkRequest Of(IReadOnlyList<OutboxMessage> facts, string source, string life, long confirmed)
    {
        var request = new TopicEventBulkRequest { PubsubName = EventBusOptions.PubSub, Type = "com.dapr.event.sent.bulk" };
        request.Entries.AddRange(facts.Select(fact => Entry(fact, source, life, confirmed)));
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

    /// <summary>Place of a fact in its sender's outbox (the CloudEvents extension sequence); 0: it does not say.</summary>
    public static long PlaceOf(Struct? extensions) => Number(extensions, "sequence");

    /// <summary>The last fact that the subscriber has confirmed to the sender (our extension confirmed); 0: none.</summary>
    public static long ConfirmedOf(Struct? extensions) => Number(extensions, "confirmed");

    /// <summary>The life of the sender (our extension life); empty: it does not say.</summary>
    public static string LifeOf(Struct? extensions) => extensions?.Fields.GetValueOrDefault("life")?.StringValue ?? "";

    /// <summary>Code of the service that a CloudEvents source names (/declarations is DECLARATIONS).</summary>
    public static string PartnerOf(string source) => source.TrimStart('/').ToUpperInvariant();

    // Its place in the outbox: unlike an event's id it cannot be there twice.
    private static string EntryId(OutboxMessage fact) => fact.Id.ToString(CultureInfo.InvariantCulture);

    private static long Number(Struct? extensions, string name) =>
        long.TryParse(extensions?.Fields.GetValueOrDefault(name)?.StringValue, CultureInfo.InvariantCulture, out var number) ? number : 0;

    private static TopicEventBulkRequestEntry Entry(OutboxMessage fact, string source, string life, long confirmed) => new()
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
            Extensions = new Struct
            {
                Fields =
                {
                    ["correlationid"] = Value.ForString(fact.Correlation ?? ""),
                    ["sequence"] = Value.ForString(EntryId(fact)),
                    ["life"] = Value.ForString(life),
                    ["confirmed"] = Value.ForString(confirmed.ToString(CultureInfo.InvariantCulture)),
                },
            },
        },
        Metadata = { ["topic"] = fact.Topic },
    };
}
