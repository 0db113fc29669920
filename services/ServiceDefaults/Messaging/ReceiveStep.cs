// SPDX-License-Identifier: Apache-2.0
using System.Diagnostics;
using Cbm.ServiceDefaults.Telemetry;
using Google.Protobuf.WellKnownTypes;

namespace Cbm.ServiceDefaults.Messaging;

/// <summary>The taking in of a fact as a step of the trace that it came from (<see cref="SendSteps"/> is the other end).</summary>
internal static class ReceiveStep
{
    /// <summary>The correlation id and the trace that a fact belongs to, where it says so.</summary>
    public static (string? Id, string? Trace) ThreadOf(Struct? extensions) => (
        extensions?.Fields.GetValueOrDefault("correlationid")?.StringValue,
        extensions?.Fields.GetValueOrDefault("traceparent")?.StringValue is { } trace && ActivityContext.TryParse(trace, null, out _) ? trace : null);

    /// <summary>Below the sending of the fact, and linked to the delivery that brought it with others; null: nobody looks.</summary>
    public static Activity? Of(string topic, string id, string? trace)
    {
        if (!Signals.Source.HasListeners() || !ActivityContext.TryParse(trace, null, isRemote: true, out var parent))
        {
            return null;
        }

        IEnumerable<ActivityLink> brought = Activity.Current is { } delivery ? [new(delivery.Context)] : [];
        var step = Signals.Source.StartActivity($"process {topic}", ActivityKind.Consumer, parent, tags: null, brought);
        return step?.SetTag("messaging.system", EventBusOptions.Embedded).SetTag("messaging.operation.name", "process")
            .SetTag("messaging.operation.type", "process").SetTag("messaging.destination.name", topic).SetTag("messaging.message.id", id);
    }
}
