// SPDX-License-Identifier: Apache-2.0
using System.Diagnostics.Metrics;
using Cbm.ServiceDefaults.Callers;
using Cbm.ServiceDefaults.Storage;
using Cbm.ServiceDefaults.Telemetry;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Diagnostics.HealthChecks;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Hosting;

namespace Cbm.ServiceDefaults.Hosting;

/// <summary>
/// Whether a service can serve, by the names of gRPC's health protocol: "" can serve (its store, its keys, what else it needs
/// of its own), <c>live</c> runs. A partner that is away makes no service unready: it would be away for all who could still use it.
/// </summary>
public static class ReadyCheck
{
    /// <summary>Name under which the process says that it runs.</summary>
    public const string Live = "live";

    private const string Ready = "ready";

    /// <summary>Answers both names; it is ready until it stops.</summary>
    public static void AddReadiness(this IServiceCollection services)
    {
        services.AddGrpcHealthChecks(names =>
        {
            names.Services.Map("", check => check.Tags.Contains(Ready));
            names.Services.Map(Live, check => check.Tags.Contains(Live));
        }).AddCheck("runs", () => HealthCheckResult.Healthy(), [Live]);
        services.MustHold("stopping", inside => !inside.GetRequiredService<IHostApplicationLifetime>().ApplicationStopping.IsCancellationRequested);
        services.AddSingleton<ReadyGauge>();
        services.AddSingleton<IHealthCheckPublisher>(inside => inside.GetRequiredService<ReadyGauge>());
    }

    /// <summary>What must hold besides.</summary>
    /// <param name="services">The service.</param>
    /// <param name="name">What the log calls it.</param>
    /// <param name="holds">Whether it does, now.</param>
    public static void MustHold(this IServiceCollection services, string name, Func<IServiceProvider, bool> holds) =>
        services.MustHold(name, (inside, _) => Task.FromResult(holds(inside)));

    /// <inheritdoc cref="MustHold(IServiceCollection, string, Func{IServiceProvider, bool})"/>
    public static void MustHold(this IServiceCollection services, string name, Func<IServiceProvider, CancellationToken, Task<bool>> holds) =>
        services.AddHealthChecks().Add(new HealthCheckRegistration(name, inside => new Check(inside, holds), HealthStatus.Unhealthy, [Ready], TimeSpan.FromSeconds(3)));

    /// <summary>The store can be read, and no migration is missing in it.</summary>
    /// <param name="services">The service.</param>
    /// <param name="open">Its model with the migrations of its provider.</param>
    public static void MustHaveStore(this IServiceCollection services, Func<IServiceProvider, DbContext> open)
    {
        // What was applied once stays applied.
        var isWhole = false;
        services.MustHold("store", async (inside, cancel) =>
        {
            await using var context = open(inside);
            isWhole = isWhole || !(await context.Database.GetPendingMigrationsAsync(cancel)).Any();
            return isWhole && await context.Database.CanConnectAsync(cancel);
        });
    }

    /// <summary>The same two by HTTP/1.1, for a service that speaks no gRPC: <c>/health/ready</c> and <c>/health/live</c>.</summary>
    public static void MapHealth(this WebApplication app)
    {
        foreach (var name in (string[])[Ready, Live])
        {
            app.MapHealthChecks($"/health/{name}", new HealthCheckOptions { Predicate = check => check.Tags.Contains(name) });
        }
    }

    /// <summary>The keys by which tokens are checked were had; those that are known stay known while Identity is away.</summary>
    internal static void MustHaveKeys(this IServiceCollection services) => services.MustHold("keys", async (inside, cancel) =>
    {
        foreach (var keys in inside.GetServices<SharedKeys>())
        {
            await keys.GetConfigurationAsync(cancel);
        }

        return true;
    });

    private sealed class Check(IServiceProvider inside, Func<IServiceProvider, CancellationToken, Task<bool>> holds) : IHealthCheck
    {
        public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
        {
            try
            {
                return new HealthCheckResult(await holds(inside, cancellationToken) ? HealthStatus.Healthy : HealthStatus.Unhealthy);
            }
            catch (Exception trouble) when (trouble is InvalidOperationException || StoreTrouble.Is(trouble))
            {
                return new HealthCheckResult(HealthStatus.Unhealthy, trouble.Message);
            }
        }
    }

    /// <summary>What the checks last said, as a number.</summary>
    private sealed class ReadyGauge : IHealthCheckPublisher
    {
        private volatile int _ready;

        public ReadyGauge(IMeterFactory meters) => meters.Create(Signals.Name)
            .CreateObservableGauge("cbm.ready", () => _ready, null, "1: the service can serve; 0: it cannot, its log says why. Looked at every 30 s.");

        public Task PublishAsync(HealthReport report, CancellationToken cancellationToken)
        {
            _ready = report.Entries.Values.All(entry => entry.Status == HealthStatus.Healthy) ? 1 : 0;
            return Task.CompletedTask;
        }
    }
}
