// SPDX-License-Identifier: Apache-2.0
using System.Collections.Immutable;
using System.Security.Claims;
using Microsoft.AspNetCore;
using OpenIddict.Abstractions;
using OpenIddict.Server.AspNetCore;
using static OpenIddict.Abstractions.OpenIddictConstants;

namespace Cbm.Identity;

/// <summary>Turns a client that has proved its secret into a token that says who it is.</summary>
public static class TokenEndpoint
{
    /// <summary>Audience of every token.</summary>
    public const string Audience = "cbm";

    /// <summary>Answers <c>POST /connect/token</c>; OpenIddict has checked grant, client and secret before.</summary>
    public static async Task<IResult> Issue(HttpContext http, IOpenIddictApplicationManager clients)
    {
        var request = http.GetOpenIddictServerRequest() ?? throw new InvalidOperationException("Not a token request.");
        var registered = await clients.FindByClientIdAsync(request.ClientId!, http.RequestAborted)
            ?? throw new InvalidOperationException("A client was removed while it signed in.");
        var client = Client.From(await clients.GetPropertiesAsync(registered, http.RequestAborted));

        var identity = new ClaimsIdentity(OpenIddictServerAspNetCoreDefaults.AuthenticationScheme, Claims.Name, Claims.Role);
        identity.SetClaim(Claims.Subject, client.Id)
            .SetClaim(Claims.Name, client.Name)
            .SetClaims(Claims.Role, client.Roles)
            .SetClaim("party", client.Party)
            .SetClaim("agency", client.Agency)
            .SetClaim("represents", client.Represents)
            .SetClaims("unit", client.Units);
        identity.SetResources(Audience);
        identity.SetDestinations(_ => [Destinations.AccessToken]);
        return Results.SignIn(new ClaimsPrincipal(identity), properties: null, OpenIddictServerAspNetCoreDefaults.AuthenticationScheme);
    }
}
