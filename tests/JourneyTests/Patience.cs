// SPDX-License-Identifier: Apache-2.0
using Cbm.Local;
using Xunit;

// A window is seven processes on two processors: classes one after the other.
[assembly: CollectionBehavior(DisableTestParallelization = true)]

namespace Cbm.JourneyTests;

/// <summary>Waiting that cannot hang: the limit is generous, it measures nothing.</summary>
internal static class Patience
{
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(2);

    /// <summary>A token that is cancelled at the limit.</summary>
    public static CancellationToken Token => new CancellationTokenSource(Limit).Token;

    /// <summary>How long a window may take to open: these tests are run beside much else.</summary>
    public static readonly TimeSpan LongestStart = TimeSpan.FromMinutes(10);

    /// <summary>A window of its own that is waited for.</summary>
    public static Options Passing() => Options.Passing() with { LongestStart = LongestStart };

    /// <summary>Comes back when it holds.</summary>
    public static async Task Until(Func<Task<bool>> holds)
    {
        for (var limit = Token; !await holds(); await Task.Delay(100, CancellationToken.None))
            Assert.False(limit.IsCancellationRequested, $"not within {Limit}");
    }
}
