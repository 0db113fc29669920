// SPDX-License-Identifier: Apache-2.0
using Dapr;
using Dapr.AppCallback.Autogen.Grpc.v1;
using Dapr.Client;
using Google.Protobuf.WellKnownTypes;
using Microsoft.Extensions.Logging;
using Answer = Dapr.AppCallback.Autogen.Grpc.v1.TopicEventResponse.Types.TopicEventResponseStatus;

namespace Cbm.ServiceDefaults.Messaging;

/// <summary>
/// Where a service puts what Dapr's sidecar brought and it can never take in: the topic's own place for what is parked, where nobody
/// listens and an operator looks. It does so itself, since a sidecar that knows such a place puts there what cannot be taken in just now, too.
/// </summary>
/// <param name="dapr">The sidecar.</param>
/// <param name="logger">Told of each.</param>
public sealed class Parking(DaprClient dapr, ILogger<Parking> logger)
{
    // What the sidecar itself adds to a CloudEvent that it is handed, each time anew.
    private static readonly string[] OfTheSidecar = ["topic", "pubsubname", "traceid", "tracestate"];

    /// <summary>Parks it, as it came. Null: it could not be, and is to be brought again.</summary>
    /// <param name="topicInDapr">Topic that it came by.</param>
    /// <param name="fact">The fact.</param>
    /// <param name="cancel">Gives up.</param>
    public async Task<Answer?> Put(string topicInDapr, TopicEventCERequest fact, CancellationToken cancel)
    {
        var parked = EventBusOptions.ParkedTopic(topicInDapr);
        try
        {
            var extensions = (fact.Extensions?.Fields ?? []).Where(field => field.Value.KindCase == Value.KindOneofCase.StringValue && !OfTheSidecar.Contains(field.Key))
                .Select(field => KeyValuePair.Create(field.Key, field.Value.StringValue));
            await dapr.PublishByteEventAsync(
                EventBusOptions.PubSub, parked, CloudEventJson.Write(fact.Id, fact.Source, fact.Type, fact.Data.Span, extensions), CloudEventJson.Kind, cancellationToken: cancel);
            logger.LogError("Event {EventId} of type {Type} can never be taken in and lies in {Parked} now.", fact.Id, fact.Type, parked);
            return Answer.Success;
        }
        catch (DaprException away) when (!cancel.IsCancellationRequested)
        {
            logger.LogError(away, "Event {EventId} of type {Type} can never be taken in and cannot be put into {Parked} now.", fact.Id, fact.Type, parked);
            return null;
        }
    }
}
