// SPDX-License-Identifier: Apache-2.0
using Cbm.Contracts;
using Cbm.Declarations.Storage;
using Cbm.ServiceDefaults.Storage;
using Microsoft.EntityFrameworkCore;

namespace Cbm.Declarations.Webhooks;

/// <summary>
/// Cleans up, a little at a time so that nobody waits for it: deliveries that came to their end long ago, and what was on its
/// way to subscriptions that are ended. What waits for a delivery before it that is done, since two replicas did both in one
/// moment, waits no longer.
/// </summary>
public sealed class DeliverySweep(Writer<DeclarationsContext> writer, IDbContextFactory<DeclarationsContext> readers, TimeProvider clock)
{
    /// <summary>For how long the delivery log remembers.</summary>
    public static readonly TimeSpan Kept = TimeSpan.FromDays(30);

    private const int Most = 200;

    /// <summary>One bit of the work; how many rows it touched, 0: all is done.</summary>
    public async Task<int> RunOnce(CancellationToken cancel)
    {
        var (ended, old, empty, left) = await Find(cancel);
        if (ended.Count + old.Count + empty.Count + left.Count > 0)
        {
            await writer.Commit(context => Clean(context, ended, old, empty, left), cancel);
        }

        return ended.Count + old.Count + empty.Count + left.Count;
    }

    // Found by a reader: the writer has better things to do than to search.
    private async Task<(List<string> Ended, List<string> Old, List<string> Empty, List<string> Left)> Find(CancellationToken cancel)
    {
        await using var context = await readers.CreateDbContextAsync(cancel);
        var before = clock.GetUtcNow() - Kept;
        var ended =
            from webhook in context.Webhooks.Where(webhook => webhook.DisabledAt != null)
            from delivery in context.Deliveries.Where(delivery => delivery.Webhook == webhook.Id)
            where delivery.State == WebhookDeliveryState.Pending || delivery.State == WebhookDeliveryState.Waiting
            select delivery.Id;
        var deleted =
            from webhook in context.Webhooks.Where(webhook => webhook.DeletedAt != null)
            from delivery in context.Deliveries.Where(delivery => delivery.Webhook == webhook.Id)
            select delivery.Id;
        var old =
            from delivery in context.Deliveries
            where (delivery.State == WebhookDeliveryState.Delivered || delivery.State == WebhookDeliveryState.Failed) && delivery.DueAt < before
            select delivery.Id;
        var empty =
            from webhook in context.Webhooks
            where webhook.DeletedAt != null && !context.Deliveries.Any(delivery => delivery.Webhook == webhook.Id)
            select webhook.Id;
        var left =
            from delivery in context.Deliveries
            where delivery.State == WebhookDeliveryState.Waiting && !context.Deliveries.Any(other =>
                other.Webhook == delivery.Webhook && other.Lane == delivery.Lane
                && (other.State == WebhookDeliveryState.Pending || (other.State == WebhookDeliveryState.Waiting && other.Sequence < delivery.Sequence)))
            select delivery.Id;
        return (
            await ended.Take(Most).ToListAsync(cancel),
            [.. await deleted.Take(Most).ToListAsync(cancel), .. await old.Take(Most).ToListAsync(cancel)],
            await empty.Take(Most).ToListAsync(cancel),
            writer.IsShared ? await left.Take(Most).ToListAsync(cancel) : []);
    }

    private async Task Clean(DeclarationsContext context, List<string> ended, List<string> old, List<string> empty, List<string> left)
    {
        await context.Deliveries.Where(delivery => old.Contains(delivery.Id)).ExecuteDeleteAsync();
        await context.Webhooks.Where(webhook => empty.Contains(webhook.Id)).ExecuteDeleteAsync();
        foreach (var delivery in await context.Deliveries.Where(delivery => ended.Contains(delivery.Id)
            && (delivery.State == WebhookDeliveryState.Pending || delivery.State == WebhookDeliveryState.Waiting)).ToListAsync())
        {
            (delivery.State, delivery.DueAt) = (WebhookDeliveryState.Failed, clock.GetUtcNow());
            delivery.Error = delivery.Error.Length > 0 ? delivery.Error : "The subscription is ended.";
        }

        foreach (var delivery in await context.Deliveries.Where(delivery => left.Contains(delivery.Id) && delivery.State == WebhookDeliveryState.Waiting).ToListAsync())
        {
            (delivery.State, delivery.DueAt) = (WebhookDeliveryState.Pending, clock.GetUtcNow());
            context.Subscribers.Add(Courier.Sign);
        }
    }
}
