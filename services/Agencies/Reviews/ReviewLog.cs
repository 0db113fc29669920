// SPDX-License-Identifier: Apache-2.0
using System.Globalization;
using Cbm.Agencies.Intake;
using Cbm.Agencies.Storage;
using Cbm.Contracts;
using Cbm.ServiceDefaults.Messaging;
using Cbm.ServiceDefaults.Storage;
using Google.Protobuf.WellKnownTypes;
using Microsoft.EntityFrameworkCore;

namespace Cbm.Agencies.Reviews;

/// <summary>Every change of a review: kept, put into its history and told to the window, all in one unit of work.</summary>
public static class ReviewLog
{
    /// <summary>Who decides where no officer does.</summary>
    public const string Rule = "rule";

    /// <summary>Who acts where the declaration changed.</summary>
    public const string Window = "window";

    private const string Subscriber = "DECLARATIONS";
    private const string Topic = "agency-reported";

    /// <summary>Keeps the changed review with its step, and reports it to the window.</summary>
    public static void Record(
        this AgencyContext context, ReviewRow row, Review review, string step, string by, string text, DateTimeOffset now, string? cause = null)
    {
        context.Keep(row, review, step, by, text, now, cause);
        var report = new AgencyReported
        {
            Mrn = review.Mrn,
            Agency = review.Agency,
            Unit = review.Unit,
            Version = review.Version,
            Revision = review.Revision,
            Step = new ReviewStep { At = Timestamp.FromDateTimeOffset(now), Name = step, By = by, Text = text },
            State = review.State,
            Decision = review.Decision,
            Due = review.Due,
            Assignee = review.Assignee,
            Presented = review.Presented,
        };
        report.Decisions.AddRange(review.Decisions);
        report.Findings.AddRange(review.Findings);
        report.Controls.AddRange(review.Controls);
        report.Requests.AddRange(review.Requests);
        report.Reasons.AddRange(review.Reasons);
        context.Announce(Subscriber, Topic, review.Mrn, $"{review.Mrn}/{review.Unit}/{review.Revision}", report, now);
    }

    /// <summary>The other way round: makes a review stand as it was reported. What was answered since it was reported is answered.</summary>
    public static void TakeFrom(this Review review, AgencyReported report)
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
            review.State = ReviewLifecycle.After(review.State, "answer");
        }
    }

    /// <summary>Keeps the changed review with its step; what came from the window itself is not told back to it.</summary>
    public static void Keep(
        this AgencyContext context, ReviewRow row, Review review, string step, string by, string text, DateTimeOffset now, string? cause = null)
    {
        review.Revision++;
        row.Keep(review);
        context.Changed.Add(row.Unit);
        context.File(row.Id, cause ?? review.Revision.ToString(CultureInfo.InvariantCulture), step, by, text, now);
    }

    /// <summary>Shows in its review's history that a report could not be delivered to the window and is set aside.</summary>
    public static async Task Parked(AgencyContext context, OutboxMessage parked, DateTimeOffset now)
    {
        // MRN/unit/revision, as Record made it. One that an operator sends again may end here a second time.
        if (parked.EventId.Split('/') is [var mrn, var unit, var revision]
            && SliceFacts.ReviewId(mrn, unit) is var review && $"parked {revision}" is var cause
            && !await context.Steps.AnyAsync(step => step.ReviewId == review && step.Cause == cause))
        {
            context.File(review, cause, "reportParked", Window, $"Report {revision} could not be delivered and is set aside.", now);
        }
    }

    /// <summary>Adds a step that changes nothing.</summary>
    public static void File(this AgencyContext context, string review, string cause, string step, string by, string text, DateTimeOffset now) =>
        context.Steps.Add(new StepRow { ReviewId = review, Cause = cause, At = now, Name = step, By = by, Text = text });
}
