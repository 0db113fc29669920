// SPDX-License-Identifier: Apache-2.0
using System.Security.Cryptography;
using Cbm.Contracts;
using Cbm.Contracts.Events;
using Cbm.Declarations.Storage;
using Cbm.ServiceDefaults.Doors;
using Cbm.ServiceDefaults.Problems;
using Cbm.ServiceDefaults.Storage;
using Grpc.Core;
using Microsoft.EntityFrameworkCore;

namespace Cbm.Declarations.Webhooks;

/// <summary>What was sent to a subscription and what became of it; and what its party has sent besides, to try it or once more.</summary>
public sealed class DeliveryLog(Writer<DeclarationsContext> writer, IDbContextFactory<DeclarationsContext> readers, TimeProvider clock)
{
    /// <summary>One page, newest first.</summary>
    public async Task<WebhookDeliveryList> List(ListWebhookDeliveriesRequest request, ServerCallContext call)
    {
        await using var context = await readers.CreateDbContextAsync(call.CancellationToken);
        var id = (await Subscriptions.Find(context, request.Id, call)).Id;
        var faults = new List<Fault>();
        var limit = Page.Limit(request.HasLimit ? request.Limit : null, faults);
        var after = Page.After(request.Cursor, faults, DateTime.MaxValue.Ticks);
        faults.RefuseIfAny();
        var found = context.Deliveries.AsNoTracking().Where(delivery => delivery.Webhook == id);
        if (after is var (numbers, last))
        {
            var at = new DateTimeOffset(numbers[0], TimeSpan.Zero);
            found = found.Where(delivery => delivery.At < at || (delivery.At == at && string.Compare(delivery.Id, last) < 0));
        }

        var rows = await found.OrderByDescending(delivery => delivery.At).ThenByDescending(delivery => delivery.Id).Take(limit + 1).ToListAsync(call.CancellationToken);
        var list = new WebhookDeliveryList { Deliveries = { rows.Take(limit).Select(WebhookViews.Of) } };
        if (rows.Count > limit)
        {
            list.Next = Page.Cursor(rows[limit - 1].At.UtcTicks, rows[limit - 1].Id);
        }

        return list;
    }

    /// <summary>Puts a message on its way that means nothing.</summary>
    public Task<WebhookDelivery> Ping(PingWebhookRequest request, ServerCallContext call) => writer.Commit(
        context => context.Once(call, request, clock, async () =>
        {
            var webhook = await FindOpen(context, request.Id, call);
            var now = clock.GetUtcNow();
            var messageId = "ping_" + RandomNumberGenerator.GetHexString(24, lowercase: true);
            return Put(context, new DeliveryRecord
            {
                Id = EventFanOut.NewId(0),
                Webhook = webhook.Id,
                Lane = "",
                MessageId = messageId,
                Type = EventCatalogue.Ping,
                Mrn = "",
                Body = EventBodies.Ping(messageId, webhook.Id, now),
                At = now,
                State = WebhookDeliveryState.Pending,
                DueAt = now,
            });
        }),
        call.CancellationToken);

    /// <summary>
    /// Sends a delivery that came to its end once more, beside the order of its declaration; one that waits for its next attempt
    /// is tried now. One that an earlier event holds back stays where it is (409).
    /// </summary>
    public Task<WebhookDelivery> Redeliver(RedeliverWebhookRequest request, ServerCallContext call) => writer.Commit(
        context => context.Once(call, request, clock, async () =>
        {
            var webhook = await FindOpen(context, request.Id, call);
            var delivery = await context.Deliveries.SingleOrDefaultAsync(one => one.Id == request.Delivery && one.Webhook == webhook.Id)
                ?? throw Refusal.NotFound("delivery");
            var now = clock.GetUtcNow();
            if (delivery.State == WebhookDeliveryState.Waiting)
            {
                throw Refusal.Conflict("An earlier event of the same declaration goes first: have that one sent.");
            }

            if (delivery.State == WebhookDeliveryState.Pending)
            {
                delivery.DueAt = now;
                context.Subscribers.Add(Courier.Sign);
                return WebhookViews.Of(delivery);
            }

            return Put(context, new DeliveryRecord
            {
                Id = EventFanOut.NewId(delivery.Sequence),
                Webhook = webhook.Id,
                Lane = "",
                Sequence = delivery.Sequence,
                MessageId = delivery.MessageId,
                Type = delivery.Type,
                Mrn = delivery.Mrn,
                Body = delivery.Body,
                At = now,
                State = WebhookDeliveryState.Pending,
                DueAt = now,
                RedeliveryOf = delivery.Id,
            });
        }),
        call.CancellationToken);

    private static WebhookDelivery Put(DeclarationsContext context, DeliveryRecord delivery)
    {
        context.Deliveries.Add(delivery);
        context.Subscribers.Add(Courier.Sign);
        return WebhookViews.Of(delivery);
    }

    private static async Task<WebhookRecord> FindOpen(DeclarationsContext context, string id, ServerCallContext call) =>
        await Subscriptions.Find(context, id, call) is { DisabledAt: null } webhook
            ? webhook
            : throw Refusal.Conflict("The subscription is ended; make a new one.");
}
