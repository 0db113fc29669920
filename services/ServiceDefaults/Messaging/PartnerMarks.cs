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
    /// <summary>Name under which a store that replicas share keeps its own life.</summary>
    public const string Self = "SELF";

    /// <summary>In place of the life in which a partner was met: the two must be compared before they are met again. No life has this name.</summary>
    internal const string Shunned = "shunned";

    /// <summary>
    /// Begins a new life of the store: whoever is known in the one before must be compared and met again. One that was never met
    /// too: what a broker still has for it is of a life that has ended, and will be refused.
    /// </summary>
    public static async Task BeginLife(this ServiceContext context)
    {
        foreach (var partner in await context.Marks.Where(mark => mark.Partner != Self).Select(mark => mark.Partner).ToListAsync())
        {
            var mark = await context.MarkOf(partner);
            mark.MetIn = mark.MetIn.Length == 0 ? Shunned : mark.MetIn;
        }

        (await context.MarkOf(Self)).Life = Guid.NewGuid().ToString("N");
    }

    /// <summary>Our marks with a partner.</summary>
    public static async Task<Marks> MarksWith(this ServiceContext context, string partner, CancellationToken cancel = default)
    {
        var kept = await context.MarkOf(partner);
        return new Marks { Announced = kept.Doubtful ?? await context.Announced(partner, kept, cancel), Confirmed = kept.Confirmed, Taken = kept.Taken, Answered = kept.Answered, Heard = kept.Heard };
    }

    /// <summary>Keeps what was announced to a partner as it is now, until the two are settled: what is announced meanwhile must not hide what is missing.</summary>
    public static async Task Doubt(this ServiceContext context, string partner)
    {
        var kept = await context.MarkOf(partner);
        kept.Doubtful ??= await context.Announced(partner, kept, CancellationToken.None);
    }

    /// <summary>The last fact that waits to be brought to a partner; 0: none does. What is parked is not brought.</summary>
    public static async Task<long> WaitingFor(this ServiceContext context, string partner, CancellationToken cancel) =>
        await context.Outbox.Where(fact => fact.Subscriber == partner && !fact.Parked).MaxAsync(fact => (long?)fact.Id, cancel) ?? 0;

    /// <summary>The first of them; 0: none does.</summary>
    public static async Task<long> FirstWaitingFor(this ServiceContext context, string partner, CancellationToken cancel) =>
        await context.Outbox.Where(fact => fact.Subscriber == partner && !fact.Parked).MinAsync(fact => (long?)fact.Id, cancel) ?? 0;

    /// <summary>
    /// Whether a store knows less than its partner remembers: it never announced what the partner was brought, or never heard a
    /// delivery that it has answered. Sound only where the store's own marks were read after the partner's.
    /// </summary>
    public static bool IsBehind(this Marks own, Marks partners) => partners.Taken > own.Announced || partners.Answered > own.Heard;

    /// <summary>Keeps that the talk with a partner has come as far as this; never back.</summary>
    public static async Task<PartnerMark> Raise(this ServiceContext context, string partner, long confirmed = 0, long taken = 0, long answered = 0, long heard = 0)
    {
        var mark = await context.MarkOf(partner);
        (mark.Confirmed, mark.Taken) = (Math.Max(mark.Confirmed, confirmed), Math.Max(mark.Taken, taken));
        (mark.Answered, mark.Heard) = (Math.Max(mark.Answered, answered), Math.Max(mark.Heard, heard));
        return mark;
    }

    /// <summary>The two know the same: what is announced from here on counts as announced.</summary>
    public static async Task Settle(this ServiceContext context, string partner) => (await context.MarkOf(partner)).Doubtful = null;

    /// <summary>The same after a comparison: takes over what the partner remembers, and announces from now on above all that was announced before.</summary>
    public static async Task Settle(this ServiceContext context, string partner, Marks partners)
    {
        await context.Raise(partner, partners.Taken, partners.Confirmed, partners.Heard, partners.Answered);
        await context.Settle(partner);

        // What this unit of work announces comes first: its places are the store's to give.
        await context.SaveChangesAsync();
        if (partners.Taken > 0 && !await context.Outbox.AnyAsync(fact => fact.Id >= partners.Taken))
        {
            // The store counts on from the highest place that there ever was.
            var placeholder = new OutboxMessage { Id = partners.Taken, Subscriber = "", Topic = "", Key = "", EventId = "", Type = "", Data = [] };
            context.Outbox.Add(placeholder);
            await context.PlacesGiven(true);
            await context.SaveChangesAsync();
            await context.PlacesGiven(false);
            context.Outbox.Remove(placeholder);
        }
    }

    // SQL Server gives places itself unless it is told not to.
    private static async Task PlacesGiven(this ServiceContext context, bool areOurs)
    {
        if (context.Database.IsSqlServer())
        {
            await context.Database.ExecuteSqlRawAsync(areOurs ? "SET IDENTITY_INSERT [Outbox] ON" : "SET IDENTITY_INSERT [Outbox] OFF");
        }
    }

    private static async Task<long> Announced(this ServiceContext context, string partner, PartnerMark kept, CancellationToken cancel)
    {
        var waiting = await context.WaitingFor(partner, cancel);
        var parked = await context.Outbox.Where(fact => fact.Subscriber == partner && fact.Parked).MaxAsync(fact => (long?)fact.Id, cancel) ?? 0;
        return Math.Max(Math.Max(waiting, parked), kept.Confirmed);
    }

    private static async Task<PartnerMark> MarkOf(this ServiceContext context, string partner)
    {
        try
        {
            if (await context.Marks.FindAsync(partner) is { } kept)
            {
                return kept;
            }
        }
        catch (IOException)
        {
            // A damaged mark remembers nothing: the partner then knows more, and all is compared.
            await context.Marks.Where(mark => mark.Partner == partner).ExecuteDeleteAsync();
        }

        var mark = new PartnerMark { Partner = partner };
        context.Marks.Add(mark);
        return mark;
    }
}
