// SPDX-License-Identifier: Apache-2.0
using Cbm.Contracts;
using Grpc.Core;

namespace Cbm.Declarations;

/// <summary>The operations on subscriptions.</summary>
public sealed partial class DeclarationEndpoint
{
    /// <inheritdoc/>
    public override Task<WebhookList> ListWebhooks(ListWebhooksRequest request, ServerCallContext context) => subscriptions.List(context);

    /// <inheritdoc/>
    public override Task<Webhook> CreateWebhook(CreateWebhookRequest request, ServerCallContext context) => subscriptions.Create(request, context);

    /// <inheritdoc/>
    public override Task<Webhook> GetWebhook(GetWebhookRequest request, ServerCallContext context) => subscriptions.Get(request.Id, context);

    /// <inheritdoc/>
    public override Task<Webhook> DeleteWebhook(DeleteWebhookRequest request, ServerCallContext context) => subscriptions.Delete(request.Id, context);

    /// <inheritdoc/>
    public override Task<Webhook> RotateWebhookSecret(RotateWebhookSecretRequest request, ServerCallContext context) => subscriptions.Rotate(request, context);

    /// <inheritdoc/>
    public override Task<WebhookDelivery> PingWebhook(PingWebhookRequest request, ServerCallContext context) => deliveries.Ping(request, context);

    /// <inheritdoc/>
    public override Task<WebhookDeliveryList> ListWebhookDeliveries(ListWebhookDeliveriesRequest request, ServerCallContext context) =>
        deliveries.List(request, context);

    /// <inheritdoc/>
    public override Task<WebhookDelivery> RedeliverWebhook(RedeliverWebhookRequest request, ServerCallContext context) =>
        deliveries.Redeliver(request, context);
}
