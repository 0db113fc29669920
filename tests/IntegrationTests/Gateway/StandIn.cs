// SPDX-License-Identifier: Apache-2.0
using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Logging;

namespace Cbm.IntegrationTests.Gateway;

/// <summary>A service that says its name and what it was asked; over gRPC it answers every call with an empty message.</summary>
internal sealed class StandIn : IAsyncDisposable
{
    private readonly WebApplication app;

    private StandIn(WebApplication app) => this.app = app;

    public string Url => app.Urls.First();

    public static async Task<StandIn> Start(string name, HttpProtocols protocols = HttpProtocols.Http2)
    {
        var builder = WebApplication.CreateBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.Limits.MaxRequestBodySize = null;
            kestrel.Listen(IPAddress.Loopback, 0, listen => listen.Protocols = protocols);
        });
        var app = builder.Build();
        app.Run(http => Tell(name, http));
        await app.StartAsync();
        return new StandIn(app);
    }

    private static async Task Tell(string name, HttpContext http)
    {
        http.Response.Headers["Server"] = "stand-in";
        http.Response.Headers["asked-by"] = http.Request.Headers["X-Correlation-ID"];
        http.Response.Headers["answered-by"] = name;
        if (http.Request.Query.ContainsKey("break"))
        {
            // As a process that ends while a request is on its way to it.
            await http.Request.Body.ReadAtLeastAsync(new byte[1], 1);
            http.Features.GetRequiredFeature<Microsoft.AspNetCore.Connections.Features.IConnectionLifetimeFeature>().Abort();
            return;
        }
        if (http.Request.ContentType == "application/grpc")
        {
            http.Response.ContentType = "application/grpc";
            await http.Response.BodyWriter.WriteAsync(new byte[5]);
            http.Response.AppendTrailer("grpc-status", "0");
            return;
        }
        await http.Request.Body.CopyToAsync(Stream.Null);
        await http.Response.WriteAsync($"{name} {http.Request.Protocol} {http.Request.Host.Host} {http.Request.Path}{http.Request.QueryString}");
    }

    public async ValueTask DisposeAsync()
    {
        await app.StopAsync();
        await app.DisposeAsync();
    }
}
