// SPDX-License-Identifier: Apache-2.0
using System.Security.Claims;
using Grpc.Core;
using Microsoft.AspNetCore.Http;

namespace Cbm.Simulation.Services;

/// <summary>Somebody who calls: the claims of a checked token.</summary>
public sealed record Person(string Subject, string Role, string? Party = null, string? Agency = null, string? Unit = null)
{
    /// <summary>A service of the window, in its own name.</summary>
    public static Person Service(string code) => new($"service-{code}", "service") { Code = code };

    private string? Code { get; init; }

    internal ClaimsPrincipal Principal()
    {
        List<Claim> claims = [new("sub", Subject), new("role", Role)];
        foreach (var (name, value) in new[] { ("party", Party), ("agency", Agency), ("unit", Unit), ("service", Code) })
        {
            if (value is not null)
            {
                claims.Add(new Claim(name, value));
            }
        }

        return new ClaimsPrincipal(new ClaimsIdentity(claims, "simulated"));
    }
}

/// <summary>A call as an endpoint sees it, without a server: who calls, and the headers that count.</summary>
internal sealed class SimulatedCall : ServerCallContext
{
    private readonly Dictionary<object, object> _state;

    public SimulatedCall(Person? person = null, string? key = null, int? revision = null, string? method = null)
    {
        var http = new DefaultHttpContext();
        if (person is not null)
        {
            http.User = person.Principal();
        }

        if (key is not null)
        {
            http.Request.Headers["Idempotency-Key"] = key;
        }

        if (revision is { } seen)
        {
            http.Request.Headers.IfMatch = $"\"{seen}\"";
        }

        http.Request.Headers["dapr-api-token"] = Ground.ApiToken;
        (MethodCore, _state) = (method ?? "", new() { ["__HttpContext"] = http });
    }

    protected override string MethodCore { get; }
    protected override string HostCore => "";
    protected override string PeerCore => "";
    protected override DateTime DeadlineCore => DateTime.MaxValue;
    protected override Metadata RequestHeadersCore { get; } = [];
    protected override CancellationToken CancellationTokenCore => CancellationToken.None;
    protected override Metadata ResponseTrailersCore { get; } = [];
    protected override Status StatusCore { get; set; }
    protected override WriteOptions? WriteOptionsCore { get; set; }
    protected override AuthContext AuthContextCore { get; } = new(null, []);
    protected override IDictionary<object, object> UserStateCore => _state;
    protected override ContextPropagationToken CreatePropagationTokenCore(ContextPropagationOptions? options) => throw new NotSupportedException();
    protected override Task WriteResponseHeadersAsyncCore(Metadata responseHeaders) => Task.CompletedTask;
}
