// SPDX-License-Identifier: Apache-2.0
using System.Globalization;
using System.Security.Claims;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Identity;
using OpenIddict.Abstractions;
using static OpenIddict.Abstractions.OpenIddictConstants;

namespace Cbm.Identity.People;

/// <summary>A person's session with Identity: the cookie by which it is known again, for a working day at most.</summary>
public sealed class Sessions(
    SignInManager<Person> cookies, UserManager<Person> people, IOpenIddictTokenManager tokens, IOpenIddictApplicationManager clients,
    TimeProvider clock, ILogger<Sessions> log)
{
    /// <summary>Begins a session, for one whose password was right.</summary>
    public Task Begin(Person person) => cookies.SignInWithClaimsAsync(person, isPersistent: false,
        [new Claim(Claims.AuthenticationTime, clock.GetUtcNow().ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture), ClaimValueTypes.Integer64)]);

    /// <summary>Whose session the request belongs to, and when it signed in; null: nobody's.</summary>
    public async Task<(Person Person, DateTimeOffset Since)?> Of(HttpContext http)
    {
        var session = await http.AuthenticateAsync(IdentityConstants.ApplicationScheme);
        if (!session.Succeeded || await people.GetUserAsync(session.Principal) is not { } person) return null;
        var since = long.Parse(session.Principal.FindFirstValue(Claims.AuthenticationTime) ?? "0", CultureInfo.InvariantCulture);
        return (person, DateTimeOffset.FromUnixTimeSeconds(since));
    }

    /// <summary>
    /// Ends the person's sessions in every browser, so that a copied cookie is worth nothing, and takes back the refresh tokens that the
    /// portal and the client that asks (null: none) hold for it.
    /// </summary>
    public async Task End(Person person, string? client, CancellationToken cancellation)
    {
        await cookies.SignOutAsync();
        await people.UpdateSecurityStampAsync(person);
        foreach (var id in new[] { Portal.ClientId, client }.OfType<string>().Distinct())
            if (await clients.FindByClientIdAsync(id, cancellation) is { } known)
                await tokens.RevokeAsync(person.Id, await clients.GetIdAsync(known, cancellation), Statuses.Valid, TokenTypeIdentifiers.RefreshToken, cancellation);
        log.LogInformation("Signed out: {Person}.", person.Id);
    }

    /// <summary>Refuses a cookie whose session was ended since it was written.</summary>
    public static async Task MustStillStand(CookieValidatePrincipalContext cookie)
    {
        var sessions = cookie.HttpContext.RequestServices.GetRequiredService<SignInManager<Person>>();
        if (await sessions.ValidateSecurityStampAsync(cookie.Principal) is null) cookie.RejectPrincipal();
    }
}
