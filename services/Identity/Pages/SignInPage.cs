// SPDX-License-Identifier: Apache-2.0
using Cbm.Identity.People;
using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.WebUtilities;
using OpenIddict.Abstractions;

namespace Cbm.Identity.Pages;

/// <summary>Where people sign in by name and password.</summary>
internal static class SignInPage
{
    /// <summary>Path of the page.</summary>
    public const string Path = "/signin";

    // One sentence for an unknown name, a wrong password and a name that is locked.
    private const string NotTogether =
        "Name and password do not belong together, or there were too many tries. Check both; after several tries wait some minutes.";

    private static readonly byte[] Css = Resource("signin.css");

    /// <summary>The style sheet of every page here.</summary>
    public static IResult Style(HttpContext http)
    {
        http.Response.Headers.CacheControl = "public, max-age=3600";
        return Results.Bytes(Css, "text/css; charset=utf-8");
    }

    /// <summary><c>GET /signin</c>: the empty form.</summary>
    public static async Task<IResult> Show(HttpContext http, IAntiforgery antiforgery, IOpenIddictApplicationManager clients) =>
        await Form(http, antiforgery, clients, http.Request.Query["returnUrl"], "", []);

    /// <summary><c>POST /signin</c>: on to where the person came from, or the form again with what is wrong.</summary>
    public static async Task<IResult> Take(
        HttpContext http, IAntiforgery antiforgery, IOpenIddictApplicationManager clients, PasswordShare share, PasswordCheck passwords, Sessions sessions)
    {
        if (await Page.Sent(http, antiforgery) is not { } sent)
            return await Form(http, antiforgery, clients, null, "", [("name", "The page was open for too long, or cookies are off. Sign in again.")], 400);
        string name = sent["name"].ToString().Trim(), password = sent["password"].ToString(), from = sent["returnUrl"].ToString();
        List<(string Field, string Message)> errors = [];
        if (name.Length == 0) errors.Add(("name", "Enter your name."));
        if (password.Length == 0) errors.Add(("password", "Enter your password."));
        if (errors.Count == 0)
        {
            using var inside = share.Enter();
            if (inside is null)
            {
                http.Response.Headers.RetryAfter = "5";
                return await Form(http, antiforgery, clients, from, name, [("name", "Too many people sign in at the moment. Try again in some seconds.")], StatusCodes.Status503ServiceUnavailable);
            }
            if (await passwords.Check(name, password, http.RequestAborted) is { } person)
            {
                await sessions.Begin(person, Local(from));
                return Results.LocalRedirect(Local(from));
            }
            errors.Add(("name", NotTogether));
        }
        return await Form(http, antiforgery, clients, from, name, errors, 422);
    }

    // Wherever a link wants to lead: never out of here.
    private static string Local(string? url) => RedirectHttpResult.IsLocalUrl(url) && url!.StartsWith('/') ? url : "/";

    private static async Task<Page> Form(
        HttpContext http, IAntiforgery antiforgery, IOpenIddictApplicationManager clients, string? from, string name,
        IReadOnlyList<(string Field, string Message)> errors, int status = 200)
    {
        var summary = errors.Count == 0 ? "" : $"""
            <div class="errors" role="alert" aria-labelledby="errors" tabindex="-1" autofocus>
            <h2 id="errors">You are not signed in</h2>
            <ul>{string.Concat(errors.Select(error => $"""<li><a href="#{error.Field}">{Page.Encode(error.Message)}</a></li>"""))}</ul>
            </div>
            """;
        return new Page((errors.Count == 0 ? "" : "Error: ") + "Sign in", $"""
            {summary}
            <h1>Sign in</h1>
            <form method="post" action="{Path}">
            {Page.Token(http, antiforgery)}
            {Page.Hidden("returnUrl", Local(from))}
            <label for="name">Name</label>
            <input type="text" id="name" name="name" value="{Page.Encode(name)}" autocomplete="username" autocapitalize="none" spellcheck="false" required{Marks("name")}>
            <label for="password">Password</label>
            <input type="password" id="password" name="password" autocomplete="current-password" required{Marks("password")}>
            <button type="submit">Sign in</button>
            </form>
            """, status, await Targets(clients, Local(from), http.RequestAborted));

        string Marks(string field) => errors.Any(error => error.Field == field) ? " aria-invalid=\"true\" aria-describedby=\"errors\""
            : errors.Count == 0 && field == "name" ? " autofocus" : "";
    }

    // Where the sign-in leads in the end: to the client that the person came from, if the address is registered.
    private static async Task<IEnumerable<string>> Targets(IOpenIddictApplicationManager clients, string from, CancellationToken cancellation)
    {
        var query = from.IndexOf('?', StringComparison.Ordinal) is >= 0 and var at ? QueryHelpers.ParseQuery(from[at..]) : [];
        if (!query.TryGetValue("redirect_uri", out var redirect) || !Uri.TryCreate(redirect.ToString(), UriKind.Absolute, out var target)) return [];
        await foreach (var _ in clients.FindByRedirectUriAsync(redirect.ToString(), cancellation)) return [Page.Origin(target)];
        return [];
    }

    private static byte[] Resource(string name)
    {
        using var stream = typeof(SignInPage).Assembly.GetManifestResourceStream(name)!;
        using var copy = new MemoryStream();
        stream.CopyTo(copy);
        return copy.ToArray();
    }
}
