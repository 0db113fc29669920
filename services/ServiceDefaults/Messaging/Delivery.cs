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
    /// <param name="turn">Its number, and the last that the subscriber has answered.</param>
    /// <param name="steps">Their places in the traces that they came from; null: nobody looks.</param>
    public static TopicEventBulkRequest Of(IReadOnlyList<OutboxMessage> facts, string source, string life, Turn turn, SendSteps? steps = null)
    {
        var request = new TopicEventBulkRequest { PubsubName = EventBusOptions.PubSub, Type = "com.dapr.event.sent.bulk" };
        request.Entries.AddRange(facts.Select((fact, index) => Entry(fact, source, life, turn, steps?.TraceOf(index, fact) ?? fact.Trace ?? "")));
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

    /// <summary>The number of the delivery that brings it, and the last that the subscriber has answered (our extensions delivery and answered); 0: it does not say.</summary>
    public static Turn TurnOf(Struct? extensions) => new(Number(extensions, "delivery"), Number(extensions, "answered"));

    /// <summary>The life of the sender (our extension life); empty: it does not say.</summary>
    public static string LifeOf(Struct? extensions) => extensions?.Fields.GetValueOrDefault("life")?.StringValue ?? "";

    /// <summary>Code of the service that a CloudEvents source names (/declarations is DECLARATIONS).</summary>
    public static string PartnerOf(string source) => source.TrimStart('/').ToUpperInvariant();

    // Its place in the outbox: unlike an event's id it cannot be there twice.
    private static string EntryId(OutboxMessage fact) => fact.Id.ToString(CultureInfo.InvariantCulture);

    private static long Number(Struct? extensions, string name) =>
        long.TryParse(extensions?.Fields.GetValueOrDefault(name)?.StringValue, CultureInfo.InvariantCulture, out var number) ? number : 0;

    private static TopicEventBulkRequestEntry Entry(OutboxMessage fact, string source, string life, Turn turn, string trace) => new()
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
                    ["traceparent"] = Value.ForString(trace),
                    ["sequence"] = Value.ForString(EntryId(fact)),
                    ["life"] = Value.ForString(life),
                    ["delivery"] = Value.ForString(turn.Number.ToString(CultureInfo.InvariantCulture)),
                    ["answered"] = Value.ForString(turn.Answered.ToString(CultureInfo.InvariantCulture)),
                },
            },
        },
        Metadata = { ["topic"] = fact.Topic },
    };
}

/// <summary>A delivery's place among those of its sender to its subscriber.</summary>
/// <param name="Number">Higher than that of any before, in whichever life of the sender.</param>
/// <param name="Answered">The last that the subscriber has answered, and whose answer is kept; 0: none.</param>
public readonly record struct Turn(long Number, long Answered);
