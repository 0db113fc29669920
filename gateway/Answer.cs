// SPDX-License-Identifier: Apache-2.0
using System.Globalization;
using System.Text.Json;
using Grpc.Core;

namespace Cbm.Gateway;

/// <summary>What the gateway answers by itself: problem+json (RFC 9457) by the HTTP door, a status and nothing else by the gRPC door.</summary>
internal static class Answer
{
    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(2);

    /// <summary>404, UNIMPLEMENTED.</summary>
    public static Task NoSuchRoute(HttpContext http) =>
        Refuse(http, 404, StatusCode.Unimplemented, "Not found", "There is no such route here; /docs lists those that there are.");

    /// <summary>405 with <c>Allow</c>; 204 with it to who asks for nothing else (OPTIONS). gRPC has one verb alone.</summary>
    public static async Task WrongVerb(HttpContext http)
    {
        var allowed = http.Response.Headers.Allow.ToString();
        if (!HttpMethods.IsOptions(http.Request.Method))
        {
            await Refuse(http, 405, StatusCode.Unimplemented, "Method not allowed", $"This address answers {allowed}.", allowed: allowed);
            return;
        }
        http.Response.StatusCode = 204;
        http.Response.Headers.Allow = allowed + ", OPTIONS";
    }

    /// <summary>404, NOT_FOUND; INVALID_ARGUMENT where gRPC metadata names no agency.</summary>
    public static Task NoSuchAgency(HttpContext http) => Edge.IsGrpc(http) && !http.Request.Headers.ContainsKey("x-agency")
        ? Refuse(http, 400, StatusCode.InvalidArgument, "No agency named", "Name the agency in the metadata x-agency.")
        : Refuse(http, 404, StatusCode.NotFound, "Not found", "There is no such agency; GET /api/v1/agencies lists those that there are.");

    /// <summary>413, RESOURCE_EXHAUSTED.</summary>
    public static Task TooLarge(HttpContext http) =>
        Refuse(http, 413, StatusCode.ResourceExhausted, "Too large", $"A request has at most {Edge.LargestRequest / (1024 * 1024)} MB.");

    /// <summary>503, UNAVAILABLE, with <c>Retry-After</c>.</summary>
    public static Task Away(HttpContext http) =>
        Refuse(http, 503, StatusCode.Unavailable, "Away for the moment", "The service that answers this is away. Try again soon.", Soon);

    /// <summary>429, RESOURCE_EXHAUSTED, with <c>Retry-After</c>.</summary>
    /// <param name="http">The request.</param>
    /// <param name="wait">When there is room again.</param>
    public static Task TooMany(HttpContext http, TimeSpan wait) => Refuse(
        http, 429, StatusCode.ResourceExhausted, "Too many requests", "You have taken your share of the window for now. Come back when Retry-After says.", wait);

    /// <summary>504, DEADLINE_EXCEEDED.</summary>
    public static Task TookTooLong(HttpContext http) => Refuse(
        http, 504, StatusCode.DeadlineExceeded, "Took too long", "It took longer than a request may. Look whether it was done before you send it again.");

    /// <summary>408: a body that came too slowly; gRPC has no such status of its own.</summary>
    public static Task TooSlow(HttpContext http) => Refuse(http, 408, StatusCode.DeadlineExceeded, "Too slow", "The body came too slowly, or not to its end.");

    /// <summary>415: a body packed by something else than gzip.</summary>
    public static Task NotUnpacked(HttpContext http)
    {
        http.Response.OnStarting(() =>
        {
            http.Response.Headers.AcceptEncoding = "gzip";
            return Task.CompletedTask;
        });
        return Refuse(http, 415, StatusCode.Unimplemented, "Not unpacked", "Pack a body by gzip, or not at all.");
    }

    /// <summary>400: a body that cannot be read.</summary>
    public static Task NotReadable(HttpContext http, string detail) => Refuse(http, 400, StatusCode.InvalidArgument, "Not readable", detail);

    private static Task Refuse(HttpContext http, int status, StatusCode code, string title, string detail, TimeSpan? retryAfter = null, string? allowed = null)
    {
        // Headers of an answer that a service began and did not finish.
        http.Response.Clear();
        if (allowed is not null) http.Response.Headers.Allow = allowed;
        if (retryAfter is { } wait) http.Response.Headers.RetryAfter = Math.Max(1, (long)Math.Ceiling(wait.TotalSeconds)).ToString(CultureInfo.InvariantCulture);
        if (Edge.IsGrpc(http))
        {
            http.Response.StatusCode = 200;
            http.Response.ContentType = "application/grpc";
            // Headers and no body: the form of a gRPC answer that is nothing but its status.
            http.Response.Headers["grpc-status"] = ((int)code).ToString();
            http.Response.Headers["grpc-message"] = detail;
            // What clients with a retry policy of their own go by (gRFC A6).
            if (code == StatusCode.ResourceExhausted && retryAfter is { } pause)
                http.Response.Headers["grpc-retry-pushback-ms"] = Math.Max(1, (long)Math.Ceiling(pause.TotalMilliseconds)).ToString(CultureInfo.InvariantCulture);
            return Task.CompletedTask;
        }
        http.Response.StatusCode = status;
        // The request's own token may be over: that is told here too.
        return http.Response.WriteAsJsonAsync(
            new { type = "about:blank", title, status, detail }, JsonSerializerOptions.Web, "application/problem+json", CancellationToken.None);
    }
}
