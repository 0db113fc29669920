// SPDX-License-Identifier: Apache-2.0
using System.Net;
using Cbm.Contracts;
using Cbm.ServiceDefaults.Callers;
using Cbm.ServiceDefaults.Doors;
using Cbm.ServiceDefaults.Messaging;
using Cbm.ServiceDefaults.Reads;
using Cbm.ServiceDefaults.Storage;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Cbm.ServiceDefaults.Hosting;

/// <summary>What every service of the window is: one HTTP/2 port, checked tokens, health, its own database, the event bus.</summary>
public static class ServiceHost
{
    private const int LargestDelivery = 256 * 1024 * 1024;
    /// <summary>Bytes of the largest request that a caller sends, by either door.</summary>
    public const int LargestRequest = 32 * 1024 * 1024;

    /// <summary>A builder with the defaults. Settings: Urls:Http, Data:Folder, Identity:Issuer, Identity:Authority, Services:*, Dapr:ApiToken, Window:*.</summary>
    /// <param name="args">Command line.</param>
    /// <param name="publicServices">Contract services that it serves; their access options are held.</param>
    public static WebApplicationBuilder CreateBuilder(string[] args, params Google.Protobuf.Reflection.ServiceDescriptor[] publicServices)
    {
        Quota.Outlive();
        var builder = WebApplication.CreateBuilder(args);
        builder.Configuration.AddSecretFiles();
        builder.WebHost.ConfigureKestrel((context, kestrel) =>
        {
            kestrel.AddServerHeader = false;
            kestrel.StandBehindTheGateway();

            // What services tell each other is larger than what anybody sends: a slice of the largest declaration, with what is asked of it.
            kestrel.Limits.MaxRequestBodySize = LargestDelivery;
            Listen(kestrel, new Uri(context.Configuration["Urls:Http"] ?? "http://127.0.0.1:0"));
        });
        builder.Logging.AddSimpleConsole(console => console.SingleLine = true);
        builder.Logging.AddFilter("Microsoft", LogLevel.Warning).AddFilter("Grpc", LogLevel.Warning);
        builder.Services.AddSingleton(TimeProvider.System);
        builder.Services.AddHostedService<ParentWatch>();
        builder.Services.AddSingleton(new AccessInterceptor(
            publicServices.SelectMany(service => service.Methods).ToDictionary(method => $"/{method.Service.FullName}/{method.Name}", AccessTable.Of)));
        builder.Services.AddGrpc(grpc =>
        {
            grpc.Interceptors.Add<StoreInterceptor>();
            grpc.Interceptors.Add<AccessInterceptor>();
            grpc.MaxReceiveMessageSize = LargestRequest;

            // Services send each other nothing packed; what callers pack has the limit of what they send.
            grpc.CompressionProviders = [new BoundedGzip(LargestRequest)];
        }).ReadMessagesWithCare();

        // Without a check of its own a service answers UNKNOWN for ever.
        builder.Services.AddGrpcHealthChecks().AddCheck("runs", () => HealthCheckResult.Healthy());
        builder.Services.AddSingleton(EventBus(builder.Configuration));
        builder.AddTokens();
        return builder;
    }

    /// <summary>The service's database: a writer that gathers, and readers that never wait for it.</summary>
    /// <param name="builder">The service.</param>
    /// <param name="name">Name of its file.</param>
    /// <param name="writing">What the service adds to the writer's context.</param>
    public static void AddDatabase<TContext>(this WebApplicationBuilder builder, string name, Action<IServiceProvider, DbContextOptionsBuilder>? writing = null)
        where TContext : ServiceContext
    {
        var folder = builder.Configuration["Data:Folder"] ?? ".data";
        builder.Services.AddSingleton(_ => new SqliteFile(Path.Combine(Directory.CreateDirectory(folder).FullName, $"{name}.db")));
        builder.Services.AddSingleton(services => new Writer<TContext>(
            services.GetRequiredService<SqliteFile>(), options => writing?.Invoke(services, options)));
        builder.Services.AddSingleton(services => new ReadLog(
            read => services.GetRequiredService<Writer<TContext>>().Commit(context =>
            {
                context.Reads.Add(read);
                return Task.CompletedTask;
            }),
            services.GetRequiredService<TimeProvider>()));
        builder.Services.AddSingleton<IDbContextFactory<TContext>>(services => new PooledDbContextFactory<TContext>(
            new DbContextOptionsBuilder<TContext>().UseSqlite(services.GetRequiredService<SqliteFile>().ForReading)
                .AddInterceptors(RowSeal.Instance).Options));
        builder.Services.AddHostedService<IdempotencySweep<TContext>>();
    }

