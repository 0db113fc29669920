// SPDX-License-Identifier: Apache-2.0
using Cbm.Identity.Pages;
using Cbm.Identity.People;
using Microsoft.AspNetCore;
using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Identity;
using OpenIddict.Abstractions;
using OpenIddict.Server.AspNetCore;
using static OpenIddict.Abstractions.OpenIddictConstants;

namespace Cbm.Identity;

/// <summary>Gives a client a code for the person who is signed in; the person is asked to sign in, and to agree, where that is needed.</summary>
internal sealed class AuthorizeEndpoint(
    Sessions sessions, UserManager<Person> people, IOpenIddictApplicationManager clients, IOpenIddictAuthorizationManager authorizations,
    IAntiforgery antiforgery, TimeProvider clock, ILogger<AuthorizeEndpoint> log)
{
    /// <summary>Answers <c>/connect/authorize</c>; OpenIddict has checked client, redirect URI, scopes and the S256 challenge before.</summary>
    public async Task<IResult> Answer(HttpContext http)
    {
        var request = http.GetOpenIddictServerRequest() ?? throw new InvalidOperationException("Not an authorization request.");
        if (await sessions.Of(http) is not { } session || MustSignInAnew(session, request))
        {
            return request.HasPromptValue(PromptValues.None)
                ? Denial.Of(Errors.LoginRequired, "The person must sign in.")
                : Results.LocalRedirect(QueryString.Create("returnUrl", Again(request)).ToUriComponent().Insert(0, SignInPage.Path));
        }

        var (person, since) = (session.Person, session.Since);
        var client = await clients.FindByClientIdAsync(request.ClientId!, http.RequestAborted)
            ?? throw new InvalidOperationException("A client was removed while a person signed in to it.");
        var principal = TokenClaims.Of(person.Id, await people.GetClaimsAsync(person), request.GetScopes());
        principal.SetClaim(Claims.AuthenticationTime, since.ToUnixTimeSeconds());
        if (!await clients.HasConsentTypeAsync(client, ConsentTypes.Implicit, http.RequestAborted))
        {
            var clientKey = (await clients.GetIdAsync(client, http.RequestAborted))!;
            var agreed = IsImpersonable(request) ? null : await Remembered(person, clientKey, request, http.RequestAborted);
            if (agreed is null || request.HasPromptValue(PromptValues.Consent))
            {
                switch (await Decision(http))
                {
                    case ConsentPage.Allow:
                        agreed ??= await authorizations.CreateAsync(
                            principal, person.Id, clientKey, AuthorizationTypes.Permanent, request.GetScopes(), http.RequestAborted);
                        log.LogInformation("{Person} has allowed {Client} access.", person.Id, request.ClientId);
                        break;
                    case not null:
                        return Denial.Of(Errors.AccessDenied, "The person has not agreed.");
                    default:
                        return request.HasPromptValue(PromptValues.None)
                            ? Denial.Of(Errors.ConsentRequired, "The person must agree.")
                            : ConsentPage.Ask(http, antiforgery, request, await clients.GetDisplayNameAsync(client, http.RequestAborted), person.UserName);
                }
            }
            principal.SetAuthorizationId(await authorizations.GetIdAsync(agreed, http.RequestAborted));
        }
        await sessions.Spend(session);
        return Results.SignIn(principal, null, OpenIddictServerAspNetCoreDefaults.AuthenticationScheme);
    }

    // Asked for by the client, and done only by a sign-in that was made for this very request and has led to no code yet: going back
    // in the browser, or past the page, is none. A client that must be sure reads auth_time besides, since a person may take the
    // question out of the address before it ever comes here.
    private bool MustSignInAnew(Session session, OpenIddictRequest request)
    {
        var age = clock.GetUtcNow() - session.Since;
        var isAsked = request.HasPromptValue(PromptValues.Login) || (request.MaxAge is { } most && age.TotalSeconds > most);
        return isAsked && !(session.IsFor(Again(request)) && age < Sessions.LongestSignIn);
    }

    // RFC 8252, 8.6: whoever listens on the loopback, or has taken an app's scheme, can say that it is the app. Only the person can tell.
    private static bool IsImpersonable(OpenIddictRequest request) => !Uri.TryCreate(request.RedirectUri, UriKind.Absolute, out var back) || back.Scheme != Uri.UriSchemeHttps;

    // The way back from the sign-in: the same request, whole.
    private static string Again(OpenIddictRequest request) => "/connect/authorize" + QueryString.Create(request.GetParameters()
        .Where(parameter => !Page.IsOfForm(parameter.Key))
        .Select(parameter => KeyValuePair.Create(parameter.Key, (string?)parameter.Value)));

    private async Task<object?> Remembered(Person person, string client, OpenIddictRequest request, CancellationToken cancellation)
    {
        await foreach (var one in authorizations.FindAsync(
            person.Id, client, Statuses.Valid, AuthorizationTypes.Permanent, request.GetScopes(), cancellation)) return one;
        return null;
    }

    // Only a form of our own page decides; what a link or another site says does not.
    private async Task<string?> Decision(HttpContext http) =>
        HttpMethods.IsPost(http.Request.Method) && await Page.Sent(http, antiforgery) is { } sent && sent.TryGetValue(ConsentPage.Decision, out var said)
            ? said.ToString() : null;
}
