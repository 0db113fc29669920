// SPDX-License-Identifier: Apache-2.0
using System.Text.Json;
using Cbm.Identity.Clients;
using Cbm.Identity.Pages;
using Cbm.ServiceDefaults.Doors;
using Cbm.ServiceDefaults.Storage;
using Microsoft.AspNetCore.Connections;
using static OpenIddict.Abstractions.OpenIddictConstants;
using Page = Cbm.Identity.Pages.Page;

namespace Cbm.Identity;

/// <summary>Whatever somebody sends is answered, in the form of the address: a body that is too long (413) or cannot be read (400) is the sender's fault, a store that is away (503) is ours.</summary>
internal static class Bodies
{
    // A form, a token request: nothing that is sent here is long.
    private const int Largest = 64 * 1024;

    /// <summary>Reads no more than that. What nobody reads does no harm: the server takes it in and the answer comes through, so its own limit is the gateway's.</summary>
    public static async Task Hold(HttpContext http, RequestDelegate next)
    {
        http.Request.Body = new BoundedStream(http.Request.Body, Largest, $"A request has at most {Largest / 1024} KB here.");
        try
        {
            await next(http);
        }
        catch (BadHttpRequestException bad) when (!http.Response.HasStarted)
        {
            await Refuse(http, bad.StatusCode, bad.Message);
        }
        // A form with too many fields, a name that is too long, a part without an end.
        catch (InvalidDataException bad) when (!http.Response.HasStarted)
        {
            await Refuse(http, StatusCodes.Status400BadRequest, bad.Message);
        }
        catch (Exception gone) when (gone is ConnectionResetException || (gone is OperationCanceledException && http.RequestAborted.IsCancellationRequested))
        {
            http.Abort();
        }
        catch (Exception away) when (!http.Response.HasStarted && StoreTrouble.Is(away))
        {
            http.RequestServices.GetRequiredService<ILoggerFactory>().CreateLogger(typeof(Bodies).FullName!).LogError(away, "The store cannot answer now.");
            await Refuse(http, StatusCodes.Status503ServiceUnavailable, "Identity cannot reach its store at the moment. Try again in some seconds.");
        }
    }

    private static Task Refuse(HttpContext http, int status, string why)
    {
        var path = http.Request.Path;
        http.Response.Clear();
        var isOurs = status == StatusCodes.Status503ServiceUnavailable;
        if (isOurs) http.Response.Headers.RetryAfter = "5";
        if (path == SignInPage.Path || path == SignOutPage.Path || path == SignOutPage.ForClients || path == "/connect/authorize")
            return new Page("Not possible", $"<h1>That is not possible</h1><p>{Page.Encode(why)}</p>", status).ExecuteAsync(http);
        if (!path.StartsWithSegments("/connect") || path.StartsWithSegments(ClientRoutes.Path))
            return RefusedPage.Problem(http, status, why);
        http.Response.StatusCode = status;
        http.Response.Headers.CacheControl = "no-store";
        // RFC 6749, 5.2.
        return http.Response.WriteAsJsonAsync(
            new Dictionary<string, string> { [Parameters.Error] = isOurs ? Errors.TemporarilyUnavailable : Errors.InvalidRequest, [Parameters.ErrorDescription] = why }, JsonSerializerOptions.Web, http.RequestAborted);
    }
}
