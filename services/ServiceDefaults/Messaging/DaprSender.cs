// SPDX-License-Identifier: Apache-2.0
using System.Globalization;
using System.Text.Json;
using Cbm.ServiceDefaults.Storage;
using Dapr.Client;
using Grpc.Core;

namespace Cbm.ServiceDefaults.Messaging;

/// <summary>
/// Production's sender: hands facts to the sidecar, which brings them to whoever subscribes. That the broker has a fact is all
/// that its sender hears; what becomes of it after that is the sidecar's to retry and to park.
/// </summary>
/// <param name="dapr">The sidecar.</param>
/// <param name="source">CloudEvents source: the service that announces them.</param>
/// <param name="life">Its life.</param>
public sealed class DaprSender(DaprClient dapr, string source, Func<CancellationToken, ValueTask<string>> life)
{
    /// <summary>Hands them over, each as a CloudEvent of its own; those of one delivery are of different keys, so that their order is nobody's. Throws RpcException where the sidecar or its broker is away.</summary>
    public async Task<IReadOnlyList<Verdict>> Send(string subscriber, IReadOnlyList<OutboxMessage> facts, Turn turn, CancellationToken cancel)
    {
        using var steps = new SendSteps(facts, EventBusOptions.Dapr);
        var itsLife = await life(cancel);
        try
        {
            // The sidecar writes the trace of the request that brings a fact over the one that the fact names.
            await Task.WhenAll(facts.Select((fact, index) => steps.Within(index, () => dapr.PublishByteEventAsync(
                EventBusOptions.PubSub,
                EventBusOptions.TopicInDapr(fact.Topic, Delivery.PartnerOf(source)),
                CloudEvent(fact, itsLife, turn, steps.TraceOf(index, fact)),
                "application/cloudevents+json",
                cancellationToken: cancel))));
        }
        catch (global::Dapr.DaprException away) when (!cancel.IsCancellationRequested)
        {
            // Some may have been taken: they come again, as every fact may.
            throw new RpcException(new Status((away.InnerException as RpcException)?.StatusCode is { } code && code != StatusCode.OK ? code : StatusCode.Unavailable, "The sidecar did not take it.", away));
        }

        Verdict[] verdicts = [.. facts.Select(_ => Verdict.Delivered)];
        steps.End(verdicts);
        return verdicts;
    }

    // The extensions are those of the embedded way; no delivery counts as answered, since the subscriber's answer is not heard.
    private byte[] CloudEvent(OutboxMessage fact, string itsLife, Turn turn, string trace)
    {
        using var text = new MemoryStream();
        using (var json = new Utf8JsonWriter(text))
        {
            json.WriteStartObject();
            json.WriteString("specversion", "1.0");
            json.WriteString("id", fact.EventId);
            json.WriteString("source", source);
            json.WriteString("type", fact.Type);
            json.WriteString("subject", fact.Key);
            json.WriteString("datacontenttype", "application/protobuf");
            json.WriteString("correlationid", fact.Correlation ?? "");
            json.WriteString("traceparent", trace);
            json.WriteString("sequence", fact.Id.ToString(CultureInfo.InvariantCulture));
            json.WriteString("life", itsLife);
            json.WriteString("delivery", turn.Number.ToString(CultureInfo.InvariantCulture));
            json.WriteBase64String("data_base64", fact.Data);
            json.WriteEndObject();
        }

        return text.ToArray();
    }
}
