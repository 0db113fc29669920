// SPDX-License-Identifier: Apache-2.0
using System.Diagnostics;
using System.Diagnostics.Metrics;
using Cbm.ServiceDefaults.Telemetry;

namespace Cbm.ServiceDefaults.Storage;

/// <summary>How the writer does: how long a transaction takes to be on disk, how many units of work share it, how often it fails.</summary>
internal static class CommitMeasures
{
    private static readonly Histogram<double> Duration = Signals.Measure(
        "cbm.store.commit.duration", "s", "From the begin of a transaction until it is on disk.", [0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5]);

    private static readonly Histogram<double> Units = Signals.Measure(
        "cbm.store.commit.units", "{unit}", "Units of work in one transaction.", [1, 2, 4, 8, 16, 32, 64, 128]);

    private static readonly Counter<long> Failures = Signals.Meter.CreateCounter<long>(
        "cbm.store.failures", "{transaction}", "Transactions that could not be made durable: all that was in them was refused.");

    /// <summary>A transaction is on disk.</summary>
    public static void Stored(int units, long begun)
    {
        if (Duration.Enabled || Units.Enabled)
        {
            Duration.Record(Stopwatch.GetElapsedTime(begun).TotalSeconds);
            Units.Record(units);
        }
    }

    /// <summary>A transaction failed as a whole.</summary>
    public static void Failed() => Failures.Add(1);
}
