// SPDX-License-Identifier: Apache-2.0
using System.Security.Claims;
using OpenIddict.Abstractions;
using OpenIddict.Server.AspNetCore;
using static OpenIddict.Abstractions.OpenIddictConstants;

namespace Cbm.Identity;

/// <summary>What tokens say of their bearer.</summary>
public static class TokenClaims
{
    /// <summary>Audience of every token that the window's services take.</summary>
    public const string Audience = "cbm";

    /// <summary>Scope under which a person's token is for the window's services, and says what the person is there.</summary>
    public const string Scope = "cbm";

    /// <summary>The claims that say it: role, party, agency, unit, represents.</summary>
    public static readonly IReadOnlySet<string> OfTheWindow = new HashSet<string> { Claims.Role, "party", "agency", "unit", "represents" };

    /// <summary>A client's token: always for the window.</summary>
    public static ClaimsPrincipal Of(Client client)
    {
        var principal = Of(client.Id, client.Claims);
        principal.SetResources(Audience);
        return principal.SetDestinations(_ => [Destinations.AccessToken]);
    }

    /// <summary>A person's tokens: as far as the scopes go that were granted.</summary>
    /// <param name="subject">Id of the person.</param>
    /// <param name="claims">What is known of it.</param>
    /// <param name="scopes">What was granted.</param>
    public static ClaimsPrincipal Of(string subject, IEnumerable<Claim> claims, IEnumerable<string> scopes)
    {
        var principal = Of(subject, claims).SetScopes(scopes);
        Complete(principal);
        return principal;
    }

    /// <summary>Puts what is known of the person now in the place of what was known when the code or refresh token was made.</summary>
    public static ClaimsPrincipal Renew(this ClaimsPrincipal granted, IEnumerable<Claim> claims)
    {
        var identity = (ClaimsIdentity)granted.Identity!;
        foreach (var old in identity.Claims.Where(claim => claim.Type == Claims.Name || OfTheWindow.Contains(claim.Type)).ToList()) identity.RemoveClaim(old);
        identity.AddClaims(claims);
        Complete(granted);
        return granted;
    }

    /// <summary>Whether a claim is told to one who was granted these scopes.</summary>
    public static bool IsTold(string claim, Func<string, bool> isGranted) =>
        claim == Claims.Name ? isGranted(Scopes.Profile) : OfTheWindow.Contains(claim) && isGranted(Scope);

    private static ClaimsPrincipal Of(string subject, IEnumerable<Claim> claims)
    {
        var identity = new ClaimsIdentity(OpenIddictServerAspNetCoreDefaults.AuthenticationScheme, Claims.Name, Claims.Role);
        identity.AddClaims(claims);
        identity.SetClaim(Claims.Subject, subject);
        return new ClaimsPrincipal(identity);
    }

    // A portal shows by the identity token who has signed in and as what; services read the access token alone.
    private static void Complete(ClaimsPrincipal principal)
    {
        if (principal.HasScope(Scope)) principal.SetResources(Audience);
        principal.SetAccessTokenLifetime(IdentityService.PersonsTokenLifetime);
        principal.SetDestinations(claim => claim.Type == Claims.AuthenticationTime ? [Destinations.IdentityToken]
            : IsTold(claim.Type, principal.HasScope) ? [Destinations.AccessToken, Destinations.IdentityToken]
            : []);
    }
}
