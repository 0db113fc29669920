// SPDX-License-Identifier: Apache-2.0
using System.Net.Http.Json;
using System.Text.Json.Serialization;
using Microsoft.Extensions.Configuration;

namespace Cbm.ServiceDefaults.Callers;

/// <summary>The token that a service shows to another: fetched from Identity, kept until shortly before it ends.</summary>
public sealed class ServiceToken(IConfiguration configuration, TimeProvider clock) : IDisposable
{
    private readonly HttpClient _http = new() { Timeout = TimeSpan.FromSeconds(5) };
    private (string Token, DateTimeOffset Until) _kept = ("", DateTimeOffset.MinValue);

    /// <summary>A valid token of the client window-services. Throws HttpRequestException where Identity is away.</summary>
    public async Task<string> Get(CancellationToken cancel)
    {
        if (_kept.Until > clock.GetUtcNow())
        {
            return _kept.Token;
        }

        using var form = new FormUrlEncodedContent(new Dictionary<string, string>
        {
            ["grant_type"] = "client_credentials",
            ["client_id"] = "window-services",
            ["client_secret"] = configuration["Identity:ServiceSecret"] ?? "",
        });
        var authority = configuration["Services:Identity"] ?? configuration["Identity:Authority"] ?? "";
        using var answer = await Ask(new Uri(authority.TrimEnd('/') + "/connect/token"), form, cancel);
        answer.EnsureSuccessStatusCode();
        var grant = await answer.Content.ReadFromJsonAsync<Grant>(cancel) ?? throw new HttpRequestException("Identity gave no token.");
        _kept = (grant.AccessToken, clock.GetUtcNow().AddSeconds(grant.ExpiresIn - 60));
        return grant.AccessToken;
    }

    /// <inheritdoc/>
    public void Dispose() => _http.Dispose();

    private async Task<HttpResponseMessage> Ask(Uri address, HttpContent form, CancellationToken cancel)
    {
        try
        {
            return await _http.PostAsync(address, form, cancel);
        }
        catch (System.Net.Sockets.SocketException away)
        {
            // A connection that is reset in the moment in which it stands: HttpClient lets it through as it is.
            throw new HttpRequestException("Identity is away.", away);
        }
    }

    private sealed record Grant(
        [property: JsonPropertyName("access_token")] string AccessToken, [property: JsonPropertyName("expires_in")] int ExpiresIn);
}
