// SPDX-License-Identifier: Apache-2.0
using System.Collections.Concurrent;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Cbm.IntegrationTests.Webhooks;

/// <summary>One request as it came.</summary>
internal sealed record Received(string Path, string Id, string Timestamp, string Signature, string? ContentType, string Cookie, byte[] Body)
{
    public JsonObject Json => JsonNode.Parse(Body)!.AsObject();

    public string Type => (string)Json["type"]!;

    public string Step => $"{Json["subject"]}-{Json["data"]!["sequence"]}";

    public bool Holds(string secret, DateTimeOffset? now = null) =>
        StandardWebhook.Holds(secret, Id, Timestamp, Signature, Body, now ?? DateTimeOffset.UtcNow);
}

/// <summary>A subscriber's server on the loopback, which takes everything until a test says otherwise.</summary>
internal sealed class Receiver : IAsyncDisposable
{
    private readonly ConcurrentQueue<Received> _all = new();
    private readonly WebApplication _app;

    private Receiver()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        _app = builder.Build();
        _app.Run(Take);
    }

    /// <summary>How it answers.</summary>
    public Func<Received, HttpContext, Task> Answers { get; set; } = With(204);

    public string Url => _app.Urls.First() + "/hook";

    /// <summary>Requests in the order in which they came.</summary>
    public IReadOnlyList<Received> All => [.. _all];

    /// <summary>The events of declarations among them, each written MRN-place in the log.</summary>
    public IReadOnlyList<string> Steps => [.. _all.Select(one => one.Step)];

    /// <summary>Their ids.</summary>
    public IReadOnlyList<string> Ids => [.. _all.Select(one => one.Id)];

    public static Func<Received, HttpContext, Task> With(int status) => (_, http) =>
    {
        http.Response.StatusCode = status;
        return Task.CompletedTask;
    };

    public static async Task<Receiver> Start()
    {
        var receiver = new Receiver();
        await receiver._app.StartAsync();
        return receiver;
    }

    public async ValueTask DisposeAsync()
    {
        // Who is held is let go.
        using var atOnce = new CancellationTokenSource();
        await atOnce.CancelAsync();
        await _app.StopAsync(atOnce.Token);
        await _app.DisposeAsync();
    }

    private async Task Take(HttpContext http)
    {
        using var body = new MemoryStream();
        await http.Request.Body.CopyToAsync(body);
        var headers = http.Request.Headers;
        var received = new Received(
            http.Request.Path, headers["webhook-id"].ToString(), headers["webhook-timestamp"].ToString(), headers["webhook-signature"].ToString(),
            http.Request.ContentType, headers.Cookie.ToString(), body.ToArray());
        _all.Enqueue(received);
        await Answers(received, http);
    }
}
