// SPDX-License-Identifier: Apache-2.0
using System.Diagnostics.Metrics;
using Cbm.Contracts;
using Cbm.ServiceDefaults.Telemetry;

namespace Cbm.ServiceDefaults.Doors;

/// <summary>Counts what is refused at the doors, by status and by the first code of its errors; never by content.</summary>
internal static class RefusalCount
{
    private static readonly Counter<long> Refused = Signals.Meter.CreateCounter<long>(
        "cbm.refused", "{request}", "Requests refused, by door, status and first error code.");

    /// <summary>One more.</summary>
    public static void Add(string door, Problem problem)
    {
        if (Refused.Enabled)
        {
            Refused.Add(1, new("door", door), new("status", problem.Status), new("code", problem.Errors.Select(error => error.Code).Min(StringComparer.Ordinal) ?? ""));
        }
    }
}
