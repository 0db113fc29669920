// SPDX-License-Identifier: Apache-2.0
using System.Globalization;
using System.Security.Cryptography;
using Cbm.Contracts;
using Cbm.Declarations.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;

namespace Cbm.Declarations.Webhooks;

/// <summary>
/// Puts every event that the log takes in on its way to who subscribes to it, in the transaction of the event: neither is
/// there without the other. It stands where the unit of work is saved, so that no writer of the log can pass it by, and the
/// body says how the declaration stands when all of the unit is done.
/// </summary>
public sealed class EventFanOut(SubscribedParties parties, TimeProvider clock) : SaveChangesInterceptor
{
    /// <inheritdoc/>
    public override async ValueTask<InterceptionResult<int>> SavingChangesAsync(
        DbContextEventData eventData, InterceptionResult<int> result, CancellationToken cancellationToken = default)
    {
        if (parties.IsEmpty)
        {
            return result;
        }

        var context = (DeclarationsContext)eventData.Context!;
        var added = context.ChangeTracker.Entries<EventRecord>().Where(entry => entry.State == EntityState.Added).Select(entry => entry.Entity);
        foreach (var events in added.GroupBy(logged => logged.Mrn).ToList())
        {
            // In the unit of work already, since its log grew.
            if (await context.Declarations.FindAsync([events.Key], cancellationToken) is { } declaration && parties.MayContain(declaration.Declarant))
            {
                await Put(context, declaration, [.. events.OrderBy(logged => logged.Sequence)], cancellationToken);
            }
        }

        return result;
    }

    /// <inheritdoc/>
    public override InterceptionResult<int> SavingChanges(DbContextEventData eventData, InterceptionResult<int> result) =>
        SavingChangesAsync(eventData, result).AsTask().GetAwaiter().GetResult();

    // The declarant sees every event of its declaration (EventViews); who may see less gets nothing here.
    private async Task Put(DeclarationsContext context, DeclarationRecord declaration, List<EventRecord> events, CancellationToken cancel)
    {
        var (party, mrn, now) = (declaration.Declarant, declaration.Mrn, clock.GetUtcNow());
        foreach (var webhook in await context.Webhooks.Where(webhook => webhook.Party == party && webhook.DisabledAt == null).ToListAsync(cancel))
        {
            // One that this very unit of work ends is not yet ended in the database.
            var wanted = webhook.DisabledAt is null ? events.Where(logged => webhook.Wants(logged.Name)).ToList() : [];
            var isBusy = wanted.Count > 0 && await context.Deliveries.AnyAsync(
                delivery => delivery.Webhook == webhook.Id && delivery.Lane == mrn && (delivery.State == WebhookDeliveryState.Pending || delivery.State == WebhookDeliveryState.Waiting), cancel);
            foreach (var logged in wanted)
            {
                context.Deliveries.Add(new DeliveryRecord
                {
                    Id = NewId(logged.Sequence),
                    Webhook = webhook.Id,
                    Lane = mrn,
                    Sequence = logged.Sequence,
                    MessageId = EventBodies.IdOf(logged),
                    Type = Contracts.Events.EventCatalogue.TypePrefix + logged.Name,
                    Mrn = mrn,
                    Body = EventBodies.Of(logged, declaration),
                    At = now,
                    State = isBusy ? WebhookDeliveryState.Waiting : WebhookDeliveryState.Pending,
                    DueAt = now,
                });
                isBusy = true;
                context.Subscribers.Add(Courier.Sign);
            }
        }
    }

    /// <summary>An id that cannot be guessed, and that sorts as the events of one moment do.</summary>
    internal static string NewId(int sequence) =>
        sequence.ToString("x8", CultureInfo.InvariantCulture) + RandomNumberGenerator.GetHexString(24, lowercase: true);
}
