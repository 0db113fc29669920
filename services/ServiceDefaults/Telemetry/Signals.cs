// SPDX-License-Identifier: Apache-2.0
using System.Diagnostics;
using System.Diagnostics.Metrics;

namespace Cbm.ServiceDefaults.Telemetry;

/// <summary>Where the window's own spans and measurements come from; what is in them are identifiers and codes, never content, parties or tokens.</summary>
public static class Signals
{
    /// <summary>Name of the source of spans and of the meter.</summary>
    public const string Name = "Cbm.SingleWindow";

    /// <summary>Spans of the window's own steps.</summary>
    public static readonly ActivitySource Source = new(Name);

    /// <summary>Counters and histograms of what happens; what stands is read by <see cref="Gauges{T}"/>.</summary>
    public static readonly Meter Meter = new(Name);

    /// <summary>Attribute of a span: the declaration that it is about.</summary>
    public const string Mrn = "cbm.mrn";

    // From the wink of an agency that decides by rule to the week of one that samples.
    private static readonly double[] Spans = [0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 300, 900, 3600, 4 * 3600, 24 * 3600, 72 * 3600, 168 * 3600];

    /// <summary>A histogram of seconds, from a tenth of one to a week.</summary>
    public static Histogram<double> Seconds(string name, string description) => Measure(name, "s", description, Spans);

    /// <summary>A histogram with boundaries of its own.</summary>
    public static Histogram<double> Measure(string name, string unit, string description, IReadOnlyList<double> boundaries) =>
        Meter.CreateHistogram(name, unit, description, tags: null, new InstrumentAdvice<double> { HistogramBucketBoundaries = boundaries });
}
