// SPDX-License-Identifier: Apache-2.0
using System.Diagnostics.Metrics;
using Cbm.Agencies.Storage;
using Cbm.Contracts;
using Cbm.ServiceDefaults.Telemetry;

namespace Cbm.Agencies.Intake;

/// <summary>How long a slice was on its way: from the lodging of the declaration until the unit has it on disk.</summary>
internal static class FanOutLag
{
    private static readonly Histogram<double> Lag = Signals.Seconds("cbm.fanout.lag", "From lodging until a unit has taken in its slice; first versions alone, since later ones are not of that time.");

    /// <summary>Measures a slice that is new, once its unit of work is on disk.</summary>
    public static void Note(AgencyContext context, Slice slice, string agency, DateTimeOffset now)
    {
        if (slice.Version == 1)
        {
            var (unit, took) = (slice.Unit, (now - slice.LodgedAt.ToDateTimeOffset()).TotalSeconds);
            context.WhenStored.Add(() => Lag.Record(took, new("agency", agency), new KeyValuePair<string, object?>("unit", unit)));
        }
    }
}
