// SPDX-License-Identifier: Apache-2.0
using Cbm.Identity.People;
using Microsoft.AspNetCore;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Identity;
using OpenIddict.Abstractions;
using OpenIddict.Server.AspNetCore;
using static OpenIddict.Abstractions.OpenIddictConstants;

namespace Cbm.Identity;

/// <summary>Turns a client that has proved its secret, or a code or refresh token that OpenIddict found good, into tokens that say who it is.</summary>
public static class TokenEndpoint
{
    private const string Scheme = OpenIddictServerAspNetCoreDefaults.AuthenticationScheme;

    /// <summary>Answers <c>POST /connect/token</c>; OpenIddict has checked grant, client, secret, verifier and reuse before.</summary>
    public static async Task<IResult> Issue(HttpContext http, IOpenIddictApplicationManager clients, UserManager<Person> people)
    {
        var request = http.GetOpenIddictServerRequest() ?? throw new InvalidOperationException("Not a token request.");
        if (request.IsClientCredentialsGrantType())
        {
            var registered = await clients.FindByClientIdAsync(request.ClientId!, http.RequestAborted)
                ?? throw new InvalidOperationException("A client was removed while it signed in.");
            return Results.SignIn(TokenClaims.Of(Client.From(await clients.GetPropertiesAsync(registered, http.RequestAborted))), null, Scheme);
        }

        var granted = (await http.AuthenticateAsync(Scheme)).Principal ?? throw new InvalidOperationException("Neither a code nor a refresh token.");
        return await people.FindByIdAsync(granted.GetClaim(Claims.Subject)!) is { } person
            ? Results.SignIn(granted.Renew(await people.GetClaimsAsync(person)), null, Scheme)
            : Denial.Of(Errors.InvalidGrant, "The person is no longer registered.");
    }
}
