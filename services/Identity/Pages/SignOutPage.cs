// SPDX-License-Identifier: Apache-2.0
using Cbm.Identity.People;
using Microsoft.AspNetCore;
using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Authentication;
using OpenIddict.Abstractions;
using OpenIddict.Server.AspNetCore;
using static OpenIddict.Abstractions.OpenIddictConstants;

namespace Cbm.Identity.Pages;

/// <summary>Where people sign out: by themselves (<c>/signout</c>), or sent by a client (<c>/connect/logout</c>, OpenID Connect RP-Initiated Logout).</summary>
internal static class SignOutPage
{
    /// <summary>Path of the page.</summary>
    public const string Path = "/signout";

    /// <summary>Path of the endpoint for clients.</summary>
    public const string ForClients = "/connect/logout";

    /// <summary><c>GET /signout</c>: asks, or says that nobody is signed in.</summary>
    public static async Task<IResult> Show(HttpContext http, IAntiforgery antiforgery, Sessions sessions) => await sessions.Of(http) is null
        ? new Page("Signed out", $"""<h1>You are signed out</h1><p><a href="{SignInPage.Path}">Sign in</a></p>""")
        : Ask(http, antiforgery, Path, "", []);

    /// <summary><c>POST /signout</c>: ends the session.</summary>
    public static async Task<IResult> Take(HttpContext http, IAntiforgery antiforgery, Sessions sessions)
    {
        if (await Page.Sent(http, antiforgery) is null) return Ask(http, antiforgery, Path, "", [], 400);
        if (await sessions.Of(http) is { Person: var person }) await sessions.End(person, null, http.RequestAborted);
        return Results.LocalRedirect(Path);
    }

    /// <summary>
    /// <c>/connect/logout</c>: ends the session and leads back to the client. Where the client does not show by an id_token_hint that
    /// it knows who is signed in, the person is asked first: another site's link must sign nobody out.
    /// </summary>
    public static async Task<IResult> Answer(HttpContext http, IAntiforgery antiforgery, Sessions sessions)
    {
        var request = http.GetOpenIddictServerRequest() ?? throw new InvalidOperationException("Not a request to end a session.");
        var hint = (await http.AuthenticateAsync(OpenIddictServerAspNetCoreDefaults.AuthenticationScheme)).Principal;
        if (await sessions.Of(http) is { Person: var person })
        {
            var isAsked = HttpMethods.IsPost(http.Request.Method) && await Page.Sent(http, antiforgery) is not null;
            if (!isAsked && hint?.GetClaim(Claims.Subject) != person.Id)
            {
                var back = Uri.TryCreate(request.PostLogoutRedirectUri, UriKind.Absolute, out var uri) ? new[] { Page.Origin(uri) } : [];
                return Ask(http, antiforgery, ForClients, Page.Hidden(request), back);
            }
            await sessions.End(person, request.ClientId ?? hint?.GetAudiences().FirstOrDefault(), http.RequestAborted);
        }
        return Results.SignOut(new AuthenticationProperties { RedirectUri = Path }, [OpenIddictServerAspNetCoreDefaults.AuthenticationScheme]);
    }

    private static Page Ask(HttpContext http, IAntiforgery antiforgery, string action, string fields, IEnumerable<string> targets, int status = 200) =>
        new("Sign out", $"""
            <h1>Sign out?</h1>
            <p>You will be signed out in every browser.</p>
            <form method="post" action="{action}">
            {Page.Token(http, antiforgery)}
            {fields}
            <button type="submit">Sign out</button>
            </form>
            """, status, targets);
}
