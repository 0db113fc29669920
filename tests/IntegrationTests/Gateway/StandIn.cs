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

    /// <summary>A request that hangs (<c>?hang</c>) has come.</summary>
    public SemaphoreSlim Hanging { get; } = new(0);

    /// <summary>One of those was called off.</summary>
    public SemaphoreSlim CalledOff { get; } = new(0);

    public static async Task<StandIn> Start(string name, HttpProtocols protocols = HttpProtocols.Http2)
    {
        var builder = WebApplication.CreateBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.Limits.MaxRequestBodySize = null;
            kestrel.ResponseHeaderEncodingSelector = _ => System.Text.Encoding.UTF8;
            kestrel.Listen(IPAddress.Loopback, 0, listen => listen.Protocols = protocols);
        });
        var app = builder.Build();
        var standIn = new StandIn(app);
        app.Run(http => standIn.Tell(name, http));
        await app.StartAsync();
        return standIn;
    }

    // Whom it recognises: anybody who comes as "Bearer NAME token".
    private static void Recognise(HttpContext http)
    {
        if (http.Request.Headers.Authorization.ToString().Split(' ') is [_, var subject, _]) http.Response.Headers["X-Recognised-Caller"] = subject;
    }

    private async Task Hang(HttpContext http)
    {
        Hanging.Release();
        var gone = new TaskCompletionSource();
        http.RequestAborted.Register(gone.SetResult);
        await gone.Task;
        CalledOff.Release();
    }

    private async Task Tell(string name, HttpContext http)
    {
        Recognise(http);
        http.Response.Headers["asked-trace"] = http.Request.Headers.TraceParent;
        if (http.Request.Query["type"].ToString() is { Length: > 0 } type) http.Response.ContentType = type;
        if (http.Request.Query["csp"].ToString() is { Length: > 0 } csp) http.Response.Headers.ContentSecurityPolicy = csp;
        if (http.Request.Query.ContainsKey("hang"))
        {
            await Hang(http);
            return;
        }
        http.Response.Headers["Server"] = "stand-in";
        if (http.Request.Query["echo"].ToString() is { Length: > 0 } echo) http.Response.Headers["echoed"] = http.Request.Headers[echo];
        if (http.Request.Query.ContainsKey("early"))
        {
            // Without a look at the body.
            await http.Response.WriteAsync("early");
            return;
        }
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
            await http.Request.Body.CopyToAsync(Stream.Null);
            http.Response.ContentType = "application/grpc";
            await http.Response.BodyWriter.WriteAsync(new byte[5]);
            http.Response.AppendTrailer("grpc-status", "0");
            return;
        }
        var body = new MemoryStream();
        await http.Request.Body.CopyToAsync(body);
        http.Response.Headers["asked-bytes"] = $"{body.Length}";
        await http.Response.WriteAsync($"{name} {http.Request.Protocol} {http.Request.Host.Host} {http.Request.Path}{http.Request.QueryString}");
    }

    public async ValueTask DisposeAsync()
    {
        await app.StopAsync();
        await app.DisposeAsync();
    }
}
