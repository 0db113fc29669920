// SPDX-License-Identifier: Apache-2.0
using Cbm.Gateway;
using Grpc.Net.Client;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Xunit;

namespace Cbm.IntegrationTests.Gateway;

/// <summary>The gateway before stand-ins; HEALTH is configured and away, POLICE is a fifth agency.</summary>
public sealed class RunningGateway : IAsyncLifetime, IAsyncDisposable
{
    private readonly Dictionary<string, StandIn> services = [];
    private WebApplication app = null!;

    /// <summary>By the HTTP door; redirects are not followed.</summary>
    public HttpClient Http { get; private set; } = null!;

    /// <summary>By the gRPC door.</summary>
    public GrpcChannel Grpc { get; private set; } = null!;

    /// <summary>What the gateway is made of.</summary>
    internal IServiceProvider Inside => app.Services;

    /// <summary>The stand-in of a service.</summary>
    internal StandIn this[string service] => services[service];

    /// <summary>A gateway with settings of its own.</summary>
    internal static async Task<RunningGateway> Start(params string[] settings)
    {
        var gateway = new RunningGateway();
        await gateway.Open(settings);
        return gateway;
    }

    public Task InitializeAsync() => Open([]);

    private async Task Open(string[] settings)
    {
        foreach (var name in (string[])["Declarations", "CUSTOMS", "POLICE"]) services[name] = await StandIn.Start(name);
        services["Identity"] = await StandIn.Start("Identity", HttpProtocols.Http1);
        app = GatewayService.Build(
        [
            "--Urls:Http=http://127.0.0.1:0", "--Urls:Grpc=http://127.0.0.1:0", "--Window:Agencies=CUSTOMS,HEALTH,POLICE", "--Identity:Issuer=http://localhost:8080",
            // Nobody listens on port 1.
            "--Services:HEALTH=http://127.0.0.1:1",
            .. services.Select(service => $"--Services:{service.Key}={service.Value.Url}"), .. settings,
        ]);
        await app.StartAsync();
        Http = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false }) { BaseAddress = new Uri(app.Urls.First()) };
        Grpc = GrpcChannel.ForAddress(app.Urls.Last());
    }

    async ValueTask IAsyncDisposable.DisposeAsync() => await DisposeAsync();

    public async Task DisposeAsync()
    {
        Http.Dispose();
        Grpc.Dispose();
        await app.StopAsync();
        await app.DisposeAsync();
        foreach (var service in services.Values) await service.DisposeAsync();
    }
}
