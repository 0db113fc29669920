// SPDX-License-Identifier: Apache-2.0
using Cbm.ServiceDefaults.Doors;
using Grpc.Core;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Http.Timeouts;
using Microsoft.AspNetCore.Server.Kestrel.Core.Features;
using Microsoft.Net.Http.Headers;
using Yarp.ReverseProxy.Forwarder;

namespace Cbm.Gateway;

/// <summary>What happens to every request on its way in and out. It is on the hot path of all of them: keep it small.</summary>
/// <param name="callers">Learns whom the services recognise.</param>
/// <param name="isTls">Whether callers reach the window by TLS alone.</param>
internal sealed class Edge(KnownCallers callers, bool isTls)
{
    /// <summary>Bytes of the largest request.</summary>
    public const int LargestRequest = 32 * 1024 * 1024;

    private const string CorrelationId = "X-Correlation-ID";

    /// <summary>Whether the request came by the gRPC port, which alone speaks HTTP/2.</summary>
    public static bool IsGrpc(HttpContext http) => HttpProtocol.IsHttp2(http.Request.Protocol);

    /// <summary>Gives the request its correlation id and holds the two doors apart.</summary>
    public Task Pass(HttpContext http, RequestDelegate next)
    {
        Correlate(http);
        if (http.Request.ContentLength > LargestRequest) return Answer.TooLarge(http);
        // It asks for a tunnel, and for nothing that is here.
        if (HttpMethods.IsConnect(http.Request.Method))
        {
            http.Response.Headers.Allow = "GET, HEAD, POST, PUT, DELETE, OPTIONS";
            return Answer.WrongVerb(http);
        }
        // Nothing here speaks another protocol on the same connection: who asks for one is answered in this (RFC 9110, 7.8).
        http.Request.Headers.Remove(HeaderNames.Upgrade);
        // Two agencies at once are none: the routes know one.
        if (http.Request.Headers.TryGetValue("x-agency", out var named) && (named.Count > 1 || named.ToString().AsSpan().ContainsAny(',', '"')))
            http.Request.Headers.Remove("x-agency");
        return IsGrpc(http) == IsGrpcPath(http.Request.Path.Value!) ? next(http) : Answer.NoSuchRoute(http);
    }

    /// <summary>A live stream of events has no end that could be waited for.</summary>
    public static Task LetStreamsLive(HttpContext http, RequestDelegate next)
    {
        if (IsLive(http))
            http.Features.Get<IHttpRequestTimeoutFeature>()?.DisableTimeout();
        return next(http);
    }

    /// <summary>Whether it asks for a live stream, where there is one: of a declaration's log or of a queue.</summary>
    public static bool IsLive(HttpContext http) => HttpMethods.IsGet(http.Request.Method)
        && Formats.AsksForStream(http.Request)
        && http.Request.Path.Value!.Split('/', StringSplitOptions.RemoveEmptyEntries) is ["api", "v1", "declarations", _, "events"] or ["api", "v1", "agencies", _, "reviews"];

    /// <summary>What no endpoint answers, or none with this verb.</summary>
    public static async Task SayWhatIsNotHere(HttpContext http, RequestDelegate next)
    {
        if (http.GetEndpoint() is null)
        {
            await Answer.NoSuchRoute(http);
            return;
        }
        await next(http);
        if (http.Response is { HasStarted: false, StatusCode: StatusCodes.Status405MethodNotAllowed }) await Answer.WrongVerb(http);
    }

    /// <summary>After the proxy: what it could not deliver is answered as 503 or UNAVAILABLE, with the time to come back.</summary>
    public static async Task SayWhoIsAway(HttpContext http, RequestDelegate next)
    {
        // For what says that it is gRPC the proxy would lift the limits of size and slowness; what it does not find it leaves alone.
        http.Features.Set<IHttpMaxRequestBodySizeFeature>(null);
        http.Features.Set<IHttpMinRequestBodyDataRateFeature>(null);
        await next(http);
        if (http.Response.HasStarted || http.GetForwarderErrorFeature() is not { } failed) return;
        // Either the caller is gone, or its time is over: then who gave it the time answers.
        http.RequestAborted.ThrowIfCancellationRequested();
        if (http.Response.StatusCode == StatusCodes.Status413PayloadTooLarge) await Answer.TooLarge(http);
        else if (http.Response.StatusCode == StatusCodes.Status408RequestTimeout) await Answer.TooSlow(http);
        else if (failed.Exception is { } wrong && IsNotGzip(wrong)) await Answer.NotReadable(http, "The body is not what gzip makes.");
        else if (IsTheCallers(http, failed))
        {
            // Told without a word of the request: where it comes with every one of them, it is our own settings that it cannot be made of.
            if (failed.Error == ForwarderError.RequestCreation) Log(http).LogInformation("A request to {Service} cannot be made ({Wrong}), request {Correlation}", ServiceOf(http), failed.Exception?.GetType().Name, CorrelationOf(http));
            await Answer.NotReadable(http, "The request cannot be read to its end, or not be passed on as it is.");
        }
        else
        {
            Log(http).LogWarning("{Service} is away ({Error}), request {Correlation}", ServiceOf(http), failed.Error, CorrelationOf(http));
            await Answer.Away(http);
        }
    }

    private static ILogger Log(HttpContext http) => http.RequestServices.GetRequiredService<ILogger<Routing>>();

    private static string ServiceOf(HttpContext http) => http.GetReverseProxyFeature().Cluster.Config.ClusterId;

    private static string CorrelationOf(HttpContext http) => http.Request.Headers[CorrelationId].ToString();

    // What cannot be made a request to a service, and a body that breaks off or is none.
    private static bool IsTheCallers(HttpContext http, IForwarderErrorFeature failed) =>
        failed.Error == ForwarderError.RequestCreation || (http.Response.StatusCode < 500 && !WasCalledOff(http, failed));

    // A service that goes away while a body is on its way to it: the proxy calls off the reading and takes that for the caller's failure (400).
    private static bool WasCalledOff(HttpContext http, IForwarderErrorFeature failed) =>
        failed is { Error: ForwarderError.RequestBodyClient, Exception: AggregateException { InnerExceptions: [OperationCanceledException, ..] } }
        && !http.RequestAborted.IsCancellationRequested;

    private static bool IsNotGzip(Exception wrong) =>
        wrong is BadHttpRequestException { InnerException: InvalidDataException } || (wrong.InnerException is { } inner && IsNotGzip(inner));

    private static bool IsGrpcPath(string path) =>
        path.StartsWith("/cbm.", StringComparison.Ordinal) || path.StartsWith("/grpc.", StringComparison.Ordinal);

    private void Correlate(HttpContext http)
    {
        var id = http.Request.Headers[CorrelationId].ToString();
        if (!IsFit(id)) http.Request.Headers[CorrelationId] = id = Guid.NewGuid().ToString("N");
        // At the start of the answer, since the service behind sets headers of its own.
        http.Response.OnStarting(() =>
        {
            http.Response.Headers[CorrelationId] = id;
            callers.Learn(http);
            if (IsGrpc(http)) http.Response.Headers.Remove("Server");
            else AnswerHeaders.Set(http.Response, isTls);
            return Task.CompletedTask;
        });
    }

    private static bool IsFit(string id) => id.Length is > 0 and <= 64 && !id.AsSpan().ContainsAnyExceptInRange('!', '~');
}
