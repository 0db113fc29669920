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
public sealed class PuttingBack(
    Office office, ControlDraw draw, SliceIntake slices, ChangeIntake changes, TimeProvider clock, ILogger<PuttingBack> logger)
{
    /// <summary>Applies what came of the comparison of one page.</summary>
    /// <param name="context">The unit of work.</param>
    /// <param name="answer">The window's answer.</param>
    /// <param name="isWindowBehind">The window's own store is the older copy: it must hear again what it has lost.</param>
    public async Task Apply(AgencyContext context, CompareAnswer answer, bool isWindowBehind)
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
        foreach (var id in isWindowBehind ? answer.ReportAgain : [])
        {
            if (await context.Reviews.FindAsync(id) is { } row)
            {
                context.Record(row, row.Read(), "reviewReportedAgain", ReviewLog.Window, "The window's store is an older copy; it hears again how the review stands.", now);
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
        var (slice, now) = (fact.Slice, clock.GetUtcNow());
        if (row is null)
        {
            row = new ReviewRow { Id = SliceFacts.ReviewId(slice.Mrn, slice.Unit), Unit = slice.Unit };
            context.Reviews.Add(row);
        }

        if (row.Version < slice.Version)
        {
            if (await context.Slices.FindAsync(row.Id, row.Version) is { } before)
            {
                before.Superseded = row.Content;
            }

            context.Slices.Add(new SliceRow { ReviewId = row.Id, Version = slice.Version, Hash = fact.Hash, Content = slice.ToByteArray() });
        }

        var review = Assessment.Of(slice, fact.Presented, await slices.Extract(context, slice), draw, office, now);
        Copy(report, review);
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

    private static void Copy(AgencyReported report, Review review)
    {
        (review.State, review.Decision, review.Revision, review.Assignee) = (report.State, report.Decision, report.Revision, report.Assignee);
        review.Due = report.Due ?? review.Due;
        review.Decisions.Clear();
        review.Findings.Clear();
        review.Controls.Clear();
        review.Requests.Clear();
        review.Reasons.Clear();
        review.Decisions.AddRange(report.Decisions);
        review.Findings.AddRange(report.Findings);
        review.Controls.AddRange(report.Controls);
        review.Requests.AddRange(report.Requests);
        review.Reasons.AddRange(report.Reasons);
        if (review.State == ReviewState.InfoRequested && !review.Requests.Any(Asking.IsOpen))
        {
            // Answered since it was reported.
            review.State = ReviewLifecycle.After(review.State, "answer");
        }
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
