// SPDX-License-Identifier: Apache-2.0
using Cbm.Identity.Clients;
using Cbm.Identity.People;
using Microsoft.AspNetCore.Identity;
using OpenIddict.Abstractions;
using OpenIddict.EntityFrameworkCore.Models;
using OpenIddict.Server;
using static OpenIddict.Abstractions.OpenIddictConstants;
using static OpenIddict.Server.OpenIddictServerEvents;

namespace Cbm.Identity;

/// <summary>How the two frameworks behind Identity are set up: OpenIddict for clients and tokens, ASP.NET Core Identity for people.</summary>
internal static class Setup
{
    /// <summary>OpenID Connect: the code flow with PKCE, refresh tokens that are used once, client credentials.</summary>
    /// <param name="builder">Of the service.</param>
    /// <param name="folder">Where the keys lie.</param>
    public static void AddOpenIdConnect(this WebApplicationBuilder builder, string folder)
    {
        builder.Services.AddScoped<AuthorizeEndpoint>();
        builder.Services.AddScoped<ClientsEndpoint>();
        builder.Services.AddOpenIddict()
            .AddCore(core => core
                .ReplaceApplicationManager<OpenIddictEntityFrameworkCoreApplication, RegisteredClients>()
                .UseEntityFrameworkCore().UseDbContext<IdentityContext>())
            .AddServer(server =>
            {
                server.SetIssuer(new Uri(builder.Configuration["Identity:Issuer"] ?? "http://localhost:8080"))
                    .SetConfigurationEndpointUris(".well-known/openid-configuration")
                    .SetJsonWebKeySetEndpointUris(".well-known/jwks")
                    .SetAuthorizationEndpointUris("connect/authorize")
                    .SetTokenEndpointUris("connect/token")
                    .SetEndSessionEndpointUris("connect/logout")
                    .SetUserInfoEndpointUris("connect/userinfo")
                    .SetRevocationEndpointUris("connect/revocation")
                    .RegisterScopes(Scopes.OpenId, Scopes.Profile, TokenClaims.Scope, Scopes.OfflineAccess)
                    .AllowClientCredentialsFlow()
                    .AllowAuthorizationCodeFlow().RequireProofKeyForCodeExchange()
                    .AllowRefreshTokenFlow()
                    // A refresh token that comes a second time was stolen, or its successor was: both end.
                    .SetRefreshTokenReuseLeeway(TimeSpan.Zero)
                    .SetAccessTokenLifetime(TimeSpan.FromHours(1))
                    // Every service reads the token by itself, so it is signed and not encrypted.
                    .DisableAccessTokenEncryption()
                    .AddEncryptionKey(KeptKeys.Encryption(folder))
                    .AddSigningKey(KeptKeys.Signing(folder));
                server.Configure(options =>
                {
                    // The others answer by a page with a script, or in an address that browsers keep.
                    options.ResponseModes.Remove(ResponseModes.FormPost);
                    options.ResponseModes.Remove(ResponseModes.Fragment);
                    // What a "plain" challenge shows is the verifier itself.
                    options.CodeChallengeMethods.Remove(CodeChallengeMethods.Plain);
                });
                server.AddEventHandler(RedeemedOnce.Descriptor);
                server.AddEventHandler(TheOneAddress.AtAuthorize);
                server.AddEventHandler(TheOneAddress.AtToken);
                // Access tokens are short-lived and never looked up again: nothing to store.
                server.AddEventHandler<GenerateTokenContext>(handler => handler.UseInlineHandler(context =>
                {
                    if (context.TokenType == TokenTypeIdentifiers.AccessToken) context.CreateTokenEntry = false;
                    return ValueTask.CompletedTask;
                }).SetOrder(OpenIddictServerHandlers.Protection.CreateTokenEntry.Descriptor.Order - 1));
                var http = server.UseAspNetCore()
                    .EnableTokenEndpointPassthrough().EnableAuthorizationEndpointPassthrough()
                    .EnableEndSessionEndpointPassthrough().EnableUserInfoEndpointPassthrough()
                    // What cannot be told to a client is told to the person, by a page.
                    .EnableStatusCodePagesIntegration();
                if (builder.Environment.IsDevelopment()) http.DisableTransportSecurityRequirement();
            })
            // For the operator's own routes here.
            .AddValidation(validation =>
            {
                validation.UseLocalServer();
                validation.UseAspNetCore();
                validation.AddAudiences(TokenClaims.Audience);
            });
    }

    /// <summary>People: their passwords, their sessions, their lock-out.</summary>
    public static void AddPeople(this WebApplicationBuilder builder)
    {
        // Over TLS alone, except on a developer's machine.
        var secure = builder.Environment.IsDevelopment() ? CookieSecurePolicy.SameAsRequest : CookieSecurePolicy.Always;
        var prefix = builder.Environment.IsDevelopment() ? "" : "__Host-";
        builder.Services.AddIdentityCore<Person>(people =>
        {
            // Length, and no rules of composition: NIST SP 800-63B, 3.1.1.
            people.Password.RequiredLength = 12;
            people.Password.RequireDigit = people.Password.RequireLowercase = people.Password.RequireUppercase = people.Password.RequireNonAlphanumeric = false;
            people.Lockout.MaxFailedAccessAttempts = PasswordCheck.FailuresToLockOut;
            people.Lockout.DefaultLockoutTimeSpan = TimeSpan.FromMinutes(builder.Configuration.GetValue("Identity:LockOutMinutes", 10));
        }).AddEntityFrameworkStores<IdentityContext>().AddSignInManager();
        builder.Services.AddAuthentication(IdentityConstants.ApplicationScheme).AddCookie(IdentityConstants.ApplicationScheme, cookie =>
        {
            cookie.Cookie.Name = prefix + "cbm-session";
            cookie.Cookie.HttpOnly = true;
            cookie.Cookie.SameSite = SameSiteMode.Lax;
            cookie.Cookie.SecurePolicy = secure;
            cookie.ExpireTimeSpan = TimeSpan.FromHours(8);
            cookie.SlidingExpiration = false;
            cookie.Events.OnValidatePrincipal = Sessions.MustStillStand;
        });
        builder.Services.AddAntiforgery(form =>
        {
            form.Cookie.Name = prefix + "cbm-form";
            form.Cookie.HttpOnly = true;
            form.Cookie.SameSite = SameSiteMode.Lax;
            form.Cookie.SecurePolicy = secure;
        });
        builder.Services.AddSingleton<PasswordShare>();
        builder.Services.AddScoped<PasswordCheck>();
        builder.Services.AddScoped<Sessions>();
    }
}
