// SPDX-License-Identifier: Apache-2.0
using System.Net.Http.Json;
using System.Text.Json.Serialization;
using Grpc.Core;
using Microsoft.IdentityModel.Protocols.OpenIdConnect;

namespace Cbm.ServiceDefaults.Callers;

/// <summary>
/// The token by which a service shows another which one it is: fetched with its own secret where the provider of services says
/// that tokens are given, and kept until shortly before it ends.
/// </summary>
/// <param name="self">Whose token.</param>
/// <param name="options">Where it comes from.</param>
/// <param name="clock">Time at which it is kept.</param>
/// <param name="mayBeClear">Whether the secret may go to an address that is not https: on one machine, in Development.</param>
public sealed class ServiceToken(ServiceClient self, TokenOptions options, TimeProvider clock, bool mayBeClear) : IDisposable
{
    // Where it is sent on to another address the secret does not go along.
    private readonly HttpClient _http = new(new SocketsHttpHandler { AllowAutoRedirect = false }) { Timeout = TimeSpan.FromSeconds(5) };
    private readonly SemaphoreSlim _asking = new(1);
    private volatile Kept _kept = new("", DateTimeOffset.MinValue);

    /// <summary>A valid token. Throws RpcException (Unavailable) where it cannot be had now.</summary>
    public async Task<string> Get(CancellationToken cancel)
    {
        if (_kept.Until > clock.GetUtcNow())
        {
            return _kept.Token;
        }

        await _asking.WaitAsync(cancel);
        try
        {
            return _kept.Until > clock.GetUtcNow() ? _kept.Token : (_kept = await Ask(cancel)).Token;
        }

        // A connection that is reset in the moment in which it stands, HttpClient lets through as it is.
        catch (Exception away) when (away is HttpRequestException or System.Net.Sockets.SocketException or System.Text.Json.JsonException or ArgumentException
            || (away is OperationCanceledException && !cancel.IsCancellationRequested))
        {
            throw new RpcException(new Status(StatusCode.Unavailable, $"{self.Id} is given no token now.", away));
        }
        finally
        {
            _asking.Release();
        }
    }

    /// <summary>It was refused, and may be so because the keys of who gave it have changed: the next one is asked for anew.</summary>
    public void Forget(string token)
    {
        if (_kept.Token == token)
        {
            _kept = new Kept("", DateTimeOffset.MinValue);
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _http.Dispose();
        _asking.Dispose();
    }

    private async Task<Kept> Ask(CancellationToken cancel)
    {
        var metadata = OpenIdConnectConfiguration.Create(await _http.GetStringAsync(Trusted(options.Metadata), cancel));
        var request = new Dictionary<string, string>
        {
            ["grant_type"] = "client_credentials",
            ["client_id"] = self.Id,
            ["client_secret"] = self.Secret,
        };
        if (options.Scope.Length > 0)
        {
            request["scope"] = options.Scope;
        }

        using var form = new FormUrlEncodedContent(request);
        using var answer = await _http.PostAsync(Trusted(metadata.TokenEndpoint ?? ""), form, cancel);
        answer.EnsureSuccessStatusCode();
        var grant = await answer.Content.ReadFromJsonAsync<Grant>(cancel) ?? throw new HttpRequestException("There is no token in the answer.");
        return new Kept(grant.AccessToken, clock.GetUtcNow().AddSeconds(grant.ExpiresIn - 60));
    }

    private Uri Trusted(string address) => new Uri(address) is var uri && (mayBeClear || uri.Scheme == Uri.UriSchemeHttps)
        ? uri
        : throw new ArgumentException($"A secret is not sent to {address}, which is not https.");

    private sealed record Kept(string Token, DateTimeOffset Until);

    private sealed record Grant(
        [property: JsonPropertyName("access_token")] string AccessToken, [property: JsonPropertyName("expires_in")] int ExpiresIn);
}
