// SPDX-License-Identifier: Apache-2.0
using System.Collections.Concurrent;

namespace Cbm.Benchmarks.Faults;

/// <summary>Counts requests and answers, and how long people had to wait.</summary>
internal sealed class Tally
{
    private readonly ConcurrentDictionary<int, int> refusals = new();
    private readonly Lock gate = new();
    private int requests, unanswered;
    private long lastAnswer = Environment.TickCount64, longestSilence, longestInsisting;

    /// <summary>Requests sent, again and again counted each time.</summary>
    public int Requests => requests;

    /// <summary>Those that were told to come back later, or that failed inside.</summary>
    public int Refused => refusals.Values.Sum();

    /// <summary>Those that got no answer: the connection broke, or time ran out.</summary>
    public int Unanswered => unanswered;

    /// <summary>Refused ones by status.</summary>
    public string ByStatus => string.Join(' ', refusals.OrderBy(one => one.Key).Select(one => $"{one.Key}:{one.Value}"));

    /// <summary>Longest time in which nobody at all was answered.</summary>
    public TimeSpan LongestSilence => TimeSpan.FromMilliseconds(longestSilence);

    /// <summary>Longest time from a request's first sending to its answer.</summary>
    public TimeSpan LongestInsisting => TimeSpan.FromMilliseconds(longestInsisting);

    public void Send() => Interlocked.Increment(ref requests);

    public void Refuse(int status) => refusals.AddOrUpdate(status, 1, (_, before) => before + 1);

    public void Miss() => Interlocked.Increment(ref unanswered);

    /// <summary>Notes an answer to what was first sent at that tick.</summary>
    public void Answer(long firstSent)
    {
        lock (gate)
        {
            var now = Environment.TickCount64;
            longestSilence = Math.Max(longestSilence, now - lastAnswer);
            longestInsisting = Math.Max(longestInsisting, now - firstSent);
            lastAnswer = now;
        }
    }
}
