// SPDX-License-Identifier: Apache-2.0
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Cbm.ServiceDefaults.Hosting;

/// <summary>
/// The end of a service that is asked to stop (SIGTERM): it says at once that it is not ready, ends the requests and the
/// deliveries that it has in hand, and waits for nothing else. What takes longer than the bound is broken off.
/// </summary>
public static class Stopping
{
    /// <summary>Setting of the bound, in seconds.</summary>
    public const string Setting = "Stop:Seconds";

    /// <summary>Holds the end of the service to <c>Stop:Seconds</c> (5).</summary>
    public static void AddBoundedStop(this IServiceCollection services, IConfiguration configuration) =>
        services.Configure<HostOptions>(host => host.ShutdownTimeout = TimeSpan.FromSeconds(configuration.GetValue(Setting, 5.0)));
}
