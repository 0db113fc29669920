// SPDX-License-Identifier: Apache-2.0
using Cbm.Agencies.Reviews;
using Cbm.Contracts;

namespace Cbm.Agencies.Intake;

/// <summary>What an officer did lives on when a newer version of the slice comes: a trader's change never undoes it. Pure.</summary>
public static class CarryOver
{
    /// <summary>The review of the newer slice: its fresh assessment, with the officer's work of before put into it.</summary>
    /// <param name="fresh">The newer slice as assessed for itself.</param>
    /// <param name="slice">The newer slice.</param>
    /// <param name="before">The review as it stood.</param>
    /// <param name="earlier">The slice that it was of.</param>
    /// <param name="wording">What the agency says to people.</param>
    /// <param name="now">Time of the rule's decisions.</param>
    public static Review Of(Review fresh, Slice slice, Review before, Slice earlier, Wording wording, DateTimeOffset now)
    {
        var review = fresh.Clone();
        review.Revision = before.Revision;

        // Goods that are presented stay so, whatever order the facts come in.
        review.Presented |= before.Presented;
        if (!IsTouched(before))
        {
            return review;
        }

        Take(review, before, Standing(before, slice, earlier));
        var open = SliceFacts.Items(slice).Except(review.Decisions.Select(decision => decision.Item)).ToList();
        var rest = RuleDecision.Of(
            open,
            [.. review.Findings.Where(finding => open.Contains(finding.Item))],
            [.. review.Controls.Where(control => open.Contains(control.Item))],
            wording);
        var isConditionOff = before.Decisions.Any(decision => IsOfficers(decision) && decision.Outcome == Outcome.Conditional && open.Contains(decision.Item));
        return isConditionOff && !IsHeld(before.State)

            // An officer let these goods go under a condition only: that they have changed does not take it off.
            ? Back(review, ReviewState.Pending, rest)
            : Settle(review, before, open.Count == 0, rest, now);
    }

    /// <summary>Whether a decision is an officer's and stops the goods.</summary>
    public static bool HoldsAgainst(ItemDecision decision) => IsOfficers(decision) && decision.Outcome is Outcome.Refuse or Outcome.Detain;

    private static Review Settle(Review review, Review before, bool isWhole, RuleDecision rest, DateTimeOffset now)
    {
        if (IsHeld(before.State))
        {
            review.Assignee = before.Assignee;
            var isAnswered = before.State == ReviewState.InfoRequested && !review.Requests.Any(Asking.IsOpen);
            return Back(review, isAnswered ? ReviewState.InReview : before.State, rest);
        }

        if (review.Decisions.Any(HoldsAgainst))
        {
            // The rules decide nothing beside a refusal: an officer ends what an officer began.
            return isWhole && before.State is ReviewState.Refused or ReviewState.Detained
                ? End(review, before, [], [])
                : Back(review, ReviewState.Pending, rest);
        }

        return rest.Event is null || before.Requests.Any(Asking.IsOpen)
            ? Back(review, ReviewState.Pending, rest)
            : End(review, before, isWhole ? [] : rest.Reasons, rest.Decisions(now));
    }

    /// <summary>Puts the officer's work onto the fresh assessment: requests, results on record, decisions that stand.</summary>
    private static void Take(Review review, Review before, List<ItemDecision> standing)
    {
        review.Requests.AddRange(before.Requests.Select(request => request.Clone()));
        if (before.State == ReviewState.Withdrawn)
        {
            // Nobody waits for the answer any more: the officer who asked was told that nothing is asked of the unit.
            review.Requests.Where(Asking.IsOpen).ToList().ForEach(request => request.ExpiredAt = review.LodgedAt);
        }

        foreach (var done in before.Controls.Where(control => control.Result.Length > 0))
        {
            ControlResults.Record(review, done);
        }

        review.Decisions.Clear();
        review.Decisions.AddRange(standing);
        foreach (var decision in standing)
        {
            Deciding.Judge(review, [decision.Item], decision.Outcome);
        }
    }

    /// <summary>Refusals and detentions stand; what favours the trader stands where nothing that it was given for has changed.</summary>
    private static List<ItemDecision> Standing(Review before, Slice slice, Slice earlier)
    {
        var isSameHeader = Header(slice).Equals(Header(earlier));
        return [.. before.Decisions.Where(decision =>
            HoldsAgainst(decision) || (IsOfficers(decision) && isSameHeader && IsSame(decision.Item, slice, earlier)))];
    }

    private static Declaration Header(Slice slice)
    {
        var header = slice.Declaration?.Clone() ?? new Declaration();

        // The sums say nothing of goods that are as they were.
        (header.GoodsItemQuantity, header.InvoiceAmount, header.TotalGrossMassMeasure, header.TotalPackageQuantity) = (null, null, null, null);
        header.GoodsShipment?.GovernmentAgencyGoodsItem.Clear();
        return header;
    }

    private static bool IsSame(int item, Slice one, Slice other) =>
        SliceFacts.ItemOf(one, item) is { } goods && goods.Equals(SliceFacts.ItemOf(other, item))
        && one.Items.Where(fact => fact.Item == item).SequenceEqual(other.Items.Where(fact => fact.Item == item))
        && one.Requirements.Where(asked => asked.Requirement.Item == item)
            .SequenceEqual(other.Requirements.Where(asked => asked.Requirement.Item == item));

    private static Review Back(Review review, ReviewState state, RuleDecision rest)
    {
        review.State = state;
        review.Decision = Outcome.Unspecified;
        review.Reasons.Clear();
        review.Reasons.Add($"Version {review.Version} of the declaration came after an officer had worked on it.");
        review.Reasons.AddRange(Deciding.Sentences(review.Decisions));
        review.Reasons.AddRange(rest.Event is null ? rest.Reasons : []);
        return review;
    }

    private static Review End(Review review, Review before, IEnumerable<string> said, IEnumerable<ItemDecision> byRule)
    {
        var officers = Deciding.Sentences(review.Decisions).ToList();
        review.Decisions.AddRange(byRule);
        Deciding.End(review, Outcome.Approve);
        review.Assignee = before.Assignee;
        review.Reasons.Clear();
        review.Reasons.AddRange(officers.Concat(said));
        return review;
    }

    private static bool IsTouched(Review review) => IsHeld(review.State) || review.Requests.Count > 0 || review.Decisions.Any(IsOfficers);

    private static bool IsOfficers(ItemDecision decision) => decision.By != ReviewLog.Rule;

    private static bool IsHeld(ReviewState state) => state is ReviewState.InReview or ReviewState.InfoRequested
        or ReviewState.ControlOrdered or ReviewState.Escalated or ReviewState.AwaitingApproval;
}
