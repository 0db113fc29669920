// SPDX-License-Identifier: Apache-2.0
using Cbm.ServiceDefaults.Callers;
using Cbm.ServiceDefaults.Hosting;
using Cbm.ServiceDefaults.Storage;
using Dapr.Client;
using Microsoft.AspNetCore.Builder;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Cbm.ServiceDefaults.Messaging;

/// <summary>Gives a service its part in the event bus.</summary>
public static class EventBusSetup
{
    /// <summary>Sends the outbox and receives events, by the one receiving method; the service shows the others who it is.</summary>
    public static void AddEventBus<TContext>(
        this WebApplicationBuilder builder, string source, Func<TContext, OutboxMessage, DateTimeOffset, Task>? onParked = null)
        where TContext : ServiceContext
    {
        var self = ServiceClient.Own(builder.Configuration, builder.Environment, Delivery.PartnerOf(source));
        builder.Services.AddSingleton(services => new ServiceToken(self, TokenOptions.OfServices(builder.Configuration), services.GetRequiredService<TimeProvider>(), builder.Environment.IsDevelopment()));
        builder.Services.AddSingleton(services => services.GetRequiredService<Writer<TContext>>() is { IsShared: true } shared
            ? new SharedPartners<TContext>(shared, services.GetRequiredService<IDbContextFactory<TContext>>())
            : new Partners<TContext>(services.GetRequiredService<Writer<TContext>>(), Guid.NewGuid().ToString("N")));
        var isDapr = ServiceHost.EventBus(builder.Configuration).IsDapr;
        if (isDapr)
        {
            builder.Services.AddSingleton(_ => Sidecar(builder.Configuration));
            builder.Services.AddSingleton(services => new DaprSender(services.GetRequiredService<DaprClient>(), source, services.GetRequiredService<Partners<TContext>>().Life));
        }
        else
        {
            builder.Services.AddSingleton(services => new DirectSender(
                services.GetRequiredService<EventBusOptions>(), services.GetRequiredService<ServiceToken>(), source, services.GetRequiredService<Partners<TContext>>().Life));
        }

        builder.Services.AddSingleton(services => new OutboxRelay<TContext>(
            services.GetRequiredService<Writer<TContext>>(),
            services.GetRequiredService<IDbContextFactory<TContext>>(),
            isDapr ? services.GetRequiredService<DaprSender>().Send : services.GetRequiredService<DirectSender>().Send,
            services.GetRequiredService<TimeProvider>(),
            services.GetRequiredService<ILogger<OutboxRelay<TContext>>>(),
            onParked,

            // What another replica announces gives no sign here.
            services.GetRequiredService<Writer<TContext>>().IsShared ? TimeSpan.FromMilliseconds(200) : null,
            isHeard: !isDapr));
        builder.Services.AddHostedService<RelayService<TContext>>();
        builder.Services.AddHostedService<OutboxGauges<TContext>>();
        builder.Services.AddSingleton<TopicReceiver<TContext>>();
        builder.TakeDeliveries<TopicReceiver<TContext>>();
        builder.TakeDeliveries<TopicReceiverAlpha<TContext>>();
    }

    /// <summary>Opens the receiving side to whoever brings facts.</summary>
    public static void MapEventBus<TContext>(this WebApplication app)
        where TContext : ServiceContext
    {
        app.MapGrpcService<TopicReceiver<TContext>>();
        app.MapGrpcService<TopicReceiverAlpha<TContext>>();
        app.Lifetime.ApplicationStarted.Register(() => RefusedFacts.Begin(app.Services.GetServices<Subscription>().Select(subscription => subscription.Topic).Distinct()));
    }

    // Its address is in the environment that Dapr gives (DAPR_GRPC_ENDPOINT, DAPR_GRPC_PORT), as its own token is (DAPR_API_TOKEN).
    private static DaprClient Sidecar(IConfiguration configuration)
    {
        var sidecar = new DaprClientBuilder();
        return (configuration["DAPR_GRPC_ENDPOINT"] is { Length: > 0 } address ? sidecar.UseGrpcEndpoint(address) : sidecar).Build();
    }
}
