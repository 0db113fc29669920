// SPDX-License-Identifier: Apache-2.0
using Microsoft.AspNetCore.Authentication.JwtBearer;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Protocols;
using Microsoft.IdentityModel.Protocols.OpenIdConnect;
using Microsoft.IdentityModel.Tokens;

namespace Cbm.ServiceDefaults.Callers;

/// <summary>How a service checks tokens by itself, with the keys that Identity publishes.</summary>
public static class Tokens
{
    /// <summary>Checks tokens of the window. Settings: <see cref="TokenOptions"/>.</summary>
    public static void AddTokens(this WebApplicationBuilder builder)
    {
        var options = TokenOptions.Of(builder.Configuration);
        var isDevelopment = builder.Environment.IsDevelopment();
        builder.Services.AddAuthentication(JwtBearerDefaults.AuthenticationScheme).AddJwtBearer(jwt =>
        {
            jwt.MapInboundClaims = false;
            jwt.TokenValidationParameters = new TokenValidationParameters
            {
                ValidIssuers = [options.Issuer, options.Issuer + "/"],
                ValidAudience = options.Audience,
                ValidAlgorithms = options.Algorithms,
                ClockSkew = TimeSpan.FromSeconds(30),
            };

            // The keys come from the service itself; the issuer is the gateway's public name, which a service may not reach.
            var keys = new SharedKeys(options.Metadata, requireHttps: !isDevelopment);
            jwt.ConfigurationManager = keys;
            jwt.Events = new JwtBearerEvents
            {
                OnAuthenticationFailed = failed => AskWhoseFaultItIs(failed, keys),
                OnTokenValidated = valid =>
                {
                    valid.Principal = options.InOurNames(valid.Principal!, isDevelopment);
                    return Task.CompletedTask;
                },
            };
        });
    }

    // Without any key nobody can be told from anybody. That is the window's trouble, and nothing that signing in anew would help.
    private static async Task AskWhoseFaultItIs(AuthenticationFailedContext failed, SharedKeys keys)
    {
        if (failed.Exception is not SecurityTokenSignatureKeyNotFoundException)
        {
            return;
        }

        if (!await AreMissing(keys, failed.HttpContext))
        {
            return;
        }

        failed.Principal = Caller.NotYetKnown;
        failed.Success();
    }

    // There are none, or the one of this token has come since it was looked for.
    private static async Task<bool> AreMissing(SharedKeys keys, HttpContext http)
    {
        try
        {
            var known = await keys.GetConfigurationAsync(http.RequestAborted);
            var kid = http.Request.Headers.Authorization.ToString().Split(' ') is [_, var token] ? new JsonWebToken(token).Kid : "";
            return known.SigningKeys.Any(key => key.KeyId == kid);
        }
        catch (InvalidOperationException)
        {
            return true;
        }
    }
}

/// <summary>
/// Identity's keys. While it is away all who ask share one question, and its failure for a second: nobody waits for the
/// questions of those before.
/// </summary>
internal sealed class SharedKeys(string address, bool requireHttps)
    : BaseConfigurationManager, IConfigurationManager<OpenIdConnectConfiguration>
{
    // An Identity that does not answer must not hold anybody up for longer than one that is away.
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(3);
    private static readonly HttpClient Http = new() { Timeout = Longest };
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    private readonly ConfigurationManager<OpenIdConnectConfiguration> _keys =
        new(address, new KeySet(), new HttpDocumentRetriever(Http) { RequireHttps = requireHttps });

    private readonly Lock _gate = new();
    private Task<OpenIdConnectConfiguration>? _asking;
    private long _failedAt;

    /// <summary>The keys. Throws InvalidOperationException where none were ever had.</summary>
    public Task<OpenIdConnectConfiguration> GetConfigurationAsync(CancellationToken cancel)
    {
        lock (_gate)
        {
            if (_asking is null or { IsCompletedSuccessfully: true }
                || (_asking.IsCompleted && TimeSpan.FromMilliseconds(Environment.TickCount64 - _failedAt) > Pause))
            {
                _asking = Ask();
            }

            return _asking.WaitAsync(cancel);
        }
    }

    /// <inheritdoc/>
    public override async Task<BaseConfiguration> GetBaseConfigurationAsync(CancellationToken cancel) => await GetConfigurationAsync(cancel);

    /// <inheritdoc/>
    public override void RequestRefresh() => _keys.RequestRefresh();

    private async Task<OpenIdConnectConfiguration> Ask()
    {
        try
        {
            return await _keys.GetConfigurationAsync(CancellationToken.None);
        }
        catch
        {
            _failedAt = Environment.TickCount64;
            throw;
        }
    }

    private sealed class KeySet : IConfigurationRetriever<OpenIdConnectConfiguration>
    {
        // Two documents: where the keys are, and the keys. Nothing else of the first is taken over: the issuer is configured.
        public async Task<OpenIdConnectConfiguration> GetConfigurationAsync(string address, IDocumentRetriever retriever, CancellationToken cancel)
        {
            using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancel);
            limit.CancelAfter(Longest);
            var metadata = OpenIdConnectConfiguration.Create(await retriever.GetDocumentAsync(address, limit.Token));
            var configuration = new OpenIdConnectConfiguration();
            foreach (var key in new JsonWebKeySet(await retriever.GetDocumentAsync(metadata.JwksUri, limit.Token)).GetSigningKeys())
            {
                configuration.SigningKeys.Add(key);
            }

            return configuration;
        }
    }
}
