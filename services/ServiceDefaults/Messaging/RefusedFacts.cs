// SPDX-License-Identifier: Apache-2.0
using System.Diagnostics.Metrics;
using Cbm.ServiceDefaults.Telemetry;

namespace Cbm.ServiceDefaults.Messaging;

/// <summary>Counts the facts that a service can never take in. Whoever brought them parks them: Dapr's sidecar in the broker, where no gauge of the sender's sees them.</summary>
internal static class RefusedFacts
{
    private static readonly Counter<long> Refused = Signals.Meter.CreateCounter<long>(
        "cbm.facts.refused", "{fact}", "Facts that the service can never take in.");

    /// <summary>None yet: a series that begins with its first fact would show no increase.</summary>
    public static void Begin(IEnumerable<string> topics)
    {
        foreach (var topic in topics)
        {
            Refused.Add(0, Of(topic));
        }
    }

    /// <summary>One of that topic.</summary>
    public static void Count(string topic) => Refused.Add(1, Of(topic));

    private static KeyValuePair<string, object?> Of(string topic) => new("topic", topic);
}
