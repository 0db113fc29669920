// SPDX-License-Identifier: Apache-2.0
using Cbm.Identity.People;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Identity;
using OpenIddict.Abstractions;
using OpenIddict.Server.AspNetCore;
using static OpenIddict.Abstractions.OpenIddictConstants;

namespace Cbm.Identity;

/// <summary>Tells the bearer of a person's token what the scopes of the token let it know.</summary>
internal static class UserInfoEndpoint
{
    /// <summary>Answers <c>/connect/userinfo</c>; OpenIddict has checked the token before.</summary>
    public static async Task<IResult> Answer(HttpContext http, UserManager<Person> people)
    {
        var token = (await http.AuthenticateAsync(OpenIddictServerAspNetCoreDefaults.AuthenticationScheme)).Principal!;
        if (await people.FindByIdAsync(token.GetClaim(Claims.Subject)!) is not { } person)
            return Results.Challenge(
                new AuthenticationProperties(new Dictionary<string, string?>
                {
                    [OpenIddictServerAspNetCoreConstants.Properties.Error] = Errors.InvalidToken,
                    [OpenIddictServerAspNetCoreConstants.Properties.ErrorDescription] = "The token is no person's.",
                }),
                [OpenIddictServerAspNetCoreDefaults.AuthenticationScheme]);
        var told = new Dictionary<string, object> { [Claims.Subject] = person.Id };
        foreach (var claims in (await people.GetClaimsAsync(person)).Where(claim => TokenClaims.IsTold(claim.Type, token.HasScope)).GroupBy(claim => claim.Type))
            told[claims.Key] = claims.Count() == 1 ? claims.First().Value : claims.Select(claim => claim.Value);
        return Results.Json(told);
    }
}
