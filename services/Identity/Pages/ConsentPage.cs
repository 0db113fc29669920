// SPDX-License-Identifier: Apache-2.0
using Microsoft.AspNetCore.Antiforgery;
using OpenIddict.Abstractions;
using static OpenIddict.Abstractions.OpenIddictConstants;

namespace Cbm.Identity.Pages;

/// <summary>Asks a person whether another's application may know and do what it asks for.</summary>
internal static class ConsentPage
{
    /// <summary>Field of the form that carries the answer.</summary>
    public const string Decision = "decision";

    /// <summary>Its value where the person agrees.</summary>
    public const string Allow = "allow";

    /// <summary>The question; the request travels with the form.</summary>
    public static Page Ask(HttpContext http, IAntiforgery antiforgery, OpenIddictRequest request, string? application, string? person)
    {
        var asked = request.GetScopes().Select(Said).OfType<string>().Select(said => $"<li>{said}</li>");
        return new Page("Allow access", $"""
            <h1>Allow {Page.Encode(application)} access?</h1>
            <p>You are signed in as {Page.Encode(person)}. The application belongs to somebody else than the Single Window. It asks to</p>
            <ul>
            {string.Concat(asked)}
            </ul>
            <form method="post" action="/connect/authorize">
            {Page.Token(http, antiforgery)}
            {Page.Hidden(request)}
            <button type="submit" name="{Decision}" value="{Allow}">Allow</button>
            <button type="submit" name="{Decision}" value="deny" class="second">Do not allow</button>
            </form>
            """, FormTargets: request.RedirectUri is { } back ? [Page.Origin(new Uri(back))] : []);
    }

    private static string? Said(string scope) => scope switch
    {
        Scopes.OpenId => "know that it is you",
        Scopes.Profile => "know your name",
        TokenClaims.Scope => "act in the Single Window in your name, with everything that you may do there",
        Scopes.OfflineAccess => "do so while you are away, until you sign out of it",
        _ => null,
    };
}
