// SPDX-License-Identifier: Apache-2.0
using System.Text.Json;
using Grpc.Core;

namespace Cbm.Gateway;

/// <summary>What the gateway answers by itself: problem+json (RFC 9457) by the HTTP door, a status and nothing else by the gRPC door.</summary>
internal static class Answer
{
    private const string RetryAfterSeconds = "2";

    /// <summary>404, UNIMPLEMENTED.</summary>
    public static Task NoSuchRoute(HttpContext http) =>
        Refuse(http, 404, StatusCode.Unimplemented, "Not found", "There is no such route here; /docs lists those that there are.");

    /// <summary>404, NOT_FOUND; INVALID_ARGUMENT where gRPC metadata names no agency.</summary>
    public static Task NoSuchAgency(HttpContext http) => Edge.IsGrpc(http) && !http.Request.Headers.ContainsKey("x-agency")
        ? Refuse(http, 400, StatusCode.InvalidArgument, "No agency named", "Name the agency in the metadata x-agency.")
        : Refuse(http, 404, StatusCode.NotFound, "Not found", "There is no such agency; GET /api/v1/agencies lists those that there are.");

    /// <summary>413, RESOURCE_EXHAUSTED.</summary>
    public static Task TooLarge(HttpContext http) =>
        Refuse(http, 413, StatusCode.ResourceExhausted, "Too large", $"A request has at most {Edge.LargestRequest / (1024 * 1024)} MB.");

    /// <summary>503, UNAVAILABLE, with <c>Retry-After</c>.</summary>
    public static Task Away(HttpContext http) =>
        Refuse(http, 503, StatusCode.Unavailable, "Away for the moment", "The service that answers this is away. Try again soon.");

    private static Task Refuse(HttpContext http, int status, StatusCode code, string title, string detail)
    {
        // Headers of an answer that a service began and did not finish.
        http.Response.Clear();
        if (code == StatusCode.Unavailable) http.Response.Headers.RetryAfter = RetryAfterSeconds;
        if (Edge.IsGrpc(http))
        {
            http.Response.StatusCode = 200;
            http.Response.ContentType = "application/grpc";
            // Headers and no body: the form of a gRPC answer that is nothing but its status.
            http.Response.Headers["grpc-status"] = ((int)code).ToString();
            http.Response.Headers["grpc-message"] = detail;
            return Task.CompletedTask;
        }
        http.Response.StatusCode = status;
        return http.Response.WriteAsJsonAsync(
            new { type = "about:blank", title, status, detail }, JsonSerializerOptions.Web, "application/problem+json", http.RequestAborted);
    }
}
