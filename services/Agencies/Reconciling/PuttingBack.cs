// SPDX-License-Identifier: Apache-2.0
using System.Globalization;
using Cbm.Agencies.Intake;
using Cbm.Agencies.Reviews;
using Cbm.Agencies.Storage;
using Cbm.Contracts;
using Cbm.ServiceDefaults.Messaging;
using Cbm.ServiceDefaults.Storage;
using Google.Protobuf;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;

namespace Cbm.Agencies.Reconciling;

/// <summary>
/// Puts back into an agency's store what the window still knows of it: reviews as they were last reported, slices, arrivals,
/// ends. What an agency did and never reported nobody else knows; it is done again.
/// </summary>
public sealed class PuttingBack(SliceIntake slices, ChangeIntake changes, TimeProvider clock, ILogger<PuttingBack> logger)
{
    /// <summary>Applies what came of the comparison of one page.</summary>
    /// <param name="context">The unit of work.</param>
    /// <param name="answer">The window's answer.</param>
    /// <param name="isToldAgain">The window must hear again what it does not know of: it has lost it, or it is refused as of a life of ours that has ended.</param>
    public async Task Apply(AgencyContext context, CompareAnswer answer, bool isToldAgain)
    {
        foreach (var lost in answer.Lost)
        {
            try
            {
                await PutBack(context, lost);
            }
            catch (Exception damaged) when (damaged is IOException or InvalidProtocolBufferException)
            {
                logger.LogError(damaged, "The review {Unit} of {Mrn} cannot be put back; the others are.", lost.Unit, lost.Mrn);
            }
        }

        var now = clock.GetUtcNow();
        foreach (var id in isToldAgain ? answer.ReportAgain : [])
        {
            if (await context.Reviews.FindAsync(id) is { } row)
            {
                context.Record(row, row.Read(), "reviewReportedAgain", ReviewLog.Window, "The store of one of the two is an older copy; the window hears again how the review stands.", now);
            }
        }

        foreach (var id in answer.Unknown)
        {
            if (await context.Reviews.FindAsync(id) is { } row)
            {
                await Close(context, row, now);
            }
        }
    }

    private async Task PutBack(AgencyContext context, LostReview lost)
    {
        if (lost.Report is { } report)
        {
            var row = await context.Reviews.FindAsync(SliceFacts.ReviewId(lost.Mrn, lost.Unit));
            if (row is null || (row.Version, row.Revision).CompareTo((report.Version, report.Revision)) < 0)
            {
                await PutBack(context, row, lost.ReportedSlice, report);
            }
        }

        if (lost.Slice is { } newest)
        {
            await slices.Take(context, newest.Slice, newest);
        }

        // Each looks for its review in the store.
        await context.SaveChangesAsync();
        foreach (var change in lost.Changes)
        {
            await changes.Take(context, change, change.ToByteString());
        }
    }

    private async Task PutBack(AgencyContext context, ReviewRow? row, SliceLodged fact, AgencyReported report)
    {
        var now = clock.GetUtcNow();
        var review = await slices.Assess(context, fact, now);
        review.TakeFrom(report);
        if (row is null || row.Version < fact.Slice.Version)
        {
            row = SliceIntake.Keep(context, row, row is null ? null : await context.Slices.FindAsync(row.Id, row.Version), fact);
        }

        row.InQueue = true;
        row.Keep(review);
        context.File(
            row.Id,
            string.Create(CultureInfo.InvariantCulture, $"put back {report.Revision} {now.UtcTicks}"),
            "reviewPutBack",
            ReviewLog.Window,
            $"This store is an older copy: the review stands again as it was reported last ({report.Step.Name}).",
            now);
    }

    private static async Task Close(AgencyContext context, ReviewRow row, DateTimeOffset now)
    {
        // Nobody is left who could take its reports.
        var review = row.Read();
        var reports = $"{review.Mrn}/{review.Unit}/";
        var waiting = context.Outbox.Where(fact => fact.Key == review.Mrn && fact.EventId.StartsWith(reports));
        await context.Raise(Reconciliation.Window, confirmed: await waiting.MaxAsync(fact => (long?)fact.Id) ?? 0);
        await waiting.ExecuteDeleteAsync();
        if (!row.InQueue)
        {
            return;
        }

        if (ReviewRow.IsOpen(review.State) && review.State != ReviewState.AwaitingApproval)
        {
            review.State = ReviewLifecycle.After(review.State, "ruleGone");
        }

        row.InQueue = false;
        context.Keep(row, review, "declarationLost", ReviewLog.Window, "The window's store is an older copy, which does not know that the unit has a part in this declaration.", now);
    }
}
