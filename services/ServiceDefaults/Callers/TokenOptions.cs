// SPDX-License-Identifier: Apache-2.0
using System.Security.Claims;
using Microsoft.Extensions.Configuration;

namespace Cbm.ServiceDefaults.Callers;

/// <summary>Whose tokens are taken, and what their claims are called: settings alone make it any OpenID Connect provider.</summary>
/// <param name="Issuer"><c>Identity:Issuer</c>: who tokens say they are from.</param>
/// <param name="Metadata"><c>Identity:Metadata</c>: where the provider tells where its keys are; without it the well-known place below <c>Identity:Authority</c>.</param>
/// <param name="Audience"><c>Identity:Audience</c>: for whom tokens must be.</param>
/// <param name="Algorithms"><c>Identity:Algorithms</c>: how they may be signed.</param>
/// <param name="Names">Our name of a claim → the provider's (<c>Identity:Claims:Role</c>, …).</param>
public sealed record TokenOptions(
    string Issuer, string Metadata, string Audience, IReadOnlyList<string> Algorithms, IReadOnlyDictionary<string, string> Names)
{
    // With a secret that both sides know, whoever checks tokens could make them; and none at all is none.
    private static readonly string[] Allowed = ["RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512"];
    private static readonly string[] Ours = ["sub", "role", "party", "agency", "unit", "represents"];

    /// <summary>The settings, with the window's own Identity as the default.</summary>
    /// <exception cref="InvalidOperationException">An algorithm is none that a public key checks.</exception>
    public static TokenOptions Of(IConfiguration configuration)
    {
        var issuer = (configuration["Identity:Issuer"] ?? "http://localhost:8080").TrimEnd('/');
        var authority = (configuration["Identity:Authority"] ?? issuer).TrimEnd('/');
        var algorithms = (configuration["Identity:Algorithms"] ?? "RS256").Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        if (algorithms.Length == 0 || algorithms.FirstOrDefault(algorithm => !Allowed.Contains(algorithm)) is not null)
        {
            throw new InvalidOperationException($"Identity:Algorithms takes {string.Join(", ", Allowed)}, and no others.");
        }

        return new TokenOptions(
            issuer,
            configuration["Identity:Metadata"] ?? authority + "/.well-known/openid-configuration",
            configuration["Identity:Audience"] ?? "cbm",
            algorithms,
            Ours.ToDictionary(name => name, name => configuration[$"Identity:Claims:{name}"] is { Length: > 0 } theirs ? theirs : name));
    }

    /// <summary>
    /// What a checked token says, in our names. What a provider calls by one of our names and means otherwise is left out; so is,
    /// outside Development, an agent of everybody.
    /// </summary>
    public ClaimsPrincipal InOurNames(ClaimsPrincipal token, bool isDevelopment)
    {
        var claims = Names.SelectMany(name => token.FindAll(name.Value).Select(claim => new Claim(name.Key, claim.Value)))
            .Where(claim => isDevelopment || claim is not { Type: "represents", Value: "*" })

            // Until when it holds: a stream ends with its token, whoever issued it.
            .Concat(token.FindAll("exp"));
        return new ClaimsPrincipal(new ClaimsIdentity(claims, token.Identity?.AuthenticationType, "sub", "role"));
    }
}
