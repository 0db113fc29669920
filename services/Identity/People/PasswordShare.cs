// SPDX-License-Identifier: Apache-2.0
using System.Threading.RateLimiting;

namespace Cbm.Identity.People;

/// <summary>
/// The share of the machine that checks of passwords may take: their hash is slow on purpose, and a flood of sign-ins must leave
/// room for the machines that fetch tokens. Settings: <c>Identity:Passwords:AtOnce</c> (half of the cores), <c>Identity:Passwords:Waiting</c> (64).
/// </summary>
public sealed class PasswordShare(IConfiguration configuration) : IDisposable
{
    private readonly ConcurrencyLimiter checking = new(new ConcurrencyLimiterOptions
    {
        PermitLimit = Math.Max(1, configuration.GetValue("Identity:Passwords:AtOnce", Environment.ProcessorCount / 2)),
        QueueLimit = int.MaxValue,
    });

    // Counted before anybody waits for a name or a place, so that no queue grows without end.
    private readonly ConcurrencyLimiter inside = new(new ConcurrencyLimiterOptions
    {
        PermitLimit = Math.Max(1, configuration.GetValue("Identity:Passwords:Waiting", 64)),
        QueueLimit = 0,
    });

    /// <summary>Lets one in, to be let go afterwards; null: too many are inside.</summary>
    public RateLimitLease? Enter() => inside.AttemptAcquire() is { IsAcquired: true } lease ? lease : null;

    /// <summary>A place to check one password, to be let go afterwards.</summary>
    public async Task<IDisposable> Place(CancellationToken cancellation) => await checking.AcquireAsync(1, cancellation);

    /// <inheritdoc/>
    public void Dispose()
    {
        checking.Dispose();
        inside.Dispose();
    }
}
