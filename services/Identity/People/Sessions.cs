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
    /// <summary>How long a person who was asked to sign in anew has for what follows, the consent to an application among it.</summary>
    public static readonly TimeSpan LongestSignIn = TimeSpan.FromMinutes(10);

    private const string For = "for";

    /// <summary>Begins a session, for one whose password was right.</summary>
    /// <param name="person">Who it is.</param>
    /// <param name="request">Address for which the person has signed in.</param>
    public Task Begin(Person person, string request) => Keep(person, clock.GetUtcNow(), new AuthenticationProperties(), new Claim(For, Session.Digest(request)));

    /// <summary>The session that the request belongs to; null: nobody's.</summary>
    public async Task<Session?> Of(HttpContext http)
    {
        var session = await http.AuthenticateAsync(IdentityConstants.ApplicationScheme);
        if (!session.Succeeded || await people.GetUserAsync(session.Principal) is not { } person) return null;
        var since = long.Parse(session.Principal.FindFirstValue(Claims.AuthenticationTime) ?? "0", CultureInfo.InvariantCulture);
        return new Session(person, DateTimeOffset.FromUnixTimeSeconds(since), session.Principal.FindFirstValue(For), session.Properties!);
    }

    /// <summary>What the person has signed in for is done: the next one that must be signed in for is another.</summary>
    public Task Spend(Session session) =>
        session.Request is null ? Task.CompletedTask : Keep(session.Person, session.Since, session.Properties);

    // The end of the session stays where it was, where it had one.
    private Task Keep(Person person, DateTimeOffset since, AuthenticationProperties properties, params Claim[] more) => cookies.SignInWithClaimsAsync(person, properties,
        [new Claim(Claims.AuthenticationTime, since.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture), ClaimValueTypes.Integer64), .. more]);

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
