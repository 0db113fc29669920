// SPDX-License-Identifier: Apache-2.0
using Cbm.Contracts;
using Cbm.ServiceDefaults.Storage;
using Microsoft.EntityFrameworkCore;

namespace Cbm.ServiceDefaults.Messaging;

/// <summary>
/// How far two services have come with each other. A store that was put back to an older copy knows less of this than its
/// partner does: the one sign by which it can be told.
/// </summary>
public static class PartnerMarks
{
    /// <summary>Our marks with a partner.</summary>
    public static async Task<Marks> MarksWith(this ServiceContext context, string partner, CancellationToken cancel = default)
    {
        var kept = await context.Marks.AsNoTracking().SingleOrDefaultAsync(mark => mark.Partner == partner, cancel) ?? new PartnerMark { Partner = partner };
        var waiting = await context.Outbox.Where(fact => fact.Subscriber == partner).MaxAsync(fact => (long?)fact.Id, cancel) ?? 0;
        return new Marks { Announced = Math.Max(waiting, kept.Confirmed), Confirmed = kept.Confirmed, Taken = kept.Taken };
    }

    /// <summary>
    /// Whether a store knows less than its partner remembers: it never announced what the partner was brought, or was never
    /// brought what it has confirmed. Sound only where the store's own marks were read after the partner's.
    /// </summary>
    public static bool IsBehind(this Marks own, Marks partners) => partners.Taken > own.Announced || partners.Confirmed > own.Taken;

    /// <summary>Keeps that the talk with a partner has come as far as this; never back.</summary>
    public static async Task<PartnerMark> Raise(this ServiceContext context, string partner, long confirmed = 0, long taken = 0)
    {
        if (await context.Marks.FindAsync(partner) is not { } mark)
        {
            mark = new PartnerMark { Partner = partner };
            context.Marks.Add(mark);
        }

        (mark.Confirmed, mark.Taken) = (Math.Max(mark.Confirmed, confirmed), Math.Max(mark.Taken, taken));
        return mark;
    }

    /// <summary>Takes over what the partner remembers, after both were compared. What is announced from now on stands after all that was announced before.</summary>
    public static async Task Settle(this ServiceContext context, string partner, Marks partners)
    {
        await context.Raise(partner, partners.Taken, partners.Confirmed);

        // What this unit of work announces comes first: its places are the store's to give.
        await context.SaveChangesAsync();
        if (partners.Taken > 0 && !await context.Outbox.AnyAsync(fact => fact.Id >= partners.Taken))
        {
            // The store counts on from the highest place that there ever was.
            var placeholder = new OutboxMessage { Id = partners.Taken, Subscriber = "", Topic = "", Key = "", EventId = "", Type = "", Data = [] };
            context.Outbox.Add(placeholder);
            await context.SaveChangesAsync();
            context.Outbox.Remove(placeholder);
        }
    }
}
