// SPDX-License-Identifier: Apache-2.0
using Cbm.Contracts;
using Cbm.Declarations.Cases;
using Cbm.Declarations.Storage;
using Cbm.ServiceDefaults.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;

namespace Cbm.Declarations.Webhooks;

/// <summary>
/// Brings deliveries to their subscriptions: in order per declaration, tried again for three days. What it begins is claimed in
/// the database first; where the service ends meanwhile, the claim lapses and the same message goes out once more.
/// </summary>
public sealed class Courier(
    Writer<DeclarationsContext> writer,
    IDbContextFactory<DeclarationsContext> readers,
    WebhookSender sender,
    WebhookOptions options,
    TimeProvider clock,
    ILogger<Courier> logger,
    Func<double>? chance = null)
{
    /// <summary>What the writer says after a transaction that put something on its way.</summary>
    public const string Sign = "WEBHOOKS";

    /// <summary>Deliveries that one subscription is sent at the same time, each of another declaration.</summary>
    public const int AtOnce = 4;

    private readonly Func<double> _chance = chance ?? Random.Shared.NextDouble;

    // Longer than any attempt can take.
    private TimeSpan Lease => options.Timeout + TimeSpan.FromMinutes(1);

    /// <summary>Subscriptions that something is due for.</summary>
    public async Task<List<string>> Due(CancellationToken cancel)
    {
        var now = clock.GetUtcNow();
        await using var context = await readers.CreateDbContextAsync(cancel);
        return await context.Webhooks
            .Where(webhook => webhook.DisabledAt == null && context.Deliveries.Any(delivery =>
                delivery.Webhook == webhook.Id && delivery.State == WebhookDeliveryState.Pending && delivery.DueAt <= now))
            .Select(webhook => webhook.Id).ToListAsync(cancel);
    }

    /// <summary>Sends what is due to one subscription, a few at a time; says how many it sent.</summary>
    public async Task<int> RunOnce(string webhook, CancellationToken cancel)
    {
        var (to, claimed) = await writer.Commit(context => Claim(context, webhook), cancel);
        await Task.WhenAll(claimed.Select(delivery => Deliver(to!, delivery, cancel)));
        return claimed.Count;
    }

    private async Task<(WebhookRecord? To, List<DeliveryRecord> Claimed)> Claim(DeclarationsContext context, string id)
    {
        var now = clock.GetUtcNow();
        if (await context.Webhooks.FindAsync(id) is not { DisabledAt: null } webhook)
        {
            return (null, []);
        }

        var due = await context.Deliveries.Where(delivery => delivery.Webhook == id && delivery.State == WebhookDeliveryState.Pending && delivery.DueAt <= now)
            .OrderBy(delivery => delivery.DueAt).Take(AtOnce).ToListAsync();
        foreach (var delivery in due)
        {
            // Counted when it begins: one that ends the process is not begun for ever.
            delivery.Attempts++;
            delivery.FirstAttemptAt ??= now;
            delivery.LastAttemptAt = now;
            delivery.DueAt = now + Lease;
        }

        return (webhook, due);
    }

    private async Task Deliver(WebhookRecord webhook, DeliveryRecord delivery, CancellationToken cancel)
    {
        var attempt = await sender.Send(webhook, delivery, cancel);
        if (!attempt.IsTaken)
        {
            logger.LogInformation("Attempt {Attempt} of {Delivery} to {Webhook} failed with {Status}.", delivery.Attempts, delivery.Id, webhook.Id, attempt.Status);
        }

        // What was sent is recorded, though the service is told to stop in this moment.
        await writer.Commit(context => Record(context, delivery.Id, attempt), CancellationToken.None);
    }

    private async Task Record(DeclarationsContext context, string id, Attempt attempt)
    {
        if (await context.Deliveries.FindAsync(id) is not { State: WebhookDeliveryState.Pending } delivery
            || await context.Webhooks.FindAsync(delivery.Webhook) is not { } webhook)
        {
            return;
        }

        var now = clock.GetUtcNow();
        (delivery.Status, delivery.Milliseconds, delivery.Error) = (attempt.Status, attempt.Milliseconds, attempt.Error);
        if (attempt.IsTaken)
        {
            (delivery.State, delivery.DeliveredAt, delivery.DueAt) = (WebhookDeliveryState.Delivered, now, now);
            webhook.FailingSince = null;
        }
        else if (RetrySchedule.Next(delivery.FirstAttemptAt ?? now, delivery.Attempts, now, _chance()) is { } next)
        {
            delivery.DueAt = next;
        }
        else
        {
            (delivery.State, delivery.DueAt) = (WebhookDeliveryState.Failed, now);
        }

        if (delivery.IsDone)
        {
            await SendOn(context, delivery, now);
        }

        if (!attempt.IsTaken)
        {
            webhook.FailingSince ??= delivery.LastAttemptAt;
            await EndWhereUseless(context, webhook, delivery, attempt, now);
        }
    }

    // The next of the same declaration.
    private static async Task SendOn(DeclarationsContext context, DeliveryRecord done, DateTimeOffset now)
    {
        if (done.Lane.Length > 0 && await context.Deliveries
            .Where(next => next.Webhook == done.Webhook && next.Lane == done.Lane && next.State == WebhookDeliveryState.Waiting)
            .OrderBy(next => next.Sequence).FirstOrDefaultAsync() is { } next)
        {
            (next.State, next.DueAt) = (WebhookDeliveryState.Pending, now);
            context.Subscribers.Add(Sign);
        }
    }

    private async Task EndWhereUseless(DeclarationsContext context, WebhookRecord webhook, DeliveryRecord delivery, Attempt attempt, DateTimeOffset now)
    {
        // Days of failures alone, and this one too has had all its time: one failure after a long silence ends nothing.
        var isLost = delivery.State == WebhookDeliveryState.Failed && now - webhook.FailingSince >= options.DisableAfter;
        if (webhook.DisabledAt is not null || (!attempt.IsGone && !isLost))
        {
            return;
        }

        webhook.DisabledAt = now;
        webhook.DisabledWhy = attempt.IsGone ? "The address answered 410 Gone." : "Nothing could be delivered for days.";
        logger.LogWarning("Subscription {Webhook} is ended: {Why}", webhook.Id, webhook.DisabledWhy);
        if (delivery.Mrn.Length > 0 && await Case.Load(context, delivery.Mrn) is { } declaration)
        {
            // Nothing of the declaration itself changes: its revision stays, and with it what its trader holds in hand.
            declaration.Log("webhookDisabled", now, "window", webhook.Id);
        }
    }
}
