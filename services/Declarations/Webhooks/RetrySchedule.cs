// SPDX-License-Identifier: Apache-2.0
namespace Cbm.Declarations.Webhooks;

/// <summary>
/// When a delivery that failed is tried again: at a moment by chance within a span that doubles with every attempt (full
/// jitter), so that those who failed together do not come back together; for three days, the last attempt at their end.
/// </summary>
public static class RetrySchedule
{
    /// <summary>For how long it is tried.</summary>
    public static readonly TimeSpan For = TimeSpan.FromDays(3);

    private static readonly TimeSpan First = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan Longest = TimeSpan.FromHours(6);

    /// <summary>The longest that is waited after so many attempts.</summary>
    public static TimeSpan Within(int attempts) => First * Math.Min(Longest / First, Math.Pow(2, Math.Min(attempts - 1, 30)));

    /// <summary>When to try again; null: it is given up.</summary>
    /// <param name="first">When the first attempt began.</param>
    /// <param name="attempts">How many there were.</param>
    /// <param name="now">When the last one ended.</param>
    /// <param name="chance">From 0 to 1.</param>
    public static DateTimeOffset? Next(DateTimeOffset first, int attempts, DateTimeOffset now, double chance)
    {
        var end = first + For;
        var next = now + (Within(attempts) * chance);
        return now >= end ? null : next < end ? next : end;
    }
}
