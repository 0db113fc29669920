// SPDX-License-Identifier: Apache-2.0
using System.Security.Claims;
using Microsoft.Extensions.Configuration;

namespace Cbm.ServiceDefaults.Callers;

/// <summary>Of whom a provider's tokens may speak.</summary>
public enum Speaks
{
    /// <summary>One provider for all.</summary>
    OfAll,

    /// <summary>Of people and their clients; what it says of services counts for nothing.</summary>
    OfPeople,

    /// <summary>Of the window's services, and of nobody else.</summary>
    OfServices,
}

/// <summary>Whose tokens are taken, and what their claims are called: settings alone make it any OpenID Connect provider.</summary>
/// <param name="Issuer"><c>Identity:Issuer</c>: who tokens say they are from.</param>
/// <param name="Metadata"><c>Identity:Metadata</c>: where the provider tells where its keys are; without it the well-known place below <c>Identity:Authority</c>.</param>
/// <param name="Audience"><c>Identity:Audience</c>: for whom tokens must be.</param>
/// <param name="Algorithms"><c>Identity:Algorithms</c>: how they may be signed.</param>
/// <param name="Names">Our name of a claim → the provider's (<c>Identity:Claims:Role</c>, …).</param>
/// <param name="Scope"><c>Identity:Scope</c>: what a service must ask for to be given a token; empty: nothing.</param>
/// <param name="Speaks">Of whom its tokens may speak.</param>
public sealed record TokenOptions(
    string Issuer, string Metadata, string Audience, IReadOnlyList<string> Algorithms, IReadOnlyDictionary<string, string> Names, string Scope, Speaks Speaks)
{
    private const string People = "Identity", Services = "Identity:ForServices", Service = "service";

    // With a secret that both sides know, whoever checks tokens could make them; and none at all is none.
    private static readonly string[] Allowed = ["RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512"];
    private static readonly string[] OfWhom = ["sub", "role"], OfPeople = ["party", "agency", "unit", "represents"], OfServicesAlone = [Service];

    /// <summary>The provider of people and their clients, with the window's own Identity as the default.</summary>
    /// <exception cref="InvalidOperationException">An algorithm is none that a public key checks.</exception>
    public static TokenOptions Of(IConfiguration configuration) => Of(configuration, People, HasTwo(configuration) ? Speaks.OfPeople : Speaks.OfAll);

    /// <summary>The provider of the window's services: the same settings below <c>Identity:ForServices</c>; where no issuer is named there, the one of people.</summary>
    /// <exception cref="InvalidOperationException">An algorithm is none that a public key checks, or both providers are one issuer.</exception>
    public static TokenOptions OfServices(IConfiguration configuration)
    {
        var people = Of(configuration);
        if (people.Speaks == Speaks.OfAll)
        {
            return people;
        }

        var services = Of(configuration, Services, Speaks.OfServices);
        return services.Issuer != people.Issuer ? services
            : throw new InvalidOperationException(OneIssuer);
    }

    /// <summary>What is wrong with the settings of both providers.</summary>
    public static IEnumerable<string> Mistakes(IConfiguration configuration)
    {
        foreach (var section in HasTwo(configuration) ? (string[])[People, Services] : [People])
        {
            if (Signing(configuration.GetSection(section)) is var named && (named.Length == 0 || named.Except(Allowed).Any()))
            {
                yield return NoAlgorithm(section);
            }
        }

        if (configuration[$"{Services}:Issuer"] is { Length: > 0 } issuer && issuer.TrimEnd('/') == configuration[$"{People}:Issuer"]?.TrimEnd('/'))
        {
            yield return OneIssuer;
        }
    }

    /// <summary>
    /// What a checked token says, in our names, as far as its provider may say it. What a provider calls by one of our names and means
    /// otherwise is left out; so is, outside Development, an agent of everybody.
    /// </summary>
    public ClaimsPrincipal InOurNames(ClaimsPrincipal token, bool isDevelopment)
    {
        var claims = Names.SelectMany(name => token.FindAll(name.Value).Select(claim => new Claim(name.Key, claim.Value)))
            .Where(claim => isDevelopment || claim is not { Type: "represents", Value: "*" })
            .Where(claim => claim.Type != "role" || Speaks == Speaks.OfAll || (claim.Value == Service) == (Speaks == Speaks.OfServices))

            // Until when it holds: a stream ends with its token, whoever issued it.
            .Concat(token.FindAll("exp"));
        return new ClaimsPrincipal(new ClaimsIdentity(claims, token.Identity?.AuthenticationType, "sub", "role"));
    }

    private const string OneIssuer = $"{Services}:Issuer is {People}:Issuer: leave it out where one provider speaks of both.";

    private static string NoAlgorithm(string section) => $"{section}:Algorithms takes {string.Join(", ", Allowed)}, and no others.";

    private static string[] Signing(IConfigurationSection section) =>
        (section["Algorithms"] ?? "RS256").Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);

    private static bool HasTwo(IConfiguration configuration) => configuration[$"{Services}:Issuer"] is { Length: > 0 };

    private static TokenOptions Of(IConfiguration all, string section, Speaks speaks)
    {
        var configuration = all.GetSection(section);
        var issuer = (configuration["Issuer"] ?? "http://localhost:8080").TrimEnd('/');
        var authority = (configuration["Authority"] ?? issuer).TrimEnd('/');
        var algorithms = Signing(configuration);
        if (algorithms.Length == 0 || algorithms.FirstOrDefault(algorithm => !Allowed.Contains(algorithm)) is not null)
        {
            throw new InvalidOperationException(NoAlgorithm(section));
        }

        string[] ours = [.. OfWhom, .. speaks == Speaks.OfServices ? [] : OfPeople, .. speaks == Speaks.OfPeople ? [] : OfServicesAlone];
        return new TokenOptions(
            issuer,
            configuration["Metadata"] ?? authority + "/.well-known/openid-configuration",
            configuration["Audience"] ?? "cbm",
            algorithms,
            ours.ToDictionary(name => name, name => configuration[$"Claims:{name}"] is { Length: > 0 } theirs ? theirs : name),
            configuration["Scope"] ?? "",
            speaks);
    }
}
