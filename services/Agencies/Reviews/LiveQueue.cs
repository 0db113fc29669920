// SPDX-License-Identifier: Apache-2.0
using Cbm.Agencies.Storage;
using Cbm.Contracts;
using Cbm.ServiceDefaults.Callers;
using Cbm.ServiceDefaults.Live;
using Grpc.Core;
using Microsoft.EntityFrameworkCore;

namespace Cbm.Agencies.Reviews;

/// <summary>
/// The work queue as it happens: the page that was asked for, then every review of the caller's units as it stands after each
/// change, whatever it was filtered by, so that what is done leaves the screen. An event's id is the place of the last step.
/// </summary>
public sealed class LiveQueue(Office office, ReviewQueue queue, Feed feed, IDbContextFactory<AgencyContext> readers, TimeProvider clock)
{
    private const string Name = "review";
    private const int MostAtOnce = 500;
    private const int MostBehind = 10_000;

    /// <summary>Streams until the caller leaves. What the queue itself would refuse is refused.</summary>
    public async Task Stream(ListReviewsRequest request, ServerCallContext call, EventStream stream)
    {
        office.MustBe(request.Agency);
        var caller = Caller.Of(call);

        if (stream.After is not null)
        {
            // Refused as the queue itself refuses it, though its page is not shown.
            await queue.List(request, caller, call.CancellationToken);
        }

        string[] units = [.. office.UnitsOf(caller).Where(unit => request.Unit.Length == 0 || unit == request.Unit.ToUpperInvariant())];
        using var watch = feed.Open(caller.Subject, units);
        var after = stream.After;
        await stream.Serve(watch, async () =>
        {
            var newest = await Newest(call.CancellationToken);
            if (after is null || after > newest || newest - after > MostBehind)
            {
                // The first look, the store was put back to an older copy, or too much has happened to tell each step of it. Whoever
                // breaks off within the page begins again: only its last event says how far it is.
                var page = await queue.List(request, caller, call.CancellationToken);
                await stream.Note(page);
                for (var index = 0; index < page.Reviews.Count; index++)
                {
                    await stream.Send(index == page.Reviews.Count - 1 ? newest : null, Name, page.Reviews[index]);
                }

                after = newest;
                return true;
            }

            while (await Changes(units, after.Value, call.CancellationToken) is { Until: var until, Reviews: var changed } && until > after)
            {
                if (changed.Count > 0)
                {
                    await stream.Note(new ReviewList { Reviews = { changed.Select(one => one.Review) } });
                }

                foreach (var (id, review) in changed)
                {
                    await stream.Send(id, Name, review);
                }

                after = until;
            }

            return true;
        });
    }

    private async Task<long> Newest(CancellationToken cancel)
    {
        await using var context = await readers.CreateDbContextAsync(cancel);
        return await context.Steps.MaxAsync(step => (long?)step.Id, cancel) ?? 0;
    }

    private async Task<(long Until, IReadOnlyList<(long Id, Review Review)> Reviews)> Changes(string[] units, long after, CancellationToken cancel)
    {
        await using var context = await readers.CreateDbContextAsync(cancel);
        var steps = await context.Steps.AsNoTracking().Where(step => step.Id > after).OrderBy(step => step.Id).Take(MostAtOnce)
            .Select(step => new { step.Id, step.ReviewId }).ToListAsync(cancel);
        var last = steps.GroupBy(step => step.ReviewId).ToDictionary(of => of.Key, of => of.Max(step => step.Id));
        var ids = last.Keys.ToList();
        var rows = ids.Count == 0 ? [] : await context.Reviews.AsNoTracking()
            .Where(row => units.Contains(row.Unit) && ids.Contains(row.Id)).ToListAsync(cancel);
        var now = clock.GetUtcNow();
        return (steps.Count == 0 ? after : steps[^1].Id, [.. rows.Select(row => (last[row.Id], ReviewQueue.Dated(row, now))).OrderBy(one => one.Item1)]);
    }
}
