// SPDX-License-Identifier: Apache-2.0
using Microsoft.AspNetCore.Authentication.JwtBearer;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace Cbm.ServiceDefaults.Callers;

/// <summary>How a service checks tokens by itself, with the keys that Identity publishes.</summary>
public static class Tokens
{
    /// <summary>Checks tokens of the window. Settings: <see cref="TokenOptions"/>.</summary>
    public static void AddTokens(this WebApplicationBuilder builder)
    {
        var (people, services) = (TokenOptions.Of(builder.Configuration), TokenOptions.OfServices(builder.Configuration));
        var tokens = builder.Services.AddAuthentication(JwtBearerDefaults.AuthenticationScheme);
        if (people.Speaks == Speaks.OfAll)
        {
            tokens.AddJwtBearer(Check(builder, people));
            return;
        }

        // Two providers: each token is checked by the keys of the one that it says it is from, which may say no more than is its to say.
        tokens.AddPolicyScheme(JwtBearerDefaults.AuthenticationScheme, null, either => either.ForwardDefaultSelector = http =>
                (Shown(http)?.Issuer?.TrimEnd('/') == services.Issuer ? services : people).Speaks.ToString())
            .AddJwtBearer(nameof(Speaks.OfPeople), Check(builder, people))
            .AddJwtBearer(nameof(Speaks.OfServices), Check(builder, services));
    }

    private static Action<JwtBearerOptions> Check(WebApplicationBuilder builder, TokenOptions options)
    {
        // The keys come from the service itself; the issuer is the gateway's public name, which a service may not reach.
        var isDevelopment = builder.Environment.IsDevelopment();
        var keys = new SharedKeys(options.Metadata, requireHttps: !isDevelopment);
        builder.Services.AddSingleton(keys);
        return jwt => Check(jwt, options, keys, isDevelopment);
    }

    private static void Check(JwtBearerOptions jwt, TokenOptions options, SharedKeys keys, bool isDevelopment)
    {
        jwt.MapInboundClaims = false;
        jwt.TokenValidationParameters = new TokenValidationParameters
        {
            ValidIssuers = [options.Issuer, options.Issuer + "/"],
            ValidAudience = options.Audience,
            ValidAlgorithms = options.Algorithms,
            ClockSkew = TimeSpan.FromSeconds(30),
        };

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
    }

    // The token as it was sent, unchecked; null: there is none that can be read.
    private static JsonWebToken? Shown(HttpContext http)
    {
        try
        {
            return http.Request.Headers.Authorization.ToString().Split(' ') is [_, var token] ? new JsonWebToken(token) : null;
        }
#pragma warning disable CA1031 // Whatever is wrong with it, it is no token: the check that follows says so to whoever sent it.
        catch (Exception)
#pragma warning restore CA1031
        {
            return null;
        }
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
            return known.SigningKeys.Any(key => key.KeyId == Shown(http)?.Kid);
        }
        catch (InvalidOperationException)
        {
            return true;
        }
    }
}
