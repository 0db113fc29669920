// SPDX-License-Identifier: Apache-2.0
using System.Diagnostics;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Cbm.ServiceDefaults.Hosting;

/// <summary>The id that joins what one request set off, across services, events and log lines.</summary>
public static class Correlation
{
    /// <summary>Header that carries it.</summary>
    public const string Header = "X-Correlation-ID";

    private static readonly AsyncLocal<(string? Id, string? Trace)> Ambient = new();

    /// <summary>The id of what is being done now; null outside of a request or an event.</summary>
    public static string? Current
    {
        get => Ambient.Value.Id;
        set => Ambient.Value = (value, null);
    }

    /// <summary>Both that join what is done now to what set it off: the id, and the W3C trace context (traceparent) where there is one.</summary>
    public static (string? Id, string? Trace) Thread
    {
        get => Ambient.Value;
        set => Ambient.Value = value;
    }

    /// <summary>Takes the id from the request, or makes one, and gives it back.</summary>
    public static void UseCorrelation(this WebApplication app)
    {
        var logger = app.Services.GetRequiredService<ILoggerFactory>().CreateLogger("Request");
        app.Use(async (http, next) =>
        {
            var id = http.Request.Headers[Header].ToString();
            Thread = (IsFit(id) ? id : Guid.NewGuid().ToString("N"), Parent(http.Request));
            http.Response.Headers[Header] = Current;
            using (logger.BeginScope(new KeyValuePair<string, object>[] { new("correlation", Current!) }))
            {
                await next(http);
            }
        });
    }

    // The request's own span where traces are kept, else the caller's.
    private static string? Parent(HttpRequest request) =>
        (Activity.Current is { IdFormat: ActivityIdFormat.W3C, Id: var span } ? span : request.Headers.TraceParent.ToString()) is { Length: > 0 } trace
        && ActivityContext.TryParse(trace, null, out _) ? trace : null;

    private static bool IsFit(string id) => id.Length is > 0 and <= 64 && id.All(c => c is > ' ' and < (char)127);
}
