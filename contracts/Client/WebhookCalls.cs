// SPDX-License-Identifier: Apache-2.0
using Cbm.Contracts;

namespace Cbm.Client;

/// <summary>Subscriptions of the caller's party to events of its declarations.</summary>
public sealed class WebhookCalls
{
    private readonly Calls calls;

    internal WebhookCalls(Calls calls) => this.calls = calls;

    /// <summary>All of them.</summary>
    public async Task<IReadOnlyList<Webhook>> List(CancellationToken cancel = default) => (await calls.Ask<WebhookList>("ListWebhooks", new ListWebhooksRequest(), cancel)).Webhooks;

    /// <summary>Subscribes; the secret is told here and at its rotation only.</summary>
    public async Task<Webhook> Create(CreateWebhookRequest subscription, CancellationToken cancel = default) => await calls.Ask<Webhook>("CreateWebhook", subscription, cancel);

    /// <summary>One of them.</summary>
    public async Task<Webhook> Get(string id, CancellationToken cancel = default) => await calls.Ask<Webhook>("GetWebhook", new GetWebhookRequest { Id = id }, cancel);

    /// <summary>Ends it; gives it as it was.</summary>
    public async Task<Webhook> Delete(string id, CancellationToken cancel = default) => await calls.Ask<Webhook>("DeleteWebhook", new DeleteWebhookRequest { Id = id }, cancel);

    /// <summary>Has a message sent that means nothing, to try address and signature.</summary>
    public async Task<WebhookDelivery> Ping(string id, CancellationToken cancel = default) => await calls.Ask<WebhookDelivery>("PingWebhook", new PingWebhookRequest { Id = id }, cancel);

    /// <summary>A new secret; the one before is signed with too for some hours (null: 24).</summary>
    public async Task<Webhook> RotateSecret(string id, int? overlapHours = null, CancellationToken cancel = default)
    {
        var rotation = new RotateWebhookSecretRequest { Id = id };
        if (overlapHours is { } hours) rotation.OverlapHours = hours;
        return await calls.Ask<Webhook>("RotateWebhookSecret", rotation, cancel);
    }

    /// <summary>What was sent to it and what became of that, newest first.</summary>
    public IAsyncEnumerable<WebhookDelivery> Deliveries(string id, CancellationToken cancel = default) =>
        calls.List<ListWebhookDeliveriesRequest, WebhookDeliveryList, WebhookDelivery>("ListWebhookDeliveries", new ListWebhookDeliveriesRequest { Id = id, Limit = Most }, page => page.Deliveries, cancel);

    /// <summary>Has a delivery sent once more.</summary>
    public async Task<WebhookDelivery> Redeliver(string id, string delivery, CancellationToken cancel = default) =>
        await calls.Ask<WebhookDelivery>("RedeliverWebhook", new RedeliverWebhookRequest { Id = id, Delivery = delivery }, cancel);

    // Rows of a page.
    private const int Most = 200;
}
