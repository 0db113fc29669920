// SPDX-License-Identifier: Apache-2.0
using Microsoft.AspNetCore;
using Microsoft.AspNetCore.Diagnostics;

namespace Cbm.Identity.Pages;

/// <summary>Tells a person why the request of a client was refused, where the client itself cannot be told: there is no address to which it may be.</summary>
internal static class RefusedPage
{
    /// <summary>The page; for any other refusal nothing.</summary>
    public static Task Show(StatusCodeContext refused)
    {
        var http = refused.HttpContext;
        return http.GetOpenIddictServerResponse() is { Error: { } error } response
            ? new Page("Not possible", $"""
                <h1>That is not possible</h1>
                <p>The application that sent you here has asked for something that it may not. You can do nothing about it; tell its owner:</p>
                <p>{Page.Encode(error)}: {Page.Encode(response.ErrorDescription)}</p>
                """, http.Response.StatusCode).ExecuteAsync(http)
            : Task.CompletedTask;
    }
}
