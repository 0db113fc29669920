// SPDX-License-Identifier: Apache-2.0
using System.Net;
using Cbm.Contracts;
using Cbm.ServiceDefaults.Callers;
using Cbm.ServiceDefaults.Doors;
using Cbm.ServiceDefaults.Messaging;
using Cbm.ServiceDefaults.Storage;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Cbm.ServiceDefaults.Hosting;

/// <summary>What every service of the window is: one HTTP/2 port, checked tokens, health, its own database, the event bus.</summary>
public static class ServiceHost
{
    private const int LargestDelivery = 256 * 1024 * 1024;
    /// <summary>Bytes of the largest request that a caller sends, by either door.</summary>
    public const int LargestRequest = 32 * 1024 * 1024;

    /// <summary>A builder with the defaults. Its settings are those of <c>KnownSettings</c>; mistakes in them end the start, all at once.</summary>
    /// <param name="args">Command line.</param>
    /// <param name="own">Looks through the settings that are the service's own.</param>
    /// <param name="publicServices">Contract services that it serves; their access options are held.</param>
    public static WebApplicationBuilder CreateBuilder(
        string[] args, Func<Settings, IConfiguration, IHostEnvironment, Settings> own, params Google.Protobuf.Reflection.ServiceDescriptor[] publicServices)
    {
        Quota.Outlive();
        NoCulture.Begin();
        var builder = WebApplication.CreateBuilder(args);
        builder.Configuration.AddSecretFiles();
        own(new Settings(builder.Configuration, builder.Environment).Common().Providers().Store().Window().Secret("Dapr:ApiToken")
            .And(TokenOptions.Mistakes(builder.Configuration)), builder.Configuration, builder.Environment).MustBeRight();
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
        builder.Services.AddReadiness();
        builder.Services.MustHaveKeys();
        builder.Services.AddBoundedStop(builder.Configuration);
        builder.Services.AddSingleton(EventBus(builder.Configuration));
        builder.AddTokens();
        return builder;
    }

    /// <summary>Lets an endpoint that other services alone may call take messages of their size; every other has the limit of what callers send.</summary>
    public static void TakeDeliveries<TEndpoint>(this WebApplicationBuilder builder)
        where TEndpoint : class =>
        builder.Services.AddGrpc().ReadMessagesWithCare().AddServiceOptions<TEndpoint>(grpc => grpc.MaxReceiveMessageSize = LargestDelivery);

    /// <summary>
    /// Runs a service until it is stopped, or does what the first word of its command line says instead: probe (<see cref="Probe"/>),
    /// migrate (<see cref="StoreSetup.Migrate"/>), parked (<see cref="ParkedCommand"/>). 0 is a clean end. A damaged store, or a
    /// mistake in its settings, is told in one line each: 1.
    /// </summary>
    /// <typeparam name="TContext">The model of its store.</typeparam>
    /// <typeparam name="TServer">The same with its migrations for SQL Server.</typeparam>
    /// <param name="args">Command line.</param>
    /// <param name="name">Name of its database file.</param>
    /// <param name="build">Makes the service.</param>
    public static int Run<TContext, TServer>(string[] args, string name, Func<WebApplication> build)
        where TContext : ServiceContext
        where TServer : TContext
    {
        try
        {
            switch (args)
            {
                case ["probe", ..]:
                    return Probe.ByGrpc("Urls__Http").GetAwaiter().GetResult();
                case ["migrate" or "restored", ..]:
                    Console.WriteLine(StoreSetup.Told(StoreSetup.Migrate<TContext, TServer>(SettingsOf(args), name, isPutBack: args[0] == "restored").GetAwaiter().GetResult()));
                    return 0;
                case ["parked", ..]:
                    return ParkedCommand.Run<TContext>(args, SettingsOf(args), name, Console.Out, Console.Error, TimeProvider.System).GetAwaiter().GetResult();
                default:
                    build().Run();
                    return 0;
            }
        }
        catch (DamagedStoreException damaged)
        {
            Console.Error.WriteLine(damaged.Message);
            return 1;
        }
        catch (RefusedToStartException wrong)
        {
            foreach (var mistake in wrong.Mistakes)
            {
                Console.Error.WriteLine("The service does not start: " + mistake);
            }

            return 1;
        }
    }

    /// <summary>The settings of a service that is not run, secrets from files included.</summary>
    public static IConfiguration SettingsOf(string[] args)
    {
        var configuration = WebApplication.CreateBuilder(args).Configuration;
        configuration.AddSecretFiles();
        return configuration;
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
            .ToDictionary(service => service.Key.ToUpperInvariant(), service => new Uri(service.Value!)),
        IsDapr(configuration));

    /// <summary>Whether facts go by Dapr's sidecar (<c>EventBus:Kind</c>).</summary>
    internal static bool IsDapr(IConfiguration configuration) => "Dapr".Equals(configuration["EventBus:Kind"], StringComparison.OrdinalIgnoreCase);
}
