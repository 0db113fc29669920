// SPDX-License-Identifier: Apache-2.0
using System.Diagnostics;
using System.Globalization;

namespace Cbm.Benchmarks;

/// <summary>What one measurement found.</summary>
/// <param name="PerSecond">Finished within the time, per second.</param>
/// <param name="P50">Half of all took at most this long, in milliseconds.</param>
/// <param name="P99">Ninety-nine of a hundred took at most this long, in milliseconds.</param>
/// <param name="Count">All that were begun.</param>
public sealed record Measured(double PerSecond, double P50, double P99, int Count)
{
    /// <summary>
    /// Runs callers for a time, each beginning anew when its last is done. What is on its way at the end is awaited and
    /// counts in the percentiles, not in the rate.
    /// </summary>
    public static async Task<Measured> Run(int callers, TimeSpan time, Func<int, Task> once)
    {
        var start = Stopwatch.GetTimestamp();
        var end = start + (long)(time.TotalSeconds * Stopwatch.Frequency);
        var all = await Task.WhenAll(Enumerable.Range(0, callers).Select(caller => Repeat(caller, end, once)));
        var inTime = all.Sum(one => one.InTime);
        var took = all.SelectMany(one => one.Took).Order().ToArray();
        return new Measured(inTime / time.TotalSeconds, At(took, 0.50), At(took, 0.99), took.Length);
    }

    /// <summary>The median of each figure.</summary>
    public static Measured Median(IReadOnlyCollection<Measured> rounds) =>
        new(Middle(rounds.Select(one => one.PerSecond)), Middle(rounds.Select(one => one.P50)), Middle(rounds.Select(one => one.P99)), rounds.Sum(one => one.Count));

    /// <summary>The middle one of some figures; of an even number the lower of the two.</summary>
    public static double Middle(IEnumerable<double> figures) => figures.Order().ToArray() is var sorted ? sorted[(sorted.Length - 1) / 2] : 0;

    /// <summary>1234/s P50 12.3 ms P99 45.6 ms.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{PerSecond:0}/s P50 {P50:0.0} ms P99 {P99:0.0} ms");

    private static async Task<(int InTime, List<double> Took)> Repeat(int caller, long end, Func<int, Task> once)
    {
        await Task.Yield();
        var took = new List<double>();
        var inTime = 0;
        for (var begun = Stopwatch.GetTimestamp(); begun < end;)
        {
            await once(caller);
            var done = Stopwatch.GetTimestamp();
            took.Add((done - begun) * 1000.0 / Stopwatch.Frequency);
            if (done <= end) inTime++;
            begun = done;
        }
        return (inTime, took);
    }

    private static double At(double[] sorted, double share) => sorted[Math.Min(sorted.Length - 1, (int)Math.Ceiling(sorted.Length * share) - 1)];
}
