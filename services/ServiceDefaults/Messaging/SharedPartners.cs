// SPDX-License-Identifier: Apache-2.0
using Cbm.Contracts;
using Cbm.ServiceDefaults.Storage;
using Microsoft.EntityFrameworkCore;

namespace Cbm.ServiceDefaults.Messaging;

/// <summary>
/// The same where replicas of the service share its store: the life is the store's, and who was met stands in it. The verb
/// restored begins a new life, and it is run whenever a store was put back; replicas come and go within one life.
/// </summary>
public sealed class SharedPartners<TContext>(Writer<TContext> writer, IDbContextFactory<TContext> readers) : Partners<TContext>(writer, "")
    where TContext : ServiceContext
{
    /// <inheritdoc/>
    public override async ValueTask<string> Life(CancellationToken cancel)
    {
        await using var context = await readers.CreateDbContextAsync(cancel);
        return await OwnLife(context, cancel);
    }

    /// <inheritdoc/>
    public override async Task<Marks> MarksWith(string partner, CancellationToken cancel)
    {
        var (life, mark) = await Read(partner, cancel);
        if (mark.MetIn != life && mark.Doubtful is null)
        {
            await Doubt(partner, cancel);
        }

        var marks = await Writer.Commit(context => context.MarksWith(partner, cancel), cancel);
        marks.Life = life;
        return marks;
    }

    /// <inheritdoc/>
    public override Task Doubt(string partner, CancellationToken cancel) => Writer.Commit(context => context.Doubt(partner), cancel);

    /// <inheritdoc/>
    public override async Task Settle(string partner, CancellationToken cancel)
    {
        if ((await Read(partner, cancel)).Mark.Doubtful is not null)
        {
            await Writer.Commit(context => context.Settle(partner), cancel);
        }
    }

    /// <inheritdoc/>
    public override async ValueTask<bool> Meet(string partner, string itsLife)
    {
        var (life, known) = await Read(partner, CancellationToken.None);
        var isNew = known.Life != itsLife || known.MetIn != life;
        if (isNew)
        {
            await Writer.Commit(async context =>
            {
                var mark = await context.Raise(partner);
                (mark.Life, mark.MetIn) = (itsLife, life);
            });
        }

        return isNew;
    }

    /// <inheritdoc/>
    public override async ValueTask Shun(string partner) => await Writer.Commit(async context => (await context.Raise(partner)).MetIn = PartnerMarks.Shunned);

    // By marks alone a store that lost only what it was told cannot be known: what a broker has taken may not have been brought yet.
    /// <inheritdoc/>
    public override async ValueTask<bool> MustCompare(string partner)
    {
        var (life, known) = await Read(partner, CancellationToken.None);
        var isPutBack = known.MetIn.Length > 0 && known.MetIn != life;
        if (isPutBack && known.Ahead == 0)
        {
            // Kept before it is met in this life, which would make it forgotten.
            await Writer.Commit(async context => (await context.Raise(partner)).Ahead = 1);
        }

        return isPutBack || known.Ahead == 1;
    }

    /// <inheritdoc/>
    public override async ValueTask<bool> IsMet(string partner, CancellationToken cancel) =>
        await Read(partner, cancel) is var (life, mark) && mark.MetIn == life && mark.Doubtful is null;

    /// <inheritdoc/>
    public override async Task<bool> Accepts(string partner, string itsLife, long answered, CancellationToken cancel)
    {
        var (life, mark) = await Read(partner, cancel);
        if (mark.MetIn != life || mark.Life != itsLife)
        {
            return false;
        }

        if (answered > mark.Heard)
        {
            FindBehind(partner);
        }

        return answered <= mark.Heard;
    }

    /// <inheritdoc/>
    public override Task Keep(string partner, long place, long number, CancellationToken cancel) =>
        Writer.Commit(context => context.Raise(partner, taken: place, heard: number), cancel);

    // Read each time: another replica may have written it.
    private async Task<(string Life, PartnerMark Mark)> Read(string partner, CancellationToken cancel)
    {
        await using var context = await readers.CreateDbContextAsync(cancel);
        var life = await OwnLife(context, cancel);
        try
        {
            return (life, await context.Marks.AsNoTracking().SingleOrDefaultAsync(mark => mark.Partner == partner, cancel) ?? new PartnerMark { Partner = partner });
        }
        catch (IOException)
        {
            // A damaged mark remembers nothing: the two are compared, and it is made anew when it is next written.
            return (life, new PartnerMark { Partner = partner, MetIn = PartnerMarks.Shunned });
        }
    }

    private static async Task<string> OwnLife(TContext context, CancellationToken cancel) =>
        await context.Marks.Where(mark => mark.Partner == PartnerMarks.Self).Select(mark => mark.Life).SingleOrDefaultAsync(cancel)
            ?? throw new IOException("The store has no life yet: run the service once with the argument migrate.");
}
