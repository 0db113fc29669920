// SPDX-License-Identifier: Apache-2.0
using Cbm.Agencies.Storage;
using Cbm.Contracts;
using Cbm.ServiceDefaults.Callers;
using Cbm.ServiceDefaults.Doors;
using Cbm.ServiceDefaults.Problems;
using Cbm.ServiceDefaults.Reads;
using Google.Protobuf.WellKnownTypes;
using Microsoft.EntityFrameworkCore;

namespace Cbm.Agencies.Reviews;

/// <summary>The work queue and the single review, as officers read them.</summary>
public sealed class ReviewQueue(Office office, IDbContextFactory<AgencyContext> readers, TimeProvider clock)
{
    /// <summary>A page of the caller's reviews: open ones first, the most urgent first. Without a state, only what the window still waits for.</summary>
    public async Task<ReviewList> List(ListReviewsRequest request, Caller caller, CancellationToken cancel)
    {
        var units = office.UnitsOf(caller);
        if (request.Unit.Length > 0)
        {
            var unit = request.Unit.ToUpperInvariant();
            units = units.Contains(unit) ? [unit] : throw Refusal.NotFound("unit");
        }

        var faults = new List<Fault>();
        var limit = Page.Limit(request.HasLimit ? request.Limit : null, faults);
        var after = Page.After(request.Cursor, faults, int.MaxValue, DateTime.MaxValue.Ticks);
        var state = request.State.Length == 0 ? null : ReviewLifecycle.Find(request.State);
        if (request.State.Length > 0 && state is null)
        {
            faults.Add(new Fault { Code = "SWA001", Path = "state", Message = $"\"{request.State}\" is no state of a review." });
        }

        faults.RefuseIfAny();
        await using var context = await readers.CreateDbContextAsync(cancel);
        var now = clock.GetUtcNow();
        var rows = context.Reviews.AsNoTracking().Where(row => units.Contains(row.Unit));
        rows = state is { } wanted ? rows.Where(row => row.State == wanted) : rows;

        // What the window closed keeps its state, and waits for nobody any more.
        rows = state is null || ReviewRow.IsOpen(state.Value) ? rows.Where(row => row.InQueue) : rows;
        rows = request.Assignee.Length > 0 ? rows.Where(row => row.Assignee == request.Assignee) : rows;
        rows = request.Overdue ? rows.Where(row => row.Rank == 0 && row.InQueue && row.Due < now) : rows;
        if (after is var (numbers, id))
        {
            var (rank, due) = ((int)numbers[0], new DateTimeOffset(numbers[1], TimeSpan.Zero));
            rows = rows.Where(row => row.Rank > rank
                || (row.Rank == rank && (row.Due > due || (row.Due == due && string.Compare(row.Id, id) > 0))));
        }

        var page = await rows.OrderBy(row => row.Rank).ThenBy(row => row.Due).ThenBy(row => row.Id).Take(limit + 1).ToListAsync(cancel);
        var list = new ReviewList();
        list.Reviews.AddRange(page.Take(limit).Select(row => Dated(row, now)));
        if (page.Count > limit)
        {
            var last = page[limit - 1];
            list.Next = Page.Cursor(last.Rank, last.Due.UtcTicks, last.Id);
        }

        return list;
    }

    /// <summary>A review with its slice and history; another unit's does not exist (404).</summary>
    public async Task<Review> Find(string id, Caller caller, CancellationToken cancel)
    {
        await using var context = await readers.CreateDbContextAsync(cancel);
        var row = await context.Reviews.AsNoTracking().FirstOrDefaultAsync(row => row.Id == id, cancel) ?? throw Refusal.NotFound("review");
        office.Demand(caller, row.Unit, Act.See, "review");
        return await Completed(Dated(row, clock.GetUtcNow()), cancel);
    }

    /// <summary>Who read what of it.</summary>
    public async Task<ReadList> Reads(ListReviewReadsRequest request, CancellationToken cancel)
    {
        await using var context = await readers.CreateDbContextAsync(cancel);
        return await ReadLog.List(context, (request.About, request.By), request.HasLimit ? request.Limit : null, request.Cursor, cancel);
    }

    /// <summary>The review with its slice and history, as one is shown alone.</summary>
    public async Task<Review> Completed(Review review, CancellationToken cancel)
    {
        await using var context = await readers.CreateDbContextAsync(cancel);
        var whole = review.Clone();
        whole.Slice = Slice.Parser.ParseFrom(await context.Slices.AsNoTracking()
            .Where(slice => slice.ReviewId == review.Id && slice.Version == review.Version).Select(slice => slice.Content).FirstAsync(cancel));
        whole.History.AddRange(await History(context, review.Id, cancel));
        return whole;
    }

    /// <summary>The slice of the review's version.</summary>
    public static async Task<Slice> SliceOf(AgencyContext context, ReviewRow row, CancellationToken cancel) => Slice.Parser.ParseFrom(
        await context.Slices.AsNoTracking().Where(slice => slice.ReviewId == row.Id && slice.Version == row.Version)
            .Select(slice => slice.Content).FirstAsync(cancel));

    /// <summary>What happened to a review, the oldest first.</summary>
    public static async Task<IEnumerable<ReviewStep>> History(AgencyContext context, string id, CancellationToken cancel) =>
        (await context.Steps.AsNoTracking().Where(step => step.ReviewId == id).OrderBy(step => step.Id).ToListAsync(cancel))
            .Select(step => new ReviewStep { At = Timestamp.FromDateTimeOffset(step.At), Name = step.Name, By = step.By, Text = step.Text });

    /// <summary>The review as it stands now: overdue while it is open and its target time has passed.</summary>
    public static Review Dated(ReviewRow row, DateTimeOffset now)
    {
        var review = row.Read();
        review.Overdue = row is { Rank: 0, InQueue: true } && row.Due < now;
        return review;
    }
}
