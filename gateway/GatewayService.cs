// SPDX-License-Identifier: Apache-2.0
using System.Diagnostics.Metrics;
using System.Net;
using Cbm.Contracts;
using Cbm.Gateway.Docs;
using Cbm.ServiceDefaults.Hosting;
using Cbm.ServiceDefaults.Telemetry;
using Grpc.Health.V1;
using Grpc.HealthCheck;
using Grpc.Reflection;
using Microsoft.AspNetCore.Http.Timeouts;
using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace Cbm.Gateway;

/// <summary>The one door of the window: HTTP/1.1 for JSON and XML, h2c for gRPC, and behind it the services.</summary>
public static class GatewayService
{
    /// <summary>
    /// The gateway, ready to run. Reads <c>Urls:Http</c>, <c>Urls:Grpc</c>, <c>Window:Agencies</c> and <c>Services:*</c>
    /// (one internal address for each service and agency) from arguments and environment; routes are its own.
    /// </summary>
    /// <exception cref="RefusedToStartException">Something is wrong with the settings; all of it is named.</exception>
    public static WebApplication Build(string[] args)
    {
        var builder = WebApplication.CreateBuilder(args);
        // Before everything else, so that environment and arguments win.
        builder.Configuration.Sources.Insert(0, new Microsoft.Extensions.Configuration.Json.JsonStreamConfigurationSource
        {
            Stream = typeof(GatewayService).Assembly.GetManifestResourceStream("appsettings.json")!,
        });
        builder.Configuration.AddSecretFiles();
        new Settings(builder.Configuration, builder.Environment).Common().Providers().Address("Urls:Grpc").Window(mayHaveNone: true)
            .And(Limits.Mistakes(builder.Configuration)).And(Neighbours.Mistakes(builder.Configuration)).And(Routing.Mistakes(builder.Configuration)).MustBeRight();
        builder.AddTelemetry("gateway");
        var limits = Limits.Of(builder.Configuration);
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.AnswerInUtf8();
            Hold(kestrel.Limits, limits);
            // Without TLS one port speaks one protocol. The protocol tells the two doors apart from here on.
            Listen(kestrel, new Uri(builder.Configuration["Urls:Http"]!), HttpProtocols.Http1);
            Listen(kestrel, new Uri(builder.Configuration["Urls:Grpc"]!), HttpProtocols.Http2);
        });

        var routing = new Routing(builder.Configuration);
        builder.Services.AddReverseProxy()
            .LoadFromMemory(routing.Routes, routing.Clusters)
            // A service that is away is said to be away, soon.
            .ConfigureHttpClient((_, handler) =>
            {
                handler.ConnectTimeout = TimeSpan.FromSeconds(2);
                handler.KeepAlivePingPolicy = HttpKeepAlivePingPolicy.WithActiveRequests;
                handler.KeepAlivePingDelay = TimeSpan.FromSeconds(5);
                handler.KeepAlivePingTimeout = TimeSpan.FromSeconds(5);
            });
        builder.AddOrigins();
        builder.Services.AddPacking();
        builder.Services.AddRequestTimeouts(timeouts =>
        {
            if (limits.RequestSeconds > 0)
                timeouts.DefaultPolicy = new RequestTimeoutPolicy { Timeout = TimeSpan.FromSeconds(limits.RequestSeconds), WriteTimeoutResponse = Answer.TookTooLong };
        });
        builder.Services.AddSingleton(limits);
        builder.Services.AddSingleton<KnownCallers>();
        builder.Services.AddSingleton<FairShare>();
        builder.Services.AddSingleton(TimeProvider.System);
        builder.Services.AddHostedService<ParentWatch>();
        builder.Services.AddGrpc(grpc =>
        {
            grpc.IgnoreUnknownServices = true;
            // Health and reflection alone are answered here.
            grpc.MaxReceiveMessageSize = 16 * 1024;
        });
        builder.Services.AddSingleton(services => Healthy(services.GetRequiredService<IHostApplicationLifetime>()));
        builder.Services.AddBoundedStop(builder.Configuration);
        builder.Services.AddSingleton(new ReflectionServiceImpl(Public));
        builder.Services.AddSingleton(new ReflectionV1ServiceImpl(Public));

        var app = builder.Build();
        app.Services.GetRequiredService<IMeterFactory>().Create(Signals.Name)
            .CreateObservableGauge("cbm.ready", () => app.Lifetime.ApplicationStopping.IsCancellationRequested ? 0 : 1, null, "1: the gateway takes requests; 0: it stops. Silent: it is gone.");
        app.UseTrustedProxies();
        app.Use(new Edge(app.Services.GetRequiredService<KnownCallers>(), isTls: !app.Environment.IsDevelopment()).Pass);
        app.UseRouting();
        app.UseOrigins();
        app.Use(app.Services.GetRequiredService<FairShare>().Pass);
        app.Use(CalledOffBody.Use);
        app.UseRequestTimeouts();
        app.Use(Edge.LetStreamsLive);
        app.UsePacking();
        app.Use(Edge.SayWhatIsNotHere);
        app.MapReverseProxy(proxy => proxy.Use(Edge.SayWhoIsAway));
        routing.MapUnknownAgencies(app);
        app.MapGrpcService<HealthServiceImpl>();
        app.MapGrpcService<ReflectionServiceImpl>();
        app.MapGrpcService<ReflectionV1ServiceImpl>();
        app.MapMethods("/", Reading, () => Results.Redirect("/docs"));
        app.MapDocs();
        return app;
    }

    private static Google.Protobuf.Reflection.ServiceDescriptor[] Public =>
        [DeclarationService.Descriptor, AgencyService.Descriptor, Health.Descriptor];

    // The gateway's own health; what is behind it says so itself, by 503 or UNAVAILABLE.
    private static HealthServiceImpl Healthy(IHostApplicationLifetime life)
    {
        var health = new HealthServiceImpl();
        string[] ready = ["", .. Public.Select(service => service.FullName)];
        foreach (var name in ready.Append(ReadyCheck.Live))
            health.SetStatus(name, HealthCheckResponse.Types.ServingStatus.Serving);
        // From now on others are asked; what is on its way here still is answered.
        life.ApplicationStopping.Register(() =>
        {
            foreach (var name in ready) health.SetStatus(name, HealthCheckResponse.Types.ServingStatus.NotServing);
        });
        return health;
    }

    private static readonly string[] Reading = ["GET", "HEAD"];

    // Who sends or takes too slowly, or too much, is cut off: a connection held open is a connection that another lacks.
    private static void Hold(KestrelServerLimits kestrel, Limits limits)
    {
        var slowest = limits.SlowestBytesPerSecond == 0 ? null : new MinDataRate(limits.SlowestBytesPerSecond, TimeSpan.FromSeconds(limits.GraceSeconds));
        (kestrel.MinRequestBodyDataRate, kestrel.MinResponseDataRate) = (slowest, slowest);
        kestrel.MaxRequestBodySize = Edge.LargestRequest;
        kestrel.MaxRequestHeaderCount = 64;
        kestrel.MaxRequestHeadersTotalSize = 32 * 1024;
        kestrel.MaxRequestLineSize = 8 * 1024;
        kestrel.RequestHeadersTimeout = TimeSpan.FromSeconds(limits.HeadersSeconds);
        kestrel.KeepAliveTimeout = TimeSpan.FromSeconds(limits.IdleSeconds);
        if (limits.Connections > 0) kestrel.MaxConcurrentConnections = limits.Connections;
        kestrel.Http2.MaxStreamsPerConnection = 100;
        kestrel.Http2.MaxRequestHeaderFieldSize = 16 * 1024;
        kestrel.Http2.KeepAlivePingDelay = TimeSpan.FromSeconds(30);
        kestrel.Http2.KeepAlivePingTimeout = TimeSpan.FromSeconds(10);
    }

    private static void Listen(KestrelServerOptions kestrel, Uri url, HttpProtocols protocols)
    {
        void As(ListenOptions listen) => listen.Protocols = protocols;
        if (IPAddress.TryParse(url.Host, out var address)) kestrel.Listen(address, url.Port, As);
        else if (url.IsLoopback) kestrel.ListenLocalhost(url.Port, As);
        else kestrel.ListenAnyIP(url.Port, As);
    }
}
