// SPDX-License-Identifier: Apache-2.0
using System.Net;
using Microsoft.AspNetCore.HttpOverrides;

namespace Cbm.Identity;

/// <summary>Who stands before Identity and ends TLS there: whose word on address, scheme and host of a request is taken. Nobody, unless the settings say so.</summary>
internal static class Proxies
{
    /// <summary>
    /// Takes <c>X-Forwarded-For</c>, <c>-Proto</c> and <c>-Host</c> from the networks named in <c>Identity:TrustedProxies</c> (<c>10.0.0.0/8</c>,
    /// separated by commas), the host only where it is the issuer's.
    /// </summary>
    public static void UseTrustedProxies(this WebApplication app)
    {
        var named = Named(app.Configuration);
        if (named.Length == 0) return;
        var options = new ForwardedHeadersOptions
        {
            ForwardedHeaders = ForwardedHeaders.XForwardedFor | ForwardedHeaders.XForwardedProto | ForwardedHeaders.XForwardedHost,
            ForwardLimit = null,
            AllowedHosts = [new Uri(app.Configuration["Identity:Issuer"] ?? "http://localhost:8080").Host],
        };
        options.KnownIPNetworks.Clear();
        options.KnownProxies.Clear();
        foreach (var network in named) options.KnownIPNetworks.Add(System.Net.IPNetwork.Parse(network));
        app.UseForwardedHeaders(options);
    }

    /// <summary>What is no network among them.</summary>
    public static IEnumerable<string> Mistakes(IConfiguration configuration)
    {
        var wrong = Named(configuration).Where(network => !System.Net.IPNetwork.TryParse(network, out _)).ToList();
        return wrong.Count == 0 ? [] : [$"Identity:TrustedProxies: {string.Join(", ", wrong)} is no network (10.0.0.0/8)"];
    }

    private static string[] Named(IConfiguration configuration) =>
        (configuration["Identity:TrustedProxies"] ?? "").Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
}
