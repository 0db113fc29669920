// SPDX-License-Identifier: Apache-2.0
using System.Net;
using Cbm.Identity.Clients;
using Cbm.Identity.Pages;
using Cbm.Identity.People;
using Cbm.ServiceDefaults.Hosting;
using Cbm.ServiceDefaults.Storage;
using Cbm.ServiceDefaults.Telemetry;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.EntityFrameworkCore;

namespace Cbm.Identity;

/// <summary>Who signs in: OpenID Connect for people and clients, tokens that every service can check by itself.</summary>
public static class IdentityService
{
    /// <summary>How long a person's access token is good: no service asks whether its session still stands.</summary>
    public static readonly TimeSpan PersonsTokenLifetime = TimeSpan.FromMinutes(15);

    private const string Name = "identity";

    /// <summary>The job of an operator (argument migrate): applies the migrations that are not yet applied, and says which.</summary>
    public static async Task<IReadOnlyList<string>> Migrate(IConfiguration configuration)
    {
        var store = StoreSettings.Of(configuration, Name);
        await using var context = Migrating(store);
        var pending = (await context.Database.GetPendingMigrationsAsync()).ToList();
        store.File?.MustBeWhole();
        await store.Migrate(context.Database);
        return pending;
    }

    /// <summary>The service, ready to run; its settings are listed in the README beside it.</summary>
    /// <param name="args">Command line.</param>
    /// <param name="clock">Another clock than the system's, for tests.</param>
    public static WebApplication Build(string[] args, TimeProvider? clock = null)
    {
        Quota.Outlive();
        NoCulture.Begin();
        var builder = WebApplication.CreateBuilder(args);
        builder.Configuration.AddSecretFiles();
        new Settings(builder.Configuration, builder.Environment).Common().Address("Identity:Issuer").Store().Folder()
            .Address("Identity:Portal:RedirectUri", mayBeMissing: true).Address("Identity:Portal:PostLogoutRedirectUri", mayBeMissing: true)
            .Number("Identity:LockOutMinutes", 1, 525600).And(Proxies.Mistakes(builder.Configuration)).And(ClientRegister.Mistakes(builder.Configuration, builder.Environment))
            .MustBeRight();
        builder.AddTelemetry(Name);
        builder.Services.AddReadiness();
        var store = StoreSettings.Of(builder.Configuration, Name);
        builder.Services.MustHaveStore(_ => Migrating(store));
        builder.Services.AddBoundedStop(builder.Configuration);
        var folder = Directory.CreateDirectory(builder.Configuration["Data:Folder"] ?? ".data").FullName;

        builder.Logging.AddFilter("Microsoft", LogLevel.Warning).AddFilter("OpenIddict", LogLevel.Warning)
            // A refusal to start is told in one line by Program.
            .AddFilter("Microsoft.Extensions.Hosting.Internal.Host", LogLevel.None)
            // That the keys of cookies lie on disk unencrypted, as the signing key does: their folder is the owner's alone.
            .AddFilter("Microsoft.AspNetCore.DataProtection", LogLevel.Error);
        builder.WebHost.ConfigureKestrel(kestrel => Listen(kestrel, new Uri(builder.Configuration["Urls:Http"] ?? "http://127.0.0.1:5102")));
        builder.Services.AddDbContext<IdentityContext>(options =>
        {
            // The frameworks have transactions of their own: a question is not asked again in the midst of one.
            store.Writing(options);
            options.UseOpenIddict();
        });
        builder.AddOpenIdConnect(folder);
        builder.AddPeople();
        builder.Services.AddDataProtection().SetApplicationName("cbm-identity").PersistKeysToFileSystem(KeptKeys.Cookies(folder));
        builder.Services.AddSingleton(clock ?? TimeProvider.System);
        builder.Services.AddHostedService<ParentWatch>();
        builder.Services.AddHostedService<ClientRegister>();
        builder.Services.AddHostedService<Pruning>();

        store.File?.MustBeWhole();
        var app = builder.Build();
        if (store.File is null) StoreWait.Until(() => Migrating(store), app.Logger, app.Environment.IsDevelopment() ? database => store.Migrate(database) : null).GetAwaiter().GetResult();
        app.UseTrustedProxies();
        if (!app.Environment.IsDevelopment()) app.UseHsts();
        app.Use(Guard);
        app.Use(Bodies.Hold);
        app.UseStatusCodePages(RefusedPage.Show);
        app.UseAuthentication();
        app.MapPost("/connect/token", TokenEndpoint.Issue);
        app.MapMethods("/connect/authorize", ["GET", "POST"], (HttpContext http, AuthorizeEndpoint endpoint) => endpoint.Answer(http));
        app.MapMethods("/connect/userinfo", ["GET", "POST"], UserInfoEndpoint.Answer);
        app.MapMethods(SignOutPage.ForClients, ["GET", "POST"], SignOutPage.Answer);
        app.MapGet(SignInPage.Path, SignInPage.Show);
        app.MapPost(SignInPage.Path, SignInPage.Take);
        app.MapGet(SignOutPage.Path, SignOutPage.Show);
        app.MapPost(SignOutPage.Path, SignOutPage.Take);
        app.MapGet("/signin.css", SignInPage.Style);
        app.MapClients();
        app.MapHealth();
        return app;
    }

    private static IdentityContext Migrating(StoreSettings store) =>
        store.File is null ? new SqlServerIdentityContext(Options<SqlServerIdentityContext>(store)) : new IdentityContext(Options<IdentityContext>(store));

    private static DbContextOptions<TContext> Options<TContext>(StoreSettings store) where TContext : DbContext
    {
        var options = new DbContextOptionsBuilder<TContext>();
        store.Writing(options);
        options.UseOpenIddict();
        return options.Options;
    }

    // Every answer; a page says besides what it may load.
    private static Task Guard(HttpContext http, RequestDelegate next)
    {
        http.Response.OnStarting(static state =>
        {
            var headers = ((HttpContext)state).Response.Headers;
            headers.XContentTypeOptions = "nosniff";
            headers["Referrer-Policy"] = "same-origin";
            if (headers.ContentSecurityPolicy.Count == 0) headers.ContentSecurityPolicy = "default-src 'none'; frame-ancestors 'none'";
            return Task.CompletedTask;
        }, http);
        return next(http);
    }

    // HTTP/1.1: token metadata over a port that speaks only h2c fails by default in every client.
    private static void Listen(KestrelServerOptions kestrel, Uri url)
    {
        kestrel.AddServerHeader = false;
        kestrel.Limits.MaxRequestBodySize = ServiceHost.LargestRequest;
        kestrel.StandBehindTheGateway();
        void As(ListenOptions listen)
        {
            listen.Protocols = HttpProtocols.Http1;
            // With the certificate of Kestrel:Certificates:Default; secrets and codes come here, and outside Development by TLS alone.
            if (url.Scheme == Uri.UriSchemeHttps) listen.UseHttps();
        }
        if (IPAddress.TryParse(url.Host, out var address)) kestrel.Listen(address, url.Port, As);
        else kestrel.ListenLocalhost(url.Port, As);
    }
}