    /// <summary>Sends the outbox and receives events, by the one receiving method; the service shows the others who it is.</summary>
    public static void AddEventBus<TContext>(
        this WebApplicationBuilder builder, string source, Func<TContext, OutboxMessage, DateTimeOffset, Task>? onParked = null)
        where TContext : ServiceContext
    {
        var self = ServiceClient.Own(builder.Configuration, builder.Environment, Delivery.PartnerOf(source));
        builder.Services.AddSingleton(services => new ServiceToken(self, TokenOptions.OfServices(builder.Configuration), services.GetRequiredService<TimeProvider>(), builder.Environment.IsDevelopment()));
        builder.Services.AddSingleton(services => new Partners<TContext>(services.GetRequiredService<Writer<TContext>>(), Guid.NewGuid().ToString("N")));
        builder.Services.AddSingleton(services => new DirectSender(
            services.GetRequiredService<EventBusOptions>(), services.GetRequiredService<ServiceToken>(), source, services.GetRequiredService<Partners<TContext>>().Life));
        builder.Services.AddSingleton(services => new OutboxRelay<TContext>(
            services.GetRequiredService<Writer<TContext>>(),
            services.GetRequiredService<IDbContextFactory<TContext>>(),
            services.GetRequiredService<DirectSender>().Send,
            services.GetRequiredService<TimeProvider>(),
            services.GetRequiredService<ILogger<OutboxRelay<TContext>>>(),
            onParked));
        builder.Services.AddHostedService<RelayService<TContext>>();
        builder.Services.AddSingleton<TopicReceiver<TContext>>();
        builder.TakeDeliveries<TopicReceiver<TContext>>();
    }

    /// <summary>Lets an endpoint that other services alone may call take messages of their size; every other has the limit of what callers send.</summary>
    public static void TakeDeliveries<TEndpoint>(this WebApplicationBuilder builder)
        where TEndpoint : class =>
        builder.Services.AddGrpc().ReadMessagesWithCare().AddServiceOptions<TEndpoint>(grpc => grpc.MaxReceiveMessageSize = LargestDelivery);

    /// <summary>Runs a service until it is stopped; 0 is a clean end. A damaged store is told in one line: 1.</summary>
    public static int Run(Func<WebApplication> build)
    {
        try
        {
            build().Run();
            return 0;
        }
        catch (DamagedStoreException damaged)
        {
            Console.Error.WriteLine(damaged.Message);
            return 1;
        }
        catch (ServiceClientException wrong)
        {
            Console.Error.WriteLine("The service does not start: " + wrong.Message);
            return 1;
        }
    }

    /// <summary>The way of a request: correlation, token, then the endpoints that the service maps.</summary>
    public static WebApplication BuildService(this WebApplicationBuilder builder)
    {
        var app = builder.Build();
        app.UseCorrelation();
        app.UseStatusCodePages(context => NoSuchRoute(context.HttpContext));
        app.UseAuthentication();
        app.Use(Strangers.Limit);
        app.UseRecognition();
        app.MapGrpcHealthChecksService();
        return app;
    }

    /// <summary>Applies migrations in Development; elsewhere a job does it before the service starts.</summary>
    public static void MigrateInDevelopment<TContext>(this WebApplication app)
        where TContext : ServiceContext
    {
        if (app.Environment.IsDevelopment())
        {
            // The writer first: it makes the file a WAL database before any reader opens it.
            app.Services.GetRequiredService<Writer<TContext>>();
            using var context = app.Services.GetRequiredService<IDbContextFactory<TContext>>().CreateDbContext();
            context.Database.MigrateAlone().GetAwaiter().GetResult();
        }
    }

    // What no endpoint answers: told as every other refusal is.
    private static Task NoSuchRoute(HttpContext http)
    {
        if (!http.Request.Path.StartsWithSegments("/api/v1"))
        {
            return Task.CompletedTask;
        }

        var allowed = http.Response.Headers.Allow.ToString();
        if (HttpMethods.IsOptions(http.Request.Method) && http.Response.StatusCode == StatusCodes.Status405MethodNotAllowed)
        {
            // Which verbs an address answers is in the contract that everybody may read.
            http.Response.StatusCode = StatusCodes.Status204NoContent;
            http.Response.Headers.Allow = allowed + ", OPTIONS";
            return Task.CompletedTask;
        }

        return ProblemAnswer.Write(
            http,
            http.Response.StatusCode == StatusCodes.Status405MethodNotAllowed
                ? new Problem { Status = 405, Title = "Method not allowed", Detail = $"This address answers {allowed}." }
                : new Problem { Status = 404, Title = "Not found", Detail = "There is no such route here; /docs lists those that there are." },
            null);
    }

    private static void Listen(KestrelServerOptions kestrel, Uri address)
    {
        // Without TLS one port speaks one protocol: HTTP/2, for gRPC and for JSON through the gateway alike.
        void Http2(ListenOptions options) => options.Protocols = HttpProtocols.Http2;
        if (IPAddress.TryParse(address.Host, out var ip))
        {
            kestrel.Listen(ip, address.Port, Http2);
        }
        else if (address.IsLoopback)
        {
            kestrel.ListenLocalhost(address.Port, Http2);
        }
        else
        {
            kestrel.ListenAnyIP(address.Port, Http2);
        }
    }

    /// <summary>How facts travel here: the shared token, and the addresses of the other services.</summary>
    public static EventBusOptions EventBus(IConfiguration configuration) => new(
        configuration["Dapr:ApiToken"] ?? "",
        configuration.GetSection("Services").GetChildren()
            .Where(service => service.Value is not null && !service.Key.Equals("IDENTITY", StringComparison.OrdinalIgnoreCase))
            .ToDictionary(service => service.Key.ToUpperInvariant(), service => new Uri(service.Value!)));
}
