// SPDX-License-Identifier: Apache-2.0
using System.Diagnostics.Metrics;
using System.Threading.RateLimiting;
using Cbm.ServiceDefaults.Telemetry;

namespace Cbm.Gateway;

/// <summary>
/// Holds each caller to its share: so many requests a second, so many at once, and all together no more than the window can do.
/// A caller who takes more is told when to come back (429, RESOURCE_EXHAUSTED); the others do not notice.
/// </summary>
internal sealed class FairShare : IDisposable
{
    private static readonly TimeSpan Beat = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(1);
    private static readonly Counter<long> Limited = Signals.Meter.CreateCounter<long>(
        "cbm.gateway.limited", "{request}", "Requests refused since their caller, or all together, took more than their share.");

    private readonly KnownCallers callers;
    private const int MostStreams = 8192;

    // Enough for who watches over the window, which asks often whatever else comes from its address; nothing to make a flood of.
    private static readonly Share Watching = new(PerSecond: 20, Burst: 40, AtOnce: 8);
    private readonly PartitionedRateLimiter<Who> limiter;
    private readonly PartitionedRateLimiter<Who> streams;
    private readonly PartitionedRateLimiter<Who> probes;

    /// <param name="callers">Whose share is taken.</param>
    /// <param name="limits">The shares.</param>
    public FairShare(KnownCallers callers, Limits limits)
    {
        this.callers = callers;
        Share Of(Who who) => who.IsKnown ? limits.Caller : limits.Address;
        // What is at once comes first: a request that waits for its turn costs nothing of the rate.
        limiter = PartitionedRateLimiter.CreateChained(
            PartitionedRateLimiter.Create<Who, Who>(who => AtOnce(who, Of(who).AtOnce)),
            // Strangers, however many addresses they have, leave half of the places to callers who are known.
            PartitionedRateLimiter.Create<Who, int>(who => who.IsKnown ? AtOnce(1, 0) : AtOnce(2, (limits.AtOnce + 1) / 2)),
            PartitionedRateLimiter.Create<Who, int>(_ => AtOnce(0, limits.AtOnce)),
            PartitionedRateLimiter.Create<Who, Who>(who => Rate(who, Of(who))));
        probes = PartitionedRateLimiter.CreateChained(
            PartitionedRateLimiter.Create<Who, Who>(who => AtOnce(who, Watching.AtOnce)),
            PartitionedRateLimiter.Create<Who, Who>(who => Rate(who, Watching)));
        // A live stream that is silent takes no place from those who want something now; it has places of its own.
        streams = PartitionedRateLimiter.CreateChained(
            PartitionedRateLimiter.Create<Who, Who>(who => AtOnce(who, Of(who).AtOnce)),
            PartitionedRateLimiter.Create<Who, int>(_ => AtOnce(0, limits.AtOnce == 0 ? 0 : MostStreams)),
            PartitionedRateLimiter.Create<Who, Who>(who => Rate(who, Of(who))));
    }

    /// <summary>Lets a request pass, or refuses it.</summary>
    public async Task Pass(HttpContext http, RequestDelegate next)
    {
        using var lease = ShareOf(http).AttemptAcquire(callers.Of(http));
        if (lease.IsAcquired)
        {
            await next(http);
            return;
        }
        Limited.Add(1, new KeyValuePair<string, object?>("caller", callers.Of(http).IsKnown ? "known" : "stranger"));
        await Answer.TooMany(http, lease.TryGetMetadata(MetadataName.RetryAfter, out var wait) ? wait : Soon);
    }

    public void Dispose()
    {
        limiter.Dispose();
        streams.Dispose();
        probes.Dispose();
    }

    private PartitionedRateLimiter<Who> ShareOf(HttpContext http) =>
        Edge.IsLive(http) ? streams : http.Request.Path.StartsWithSegments("/grpc.health.v1.Health") ? probes : limiter;

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
