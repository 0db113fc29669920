// SPDX-License-Identifier: Apache-2.0
using System.Text.Json;
using Microsoft.AspNetCore;
using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.WebUtilities;

namespace Cbm.Identity.Pages;

/// <summary>
/// Tells a person why the request of a client was refused, where the client itself cannot be told: there is no address to which it
/// may be. What else is refused without a word of its own is told as a problem.
/// </summary>
internal static class RefusedPage
{
    /// <summary>The page, or the problem.</summary>
    public static Task Show(StatusCodeContext refused)
    {
        var http = refused.HttpContext;
        return http.GetOpenIddictServerResponse() is { Error: { } error } response
            ? new Page("Not possible", $"""
                <h1>That is not possible</h1>
                <p>The application that sent you here has asked for something that it may not. You can do nothing about it; tell its owner:</p>
                <p>{Page.Encode(error)}: {Page.Encode(response.ErrorDescription)}</p>
                """, http.Response.StatusCode).ExecuteAsync(http)
            : Problem(http, http.Response.StatusCode, http.Response.StatusCode switch
            {
                StatusCodes.Status404NotFound => "There is no such route here.",
                StatusCodes.Status405MethodNotAllowed => $"This address answers {http.Response.Headers.Allow}.",
                _ => "It cannot be answered.",
            });
    }

    /// <summary>A problem (RFC 9457); what the headers of the answer say stays.</summary>
    public static Task Problem(HttpContext http, int status, string detail)
    {
        http.Response.StatusCode = status;
        return http.Response.WriteAsJsonAsync(
            new { type = "about:blank", title = ReasonPhrases.GetReasonPhrase(status), status, detail }, JsonSerializerOptions.Web, "application/problem+json", http.RequestAborted);
    }
}
