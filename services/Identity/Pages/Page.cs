// SPDX-License-Identifier: Apache-2.0
using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Antiforgery;
using OpenIddict.Abstractions;

namespace Cbm.Identity.Pages;

/// <summary>A page for people: plain HTML that needs no script. It may load its style sheet and send its form, and nothing else.</summary>
/// <param name="Title">What the page is for.</param>
/// <param name="Body">HTML of its main part; whatever came from outside is encoded.</param>
/// <param name="Status">HTTP status.</param>
/// <param name="FormTargets">Origins, beside this one, to which its form leads in the end.</param>
internal sealed record Page(string Title, string Body, int Status = StatusCodes.Status200OK, IEnumerable<string>? FormTargets = null) : IResult
{
    /// <summary>The text as HTML shows it, in attributes too.</summary>
    public static string Encode(string? text) => HtmlEncoder.Default.Encode(text ?? "");

    /// <summary>A field of a form that people do not see.</summary>
    public static string Hidden(string name, string? value) => $"""<input type="hidden" name="{Encode(name)}" value="{Encode(value)}">""";

    /// <summary>The request of a client, to travel on with a form: what a form of before added to it stays behind.</summary>
    public static string Hidden(OpenIddictRequest request) => string.Concat(request.GetParameters()
        .Where(parameter => !IsOfForm(parameter.Key)).Select(parameter => Hidden(parameter.Key, (string?)parameter.Value)));

    /// <summary>Whether a parameter is no client's, but a field of a form here.</summary>
    public static bool IsOfForm(string name) => name == ConsentPage.Decision || name.StartsWith("__", StringComparison.Ordinal);

    /// <summary>The field that shows that a form came from one of our own pages, in this browser.</summary>
    public static string Token(HttpContext http, IAntiforgery antiforgery)
    {
        var tokens = antiforgery.GetAndStoreTokens(http);
        return Hidden(tokens.FormFieldName, tokens.RequestToken);
    }

    /// <summary>What was sent by a form of ours; null where it is no form, or not one of ours.</summary>
    public static async Task<IFormCollection?> Sent(HttpContext http, IAntiforgery antiforgery)
    {
        if (!http.Request.HasFormContentType) return null;
        // First: one that cannot be read is refused as every such body is.
        IFormCollection form;
        try
        {
            form = await http.Request.ReadFormAsync(http.RequestAborted);
        }
        catch (IOException broken) when (broken is not BadHttpRequestException)
        {
            throw new InvalidDataException("The form is broken off.", broken);
        }

        try
        {
            return await antiforgery.IsRequestValidAsync(http) ? form : null;
        }
        catch (AntiforgeryValidationException)
        {
            return null;
        }
    }

    /// <summary>The origin of an address that OpenID Connect sends people to; of an app's own scheme the scheme.</summary>
    public static string Origin(Uri target) =>
        target.Scheme is "http" or "https" ? target.GetLeftPart(UriPartial.Authority) : target.Scheme + ":";

    /// <inheritdoc/>
    public async Task ExecuteAsync(HttpContext httpContext)
    {
        // A browser holds form-action against every redirect that follows the form, so the way back to the client must be in it.
        var targets = string.Concat((FormTargets ?? []).Select(origin => " " + origin));
        httpContext.Response.Headers.ContentSecurityPolicy =
            $"default-src 'none'; style-src 'self'; form-action 'self'{targets}; frame-ancestors 'none'; base-uri 'none'";
        httpContext.Response.Headers.CacheControl = "no-store";
        httpContext.Response.StatusCode = Status;
        httpContext.Response.ContentType = "text/html; charset=utf-8";
        await httpContext.Response.WriteAsync($"""
            <!doctype html>
            <html lang="en">
            <head>
            <meta charset="utf-8">
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <title>{Encode(Title)} - Single Window</title>
            <link rel="stylesheet" href="/signin.css">
            </head>
            <body>
            <header>Single Window</header>
            <main>
            {Body}
            </main>
            </body>
            </html>

            """, httpContext.RequestAborted);
    }
}
