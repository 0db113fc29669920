// SPDX-License-Identifier: Apache-2.0
using OpenIddict.Abstractions;

namespace Cbm.Identity;

/// <summary>Takes out of the database, once an hour, what has been used up or has ended for two weeks: codes, refresh tokens, authorizations.</summary>
internal sealed class Pruning(IServiceProvider services, TimeProvider clock, ILogger<Pruning> log) : BackgroundService
{
    // As long as a refresh token lives: one that comes a second time must be known again.
    private static readonly TimeSpan Kept = TimeSpan.FromDays(14);

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(TimeSpan.FromHours(1), clock);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            try
            {
                await using var scope = services.CreateAsyncScope();
                await scope.ServiceProvider.GetRequiredService<IOpenIddictTokenManager>().PruneAsync(clock.GetUtcNow() - Kept, stoppingToken);
                await scope.ServiceProvider.GetRequiredService<IOpenIddictAuthorizationManager>().PruneAsync(clock.GetUtcNow() - Kept, stoppingToken);
            }
#pragma warning disable CA1031 // A store that is full or locked for the moment ends no service.
            catch (Exception trouble) when (trouble is not OperationCanceledException)
#pragma warning restore CA1031
            {
                log.LogWarning(trouble, "What has ended could not be taken out; it is tried again in an hour.");
            }
        }
    }
}
