// SPDX-License-Identifier: Apache-2.0
using Cbm.Contracts;
using Google.Protobuf.WellKnownTypes;

namespace Cbm.Declarations.Webhooks;

/// <summary>Subscriptions and deliveries as their party sees them; the secret is not among it.</summary>
internal static class WebhookViews
{
    public static Webhook Of(WebhookRecord webhook, DateTimeOffset now) => new()
    {
        Id = webhook.Id,
        Url = webhook.Url,
        Events = { webhook.Events.Split(' ') },
        Description = webhook.Description,
        State = webhook.DisabledAt is not null ? WebhookState.Disabled : webhook.FailingSince is not null ? WebhookState.Failing : WebhookState.Active,
        SecretSince = webhook.SecretSince.ToTimestamp(),
        PreviousSecretUntil = webhook.PreviousSecretUntil > now ? webhook.PreviousSecretUntil?.ToTimestamp() : null,
        CreatedAt = webhook.CreatedAt.ToTimestamp(),
        FailingSince = webhook.FailingSince?.ToTimestamp(),
        DisabledAt = webhook.DisabledAt?.ToTimestamp(),
        DisabledWhy = webhook.DisabledWhy,
    };

    public static WebhookDelivery Of(DeliveryRecord delivery) => new()
    {
        Id = delivery.Id,
        MessageId = delivery.MessageId,
        Type = delivery.Type,
        Mrn = delivery.Mrn,
        State = delivery.State,
        At = delivery.At.ToTimestamp(),
        Attempts = delivery.Attempts,
        LastAttemptAt = delivery.LastAttemptAt?.ToTimestamp(),
        Status = delivery.Status,
        Milliseconds = delivery.Milliseconds,
        Error = delivery.Error,
        NextAttemptAt = delivery.State == WebhookDeliveryState.Pending ? delivery.DueAt.ToTimestamp() : null,
        DeliveredAt = delivery.DeliveredAt?.ToTimestamp(),
        RedeliveryOf = delivery.RedeliveryOf,
    };
}
