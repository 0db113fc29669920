// SPDX-License-Identifier: Apache-2.0
using System.Diagnostics.Metrics;
using Cbm.ServiceDefaults.Telemetry;

namespace Cbm.Declarations.Lodging;

/// <summary>Counts lodgings by what became of them.</summary>
internal static class LodgingCount
{
    /// <summary>A new declaration.</summary>
    public const string Accepted = "accepted";

    /// <summary>The same content again: the declaration of before.</summary>
    public const string Repeated = "repeated";

    /// <summary>Nothing is stored; why is in cbm.refused, by code.</summary>
    public const string Refused = "refused";

    private static readonly Counter<long> Lodged = Signals.Meter.CreateCounter<long>("cbm.lodged", "{declaration}", "Lodgings, by outcome: accepted, repeated, refused.");

    /// <summary>One more.</summary>
    public static void Add(string outcome) => Lodged.Add(1, new KeyValuePair<string, object?>("outcome", outcome));
}
