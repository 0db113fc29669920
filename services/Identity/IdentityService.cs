// SPDX-License-Identifier: Apache-2.0
using System.Net;
using Cbm.ServiceDefaults.Hosting;
using Cbm.ServiceDefaults.Storage;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.EntityFrameworkCore;

namespace Cbm.Identity;

/// <summary>Who signs in: OpenID Connect by client credentials, tokens that every service can check by itself.</summary>
public static class IdentityService
{
    /// <summary>
    /// The service, ready to run. Reads <c>Urls:Http</c>, <c>Data:Folder</c>, <c>Identity:Issuer</c> (the gateway's public address),
    /// <c>Identity:ServiceSecret</c> and <c>Window:Agencies</c> from arguments and environment.
    /// </summary>
    public static WebApplication Build(string[] args)
    {
        Quota.Outlive();
        var builder = WebApplication.CreateBuilder(args);
        builder.Configuration.AddSecretFiles();
        var folder = Directory.CreateDirectory(builder.Configuration["Data:Folder"] ?? ".data").FullName;
        var issuer = new Uri(builder.Configuration["Identity:Issuer"] ?? "http://localhost:8080");

        builder.Logging.AddFilter("Microsoft", LogLevel.Warning).AddFilter("OpenIddict", LogLevel.Warning)
            // A refusal to start is told in one line by Program.
            .AddFilter("Microsoft.Extensions.Hosting.Internal.Host", LogLevel.None);
        builder.WebHost.ConfigureKestrel(kestrel => Listen(kestrel, new Uri(builder.Configuration["Urls:Http"] ?? "http://127.0.0.1:5102")));
        builder.Services.AddDbContext<IdentityContext>(options => options
            .UseSqlite($"Data Source={Path.Combine(folder, "identity.db")}")
            .UseOpenIddict());
        builder.Services.AddOpenIddict()
            .AddCore(core => core.UseEntityFrameworkCore().UseDbContext<IdentityContext>())
            .AddServer(server =>
            {
                server.SetIssuer(issuer)
                    .SetConfigurationEndpointUris(".well-known/openid-configuration")
                    .SetJsonWebKeySetEndpointUris(".well-known/jwks")
                    .SetTokenEndpointUris("connect/token")
                    .AllowClientCredentialsFlow()
                    .SetAccessTokenLifetime(TimeSpan.FromHours(1))
                    // Every service reads the token by itself, so it is signed and not encrypted; nothing else is ever encrypted here.
                    .DisableAccessTokenEncryption()
                    .AddEphemeralEncryptionKey()
                    .AddSigningKey(SigningKey.In(folder))
                    // A client's token lives for an hour and is not looked up again: nothing to store.
                    .DisableTokenStorage();
                var http = server.UseAspNetCore().EnableTokenEndpointPassthrough();
                if (builder.Environment.IsDevelopment()) http.DisableTransportSecurityRequirement();
            });
        // No cookie is ever written here: no key of that kind needs to be kept.
        builder.Services.AddDataProtection().UseEphemeralDataProtectionProvider();
        builder.Services.AddSingleton(TimeProvider.System);
        builder.Services.AddHostedService<ParentWatch>();
        builder.Services.AddHostedService<ClientRegister>();

        new SqliteFile(Path.Combine(folder, "identity.db")).MustBeWhole();
        var app = builder.Build();
        app.MapPost("/connect/token", TokenEndpoint.Issue);
        return app;
    }

    // HTTP/1.1: token metadata over a port that speaks only h2c fails by default in every client.
    private static void Listen(KestrelServerOptions kestrel, Uri url)
    {
        kestrel.AddServerHeader = false;
        void As(ListenOptions listen) => listen.Protocols = HttpProtocols.Http1;
        if (IPAddress.TryParse(url.Host, out var address)) kestrel.Listen(address, url.Port, As);
        else kestrel.ListenLocalhost(url.Port, As);
    }
}
