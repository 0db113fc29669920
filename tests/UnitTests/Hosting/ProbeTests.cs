// SPDX-License-Identifier: Apache-2.0
using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Cbm.ServiceDefaults.Hosting;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Logging;
using Xunit;

namespace Cbm.UnitTests.Hosting;

public sealed class ProbeTests
{
    [Theory]
    [InlineData(HealthStatus.Healthy, 0)]
    [InlineData(HealthStatus.Unhealthy, 1)]
    public async Task A_service_that_can_serve_is_0_and_one_that_cannot_1(HealthStatus health, int code)
    {
        await using var service = await Start(
            listen => listen.Protocols = HttpProtocols.Http2,
            builder =>
            {
                builder.Services.AddGrpc();
                builder.Services.AddGrpcHealthChecks().AddCheck("store", () => new HealthCheckResult(health));
            },
            app => app.MapGrpcHealthChecksService());
        Assert.Equal(code, await Probe.ByGrpc(Told(service)));
    }

    [Theory]
    [InlineData(StatusCodes.Status200OK, 0)]
    [InlineData(StatusCodes.Status503ServiceUnavailable, 1)]
    public async Task Over_TLS_its_answer_counts_and_not_whose_certificate_it_shows(int status, int code)
    {
        using var key = RSA.Create(2048);
        using var own = new CertificateRequest("CN=elsewhere", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1)
            .CreateSelfSigned(DateTimeOffset.UnixEpoch, DateTimeOffset.UnixEpoch.AddYears(100));
        using var certificate = X509CertificateLoader.LoadPkcs12(own.Export(X509ContentType.Pkcs12), null);
        await using var service = await Start(listen => listen.UseHttps(certificate), _ => { }, app => app.MapGet("/keys", () => Results.StatusCode(status)));
        Assert.Equal(code, await Probe.ByHttp(Told(service), "/keys"));
    }

    [Fact]
    public async Task Nobody_there_is_1_and_so_is_no_address()
    {
        var service = await Start(_ => { }, _ => { }, _ => { });
        var told = Told(service);
        await service.DisposeAsync();
        Assert.Equal(1, await Probe.ByGrpc(told));
        Assert.Equal(1, await Probe.ByHttp(told, "/"));
        Assert.Equal(1, await Probe.ByGrpc("CBM_NO_SUCH_SETTING"));
    }

    [Fact]
    public void Only_its_own_word_asks_for_it()
    {
        Assert.True(Probe.IsAskedBy(["probe"]));
        Assert.False(Probe.IsAskedBy([]));
        Assert.False(Probe.IsAskedBy(["--Urls:Http=http://probe"]));
    }

    private static async Task<WebApplication> Start(Action<ListenOptions> listen, Action<WebApplicationBuilder> services, Action<WebApplication> routes)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseKestrelHttpsConfiguration().ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0, listen));
        builder.Logging.ClearProviders();
        services(builder);
        var app = builder.Build();
        routes(app);
        await app.StartAsync();
        return app;
    }

    // As a container tells it: what it listens on, every address of the machine.
    private static string Told(WebApplication service)
    {
        var address = new Uri(service.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single());
        var setting = $"CBM_PROBE_{address.Port}";
        Environment.SetEnvironmentVariable(setting, $"{address.Scheme}://0.0.0.0:{address.Port}");
        return setting;
    }
}
