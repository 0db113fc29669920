// SPDX-License-Identifier: Apache-2.0
using System.Security.Cryptography;
using Cbm.Agencies.Reviews;
using Cbm.Agencies.Storage;
using Cbm.Contracts;
using Cbm.ServiceDefaults.Messaging;
using Cbm.ServiceDefaults.Storage;
using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;
using Microsoft.EntityFrameworkCore;

namespace Cbm.Agencies.Intake;

/// <summary>Takes in what a unit must hear after its slice: answers, arrival, withdrawal, the end. The same fact makes one step.</summary>
public sealed class ChangeIntake(Office office, Writer<AgencyContext> writer, TimeProvider clock)
{
    /// <summary>
    /// Takes in a DeclarationChanged. Answers and arrival count whatever version they name, and so does the end. A withdrawal or an
    /// end that is ahead of its slice is asked for again; a withdrawal for an older version is filed.
    /// </summary>
    public async Task<Verdict> Take(ByteString data, CancellationToken cancel)
    {
        var fact = DeclarationChanged.Parser.ParseFrom(data);
        return fact.Mrn.Length == 0 || fact.Kind == ChangeKind.Unspecified || !office.Units.Contains(fact.Unit)
            ? Verdict.Poisonous
            : await writer.Commit(context => Take(context, fact, data), cancel);
    }

    /// <summary>Takes in a sound change, as part of a unit of work.</summary>
    public async Task<Verdict> Take(AgencyContext context, DeclarationChanged fact, ByteString data)
    {
        var cause = Convert.ToHexStringLower(SHA256.HashData(data.Span));
        var row = await context.Reviews.FindAsync(SliceFacts.ReviewId(fact.Mrn, fact.Unit));
        if (row is null || (row.Version < fact.Version && fact.Kind is ChangeKind.Withdrawn or ChangeKind.Closed))
        {
            return Verdict.Retry;
        }

        if (await context.Steps.AnyAsync(step => step.ReviewId == row.Id && step.Cause == cause))
        {
            return Verdict.Delivered;
        }

        var now = clock.GetUtcNow();
        if (row.Version > fact.Version && fact.Kind == ChangeKind.Withdrawn)
        {
            context.File(row.Id, cause, "lateChange", ReviewLog.Window, $"{fact.Kind} for version {fact.Version}: filed, not applied.", now);
            return Verdict.Delivered;
        }

        Apply(context, row, row.Read(), fact, cause, now);
        return Verdict.Delivered;
    }

    private static void Apply(AgencyContext context, ReviewRow row, Review review, DeclarationChanged fact, string cause, DateTimeOffset now)
    {
        switch (fact.Kind)
        {
            case ChangeKind.Answered when Answer(review, fact) is { } request:
                context.Record(row, review, "informationAnswered", ReviewLog.Window, $"The trader answered {request.Id}.", now, cause);
                break;

            case ChangeKind.Arrived when !review.Presented:
                review.Presented = true;
                context.Keep(row, review, "goodsArrived", ReviewLog.Window, "The goods are presented.", now, cause);
                break;

            // A trader who takes away what an officer refused or detained takes away nothing; the window hears that it still holds.
            case ChangeKind.Withdrawn when review.Decisions.Any(CarryOver.HoldsAgainst):
                context.Record(row, review, "withdrawalNotApplied", ReviewLog.Window, "Withdrawn: an officer's decision still holds.", now, cause);
                break;

            // Nor does an answer take away a control that is drawn and not made (RKC 3.28, 3.29).
            case ChangeKind.Withdrawn when ReviewRow.IsOpen(review.State) && review.Controls.Any(control => control.Result.Length == 0):
                context.Record(row, review, "withdrawalNotApplied", ReviewLog.Window, "Withdrawn: a control is drawn and not yet made.", now, cause);
                break;

            case ChangeKind.Withdrawn when ReviewRow.IsOpen(review.State) && review.State != ReviewState.AwaitingApproval:
                review.State = ReviewLifecycle.After(review.State, "ruleGone");
                review.Assignee = "";
                row.InQueue = false;
                context.Record(row, review, "reviewWithdrawn", ReviewLog.Window, "Nothing is asked of the unit any more.", now, cause);
                break;

            // A decision that was made stays on record; the review leaves the queue.
            case ChangeKind.Withdrawn or ChangeKind.Closed:
                row.InQueue = false;
                context.Keep(row, review, "reviewClosed", ReviewLog.Window, $"Closed: {(fact.State.Length > 0 ? fact.State : "withdrawn")}.", now, cause);
                break;

            default:
                context.File(row.Id, cause, "lateChange", ReviewLog.Window, $"{fact.Kind}: nothing waited for it.", now);
                break;
        }
    }

    /// <summary>
    /// Puts the answers into their request; when all are there, the review goes on. Late ones are put on record too. Null where
    /// no request lacks them.
    /// </summary>
    private static InformationRequest? Answer(Review review, DeclarationChanged fact)
    {
        var request = review.Requests.FirstOrDefault(one => one.Id == fact.RequestId && one.AnsweredAt is null);
        if (request is null)
        {
            return null;
        }

        foreach (var answer in fact.Answers.Where(answer => request.Questions.Any(question => question.Id == answer.Id)))
        {
            if (request.Answers.FirstOrDefault(known => known.Id == answer.Id) is { } earlier)
            {
                request.Answers.Remove(earlier);
            }

            request.Answers.Add(answer);
        }

        if (request.Questions.All(question => request.Answers.Any(answer => answer.Id == question.Id)))
        {
            request.AnsweredAt = fact.At ?? new Timestamp();
            if (review.State == ReviewState.InfoRequested && !review.Requests.Any(Asking.IsOpen))
            {
                review.State = ReviewLifecycle.After(review.State, "answer");
            }
        }

        return request;
    }
}
