// SPDX-License-Identifier: Apache-2.0
using System.Threading.RateLimiting;

namespace Cbm.Gateway;

/// <summary>
/// Holds each caller to its share: so many requests a second, so many at once, and all together no more than the window can do.
/// A caller who takes more is told when to come back (429, RESOURCE_EXHAUSTED); the others do not notice.
/// </summary>
internal sealed class FairShare : IDisposable
{
    private static readonly TimeSpan Beat = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(1);
    private readonly KnownCallers callers;
    private readonly PartitionedRateLimiter<Who> limiter;

    /// <param name="callers">Whose share is taken.</param>
    /// <param name="limits">The shares.</param>
    public FairShare(KnownCallers callers, Limits limits)
    {
        this.callers = callers;
        Share Of(Who who) => who.IsKnown ? limits.Caller : limits.Address;
        // What is at once comes first: a request that waits for its turn costs nothing of the rate.
        limiter = PartitionedRateLimiter.CreateChained(
            PartitionedRateLimiter.Create<Who, Who>(who => AtOnce(who, Of(who).AtOnce)),
            PartitionedRateLimiter.Create<Who, int>(_ => AtOnce(0, limits.AtOnce)),
            PartitionedRateLimiter.Create<Who, Who>(who => Rate(who, Of(who))));
    }

    /// <summary>Lets a request pass, or refuses it.</summary>
    public async Task Pass(HttpContext http, RequestDelegate next)
    {
        // Who watches over the window asks often, and costs nothing.
        if (http.Request.Path.StartsWithSegments("/grpc.health.v1.Health"))
        {
            await next(http);
            return;
        }
        using var lease = limiter.AttemptAcquire(callers.Of(http));
        if (lease.IsAcquired) await next(http);
        else await Answer.TooMany(http, lease.TryGetMetadata(MetadataName.RetryAfter, out var wait) ? wait : Soon);
    }

    public void Dispose() => limiter.Dispose();

    private static RateLimitPartition<T> AtOnce<T>(T who, int most) => most == 0
        ? RateLimitPartition.GetNoLimiter(who)
        : RateLimitPartition.GetConcurrencyLimiter(who, _ => new ConcurrencyLimiterOptions { PermitLimit = most });

    private static RateLimitPartition<Who> Rate(Who who, Share share) => share.PerSecond == 0
        ? RateLimitPartition.GetNoLimiter(who)
        : RateLimitPartition.GetTokenBucketLimiter(who, _ =>
        {
            var perBeat = share.PerSecond * Beat.TotalSeconds;
            return new TokenBucketRateLimiterOptions
            {
                TokenLimit = share.Burst,
                TokensPerPeriod = Math.Max(1, (int)perBeat),
                ReplenishmentPeriod = Math.Max(1, (int)perBeat) / perBeat * Beat,
            };
        });
}
