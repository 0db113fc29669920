// SPDX-License-Identifier: Apache-2.0
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;

namespace Cbm.Declarations.Webhooks;

/// <summary>What the service needs for subscriptions.</summary>
public static class WebhookServices
{
    /// <summary>Adds it; the fan-out is added to the writer besides, where the database is.</summary>
    public static void AddWebhooks(this WebApplicationBuilder builder, WindowKeys keys)
    {
        builder.Services.AddSingleton(WebhookOptions.Of(builder.Configuration));
        builder.Services.AddSingleton(services => new Destinations(services.GetRequiredService<WebhookOptions>()));
        builder.Services.AddSingleton(new WebhookSecrets(keys.Webhooks));
        builder.Services.AddSingleton<SubscribedParties>();
        builder.Services.AddSingleton<EventFanOut>();
        builder.Services.AddSingleton<WebhookCheck>();
        builder.Services.AddSingleton<Subscriptions>();
        builder.Services.AddSingleton<DeliveryLog>();
        builder.Services.AddSingleton<WebhookSender>();
        builder.Services.AddSingleton<Courier>();
        builder.Services.AddSingleton<DeliverySweep>();
        builder.Services.AddHostedService<WebhookGauges>();
        builder.Services.AddHostedService<CourierService>();
    }
}
