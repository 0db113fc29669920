// SPDX-License-Identifier: Apache-2.0
using System.Net;
using Cbm.ServiceDefaults.Hosting;
using Yarp.ReverseProxy.Configuration;
using Yarp.ReverseProxy.Forwarder;

namespace Cbm.Gateway;

/// <summary>
/// Which path goes to which service. A route's <c>To</c> is a service, or <c>{agency}</c> (the agency that the path names),
/// or <c>x-agency</c> (the agency that the header names). The agencies are those of <c>Window:Agencies</c>; nothing here knows one by name.
/// </summary>
internal sealed class Routing
{
    private const string ByPath = "{agency}", ByHeader = "x-agency";
    private const string Identity = "Identity";

    private readonly Route[] routes;
    private readonly string[] agencies;
    private readonly string issuer;

    /// <summary>Reads the routes, the agencies and the services' addresses.</summary>
    public Routing(IConfiguration configuration)
    {
        routes = configuration.GetSection("Routes").Get<Route[]>()!;
        issuer = HostOf(new Uri(configuration["Identity:ForServices:Issuer"] ?? configuration["Identity:Issuer"] ?? "http://localhost:8080"));
        agencies = WindowAgencies.Of(configuration);
        Routes = [.. routes.SelectMany(Expand)];
        Clusters = [.. Routes.Select(route => route.ClusterId!).Distinct().Select(service => Cluster(service, configuration))];
    }

    /// <summary>Services and agencies that a route leads to and that have no address.</summary>
    public static IEnumerable<string> Mistakes(IConfiguration configuration) =>
        configuration.GetSection("Routes").Get<Route[]>()!.Select(route => route.To).Where(to => to is not (ByPath or ByHeader))
            .Concat(WindowAgencies.Of(configuration))
            .Distinct().Where(service => configuration[$"Services:{service}"] is not { Length: > 0 })
            .Select(service => $"Services:{service} is missing: an address (https://host:port)");

    // As a header has it: a host of any letters in those that it is asked for by.
    private static string HostOf(Uri issuer) => issuer.IsDefaultPort ? issuer.IdnHost : $"{issuer.IdnHost}:{issuer.Port}";

    /// <summary>For the proxy: one for each service, one for each agency where the caller names an agency.</summary>
    public IReadOnlyList<RouteConfig> Routes { get; }

    /// <summary>For the proxy: one for each service.</summary>
    public IReadOnlyList<ClusterConfig> Clusters { get; }

    /// <summary>Answers for agencies that are not configured: 404, NOT_FOUND; a gRPC call that names none: INVALID_ARGUMENT.</summary>
    public void MapUnknownAgencies(IEndpointRouteBuilder app)
    {
        // A path with the agency written out is more specific, so it comes before its pattern.
        foreach (var route in routes.Where(route => route.To == ByPath)) app.Map(route.Path, Answer.NoSuchAgency);
        // The same path as the proxy's: only order tells who is asked last.
        foreach (var route in routes.Where(route => route.To == ByHeader))
            app.Map(route.Path, Answer.NoSuchAgency).Add(endpoint => ((RouteEndpointBuilder)endpoint).Order = 1);
    }

    private IEnumerable<RouteConfig> Expand(Route route) => route.To switch
    {
        ByPath => agencies.Select(agency => For(agency, new RouteMatch { Path = route.Path.Replace(ByPath, agency) })),
        ByHeader => agencies.Select(agency => For(agency, new RouteMatch
        {
            Path = route.Path,
            Headers = [new RouteHeader { Name = ByHeader, Values = [agency], Mode = HeaderMatchMode.ExactHeader, IsCaseSensitive = false }],
        })),
        _ => [For(route.To, new RouteMatch { Path = route.Path })],
    };

    private RouteConfig For(string service, RouteMatch match) => new()
    {
        RouteId = $"{service} {match.Path}",
        ClusterId = service,
        Match = match,
        // Nothing inside asks where a request came from, and what a caller claims of it is worth nothing.
        Transforms = service == Identity
            // Identity tells its addresses by the host that it is asked under: that of the issuer, whatever a caller says.
            ? [new Dictionary<string, string> { ["X-Forwarded"] = "Remove" }, new Dictionary<string, string> { ["RequestHeader"] = "Host", ["Set"] = issuer }]
            : [new Dictionary<string, string> { ["X-Forwarded"] = "Remove" }],
    };

    private static ClusterConfig Cluster(string service, IConfiguration configuration) => new()
    {
        ClusterId = service,
        Destinations = new Dictionary<string, DestinationConfig>
        {
            ["one"] = new()
            {
                Address = configuration[$"Services:{service}"]!,
            },
        },
        HttpClient = new HttpClientConfig { EnableMultipleHttp2Connections = true, RequestHeaderEncoding = "utf-8", ResponseHeaderEncoding = "utf-8" },
        HttpRequest = new ForwarderRequestConfig
        {
            // Identity speaks HTTP/1.1: whoever reads token metadata does so by default.
            Version = service == Identity ? HttpVersion.Version11 : HttpVersion.Version20,
            VersionPolicy = HttpVersionPolicy.RequestVersionExact,
            // Twice the heartbeat of a live stream.
            ActivityTimeout = TimeSpan.FromSeconds(30),
        },
    };

    private sealed record Route(string Path, string To);
}
