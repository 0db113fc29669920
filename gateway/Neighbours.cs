// SPDX-License-Identifier: Apache-2.0
using System.Net;
using Microsoft.AspNetCore.HttpOverrides;

namespace Cbm.Gateway;

/// <summary>Who stands before the gateway: proxies whose word on a caller's address is taken, and pages of others that may call from a browser. Nobody, unless the settings say so.</summary>
internal static class Neighbours
{
    private static readonly string[] Methods = ["GET", "HEAD", "POST", "PUT", "DELETE"];

    private static readonly string[] Asked =
    [
        "Authorization", "Content-Type", "Accept", "Accept-Language", "If-Match", "If-None-Match", "Idempotency-Key", "Last-Event-ID",
        "X-Correlation-ID", "traceparent", "tracestate",
    ];

    private static readonly string[] Told = ["ETag", "Location", "Retry-After", "Allow", "X-Correlation-ID", "WWW-Authenticate", "Content-Disposition"];

    /// <summary>Reads <c>Edge:Origins</c>: origins of browser clients (<c>https://trader.example</c>), separated by commas; none: no other origin.</summary>
    public static void AddOrigins(this WebApplicationBuilder builder)
    {
        var origins = List(builder.Configuration["Edge:Origins"]);
        // No cookies: who calls from another origin shows a token of its own.
        if (origins.Length > 0)
        {
            builder.Services.AddCors(cors => cors.AddDefaultPolicy(policy => policy.WithOrigins(origins).WithMethods(Methods).WithHeaders(Asked)
                .WithExposedHeaders(Told).SetPreflightMaxAge(TimeSpan.FromMinutes(10))));
        }
    }

    /// <summary>Answers browsers that ask for another origin, where any is let in.</summary>
    public static void UseOrigins(this WebApplication app)
    {
        if (List(app.Configuration["Edge:Origins"]).Length > 0) app.UseCors();
    }

    /// <summary>Takes a caller's address from <c>X-Forwarded-For</c> of the networks named in <c>Edge:TrustedProxies</c> (<c>10.0.0.0/8</c>, separated by commas).</summary>
    public static void UseTrustedProxies(this WebApplication app)
    {
        var networks = List(app.Configuration["Edge:TrustedProxies"]);
        if (networks.Length == 0) return;
        var options = new ForwardedHeadersOptions { ForwardedHeaders = ForwardedHeaders.XForwardedFor, ForwardLimit = null };
        options.KnownIPNetworks.Clear();
        options.KnownProxies.Clear();
        foreach (var network in networks)
        {
            options.KnownIPNetworks.Add(System.Net.IPNetwork.Parse(network));
        }
        app.UseForwardedHeaders(options);
    }

    /// <summary>What is wrong with both settings: no origin, or one that stands for all; no network.</summary>
    public static IEnumerable<string> Mistakes(IConfiguration configuration) =>
    [
        .. List(configuration["Edge:Origins"]).Where(origin => !IsOrigin(origin))
            .Select(origin => $"Edge:Origins: {origin} is no origin (https://host, with its port where it has one)"),
        .. List(configuration["Edge:TrustedProxies"]).Where(network => !System.Net.IPNetwork.TryParse(network, out _))
            .Select(network => $"Edge:TrustedProxies: {network} is no network (10.0.0.0/8)"),
    ];

    private static bool IsOrigin(string origin) =>
        Uri.TryCreate(origin, UriKind.Absolute, out var url) && (url.Scheme is "http" or "https") && url.GetLeftPart(UriPartial.Authority) == origin;

    private static string[] List(string? text) => (text ?? "").Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
}
