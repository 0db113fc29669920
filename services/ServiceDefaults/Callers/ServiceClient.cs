// SPDX-License-Identifier: Apache-2.0
using Cbm.ServiceDefaults.Hosting;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Hosting;

namespace Cbm.ServiceDefaults.Callers;

/// <summary>By what a service of the window shows the others which one it is: a client of its own, with a secret that no other has.</summary>
/// <param name="Code">DECLARATIONS, or the code of an agency.</param>
/// <param name="Id">client_id: <c>Identity:Services:CODE:ClientId</c>, else service-code.</param>
/// <param name="Secret"><c>Identity:Services:CODE:Secret</c>; empty: none is configured.</param>
public sealed record ServiceClient(string Code, string Id, string Secret)
{
    /// <summary>How the ids of those begin that are not named otherwise.</summary>
    public const string Prefix = "service-";

    private const int ShortestSecret = 32;
    private const string Section = "Identity:Services";

    /// <summary>The client that this service shows. Where others' secrets can be seen too, they are checked with it.</summary>
    /// <exception cref="RefusedToStartException">Outside of Development its secret is missing, short, or another's too.</exception>
    public static ServiceClient Own(IConfiguration configuration, IHostEnvironment environment, string code) =>
        All(configuration, environment, [code]).Single(client => client.Code == code);

    /// <summary>The clients of the services that must have one, and of whoever else is configured.</summary>
    /// <exception cref="RefusedToStartException">Outside of Development a secret is missing, short, or two services'; all mistakes at once.</exception>
    public static IReadOnlyList<ServiceClient> All(IConfiguration configuration, IHostEnvironment environment, IEnumerable<string> needed)
    {
        var mistakes = Mistakes(configuration, environment, needed);
        return mistakes.Count == 0 ? Clients(configuration, needed) : throw new RefusedToStartException(mistakes);
    }

    /// <summary>What is wrong with them, outside of Development; no secret is in it.</summary>
    public static IReadOnlyList<string> Mistakes(IConfiguration configuration, IHostEnvironment environment, IEnumerable<string> needed) =>
        environment.IsDevelopment() ? [] : [.. Mistakes(Clients(configuration, needed))];

    private static List<ServiceClient> Clients(IConfiguration configuration, IEnumerable<string> needed) =>
    [
        .. needed.Concat(configuration.GetSection(Section).GetChildren().Select(one => one.Key)).Select(code => code.ToUpperInvariant()).Distinct()
            .Select(code => Of(configuration, code)),
    ];

    private static ServiceClient Of(IConfiguration configuration, string code) => new(
        code,
        configuration[$"{Section}:{code}:ClientId"] is { Length: > 0 } id ? id : Prefix + code.ToLowerInvariant(),
        configuration[$"{Section}:{code}:Secret"] ?? "");

    private static IEnumerable<string> Mistakes(IReadOnlyList<ServiceClient> clients) =>
    [
        .. clients.Where(client => client.Secret.Length == 0).Select(client => $"{Section}:{client.Code}:Secret is missing"),
        .. clients.Where(client => client.Secret.Length is > 0 and < ShortestSecret)
            .Select(client => $"{Section}:{client.Code}:Secret is shorter than {ShortestSecret} characters"),
        .. clients.Where(client => client.Secret.Length > 0).GroupBy(client => client.Secret).Where(same => same.Count() > 1)
            .Select(same => $"{string.Join(" and ", same.Select(client => client.Code))} have the same secret"),
        .. clients.GroupBy(client => client.Id).Where(same => same.Count() > 1)
            .Select(same => $"{string.Join(" and ", same.Select(client => client.Code))} have the same client {same.Key}"),
    ];
}
