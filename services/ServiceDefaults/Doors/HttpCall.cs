// SPDX-License-Identifier: Apache-2.0
using Grpc.Core;
using Microsoft.AspNetCore.Http;

namespace Cbm.ServiceDefaults.Doors;

/// <summary>A JSON or XML request as the gRPC endpoint sees it, so that one endpoint serves both.</summary>
internal sealed class HttpCall : ServerCallContext
{
    private readonly HttpContext _http;
    private readonly string _method;
    private readonly Dictionary<object, object> _state;

    public HttpCall(HttpContext http, string method)
    {
        (_http, _method) = (http, method);

        // Where Grpc.AspNetCore looks for the HTTP request behind a call that is not its own.
        _state = new() { ["__HttpContext"] = http };
    }

    protected override string MethodCore => _method;
    protected override string HostCore => _http.Request.Host.Value ?? "";
    protected override string PeerCore => "";
    protected override DateTime DeadlineCore => DateTime.MaxValue;
    protected override Metadata RequestHeadersCore { get; } = [];
    protected override CancellationToken CancellationTokenCore => _http.RequestAborted;
    protected override Metadata ResponseTrailersCore { get; } = [];
    protected override Status StatusCore { get; set; }
    protected override WriteOptions? WriteOptionsCore { get; set; }
    protected override AuthContext AuthContextCore { get; } = new(null, []);
    protected override IDictionary<object, object> UserStateCore => _state;
    protected override ContextPropagationToken CreatePropagationTokenCore(ContextPropagationOptions? options) => throw new NotSupportedException();
    protected override Task WriteResponseHeadersAsyncCore(Metadata responseHeaders) => Task.CompletedTask;
}
