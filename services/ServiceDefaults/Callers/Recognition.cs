// SPDX-License-Identifier: Apache-2.0
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Builder;

namespace Cbm.ServiceDefaults.Callers;

/// <summary>Says to the gateway, and to nobody behind it, whom a service has recognised by a checked token: the gateway counts requests by it.</summary>
public static class Recognition
{
    /// <summary>Header of an answer; the gateway takes it out.</summary>
    public const string Header = "X-Recognised-Caller";

    /// <summary>Sets it on every answer to a caller whose token was good.</summary>
    public static void UseRecognition(this WebApplication app) => app.Use((http, next) =>
    {
        if (http.User.FindFirst("sub")?.Value is { Length: > 0 } subject && http.User.Identity?.IsAuthenticated == true)
        {
            // When the answer begins: a refusal clears the headers that were set before it. A digest, since a subject may be any text.
            var name = Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(subject)).AsSpan(0, 16));
            http.Response.OnStarting(() =>
            {
                http.Response.Headers[Header] = name;
                return Task.CompletedTask;
            });
        }

        return next(http);
    });
}
