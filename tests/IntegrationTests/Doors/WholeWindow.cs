// SPDX-License-Identifier: Apache-2.0
using Cbm.Gateway;
using Cbm.IntegrationTests.Reconciling;
using Cbm.TestKit;
using Grpc.Net.Client;
using Microsoft.AspNetCore.Builder;
using Xunit;

namespace Cbm.IntegrationTests.Doors;

/// <summary>The window and its agencies behind the gateway, in this process: what anybody outside can reach.</summary>
public sealed class WholeWindow : IAsyncLifetime
{
    private readonly RealWindow _window = new();
    private WebApplication _gateway = null!;

    /// <summary>The HTTP door.</summary>
    public HttpClient Http { get; private set; } = null!;

    /// <summary>The gRPC door.</summary>
    public GrpcChannel Grpc { get; private set; } = null!;

    public TestIssuer Issuer => _window.Issuer;

    public async Task InitializeAsync()
    {
        await _window.InitializeAsync();
        _gateway = GatewayService.Build(
        [
            "--Urls:Http=http://127.0.0.1:0", "--Urls:Grpc=http://127.0.0.1:0", $"--Services:Identity={Issuer.Address}", $"--Identity:Issuer={Issuer.Address}",
            $"--Logging:LogLevel:Default={Environment.GetEnvironmentVariable("CBM_TEST_LOG") ?? "None"}", "--Limits:Caller:PerSecond=0", "--Limits:Address:PerSecond=0",
            .. _window.Addresses.Select(service => $"--Services:{(service.Key == RealWindow.Window ? "Declarations" : service.Key)}={service.Value}"),
        ]);
        await _gateway.StartAsync();
        Http = new HttpClient { BaseAddress = new Uri(_gateway.Urls.First()) };
        Grpc = GrpcChannel.ForAddress(_gateway.Urls.Last());
    }

    public async Task DisposeAsync()
    {
        Http.Dispose();
        Grpc.Dispose();
        await _gateway.StopAsync();
        await _gateway.DisposeAsync();
        await _window.DisposeAsync();
    }
}
