// SPDX-License-Identifier: Apache-2.0
using System.Globalization;
using Cbm.Agencies.Intake;
using Cbm.Contracts;
using Google.Protobuf.WellKnownTypes;

namespace Cbm.Agencies.Reviews;

/// <summary>An officer's decision on goods items of a review. Pure: faults first, all of them; then the review as it is after it.</summary>
public static class Deciding
{
    private const int LongestText = 500;
    private const int LongestCode = 70;

    /// <summary>The items that a request decides: those named, else all that are open; where none is, all that are detained. A detention is not lifted by approving the rest.</summary>
    public static IReadOnlyList<int> Items(Review review, Slice slice, DecideRequest request)
    {
        if (request.Items.Count > 0)
        {
            return [.. request.Items.Distinct()];
        }

        List<int> open = [.. SliceFacts.Items(slice).Except(review.Decisions.Select(decision => decision.Item)).Order()];
        return open.Count > 0 ? open : [.. Detained(review).Order()];
    }

    /// <summary>Goods items that are decided for good: a detention is lifted by deciding anew.</summary>
    public static IEnumerable<int> Decided(Review review) =>
        review.Decisions.Where(decision => decision.Outcome != Outcome.Detain).Select(decision => decision.Item);

    /// <summary>Everything that is wrong with the request.</summary>
    public static IEnumerable<Fault> Faults(Review review, Slice slice, DecideRequest request, DateOnly today)
    {
        // Over gRPC any number comes through.
        if (request.Outcome == Outcome.Unspecified || !System.Enum.IsDefined(request.Outcome))
        {
            yield return Wrong("SWA002", "outcome", "Say APPROVE, CONDITIONAL, REFUSE, WAIVE or DETAIN.");
        }

        var known = SliceFacts.Items(slice).Union(Detained(review)).ToList();
        for (var index = 0; index < request.Items.Count; index++)
        {
            if (!known.Contains(request.Items[index]))
            {
                yield return Wrong("SWA003", $"items[{index}]", $"The review has no goods item {request.Items[index]}.");
            }
        }

        foreach (var fault in Grounds(request).Concat(Conditions(request, today))
            .Concat(ControlResults.Faults(review, request, Items(review, slice, request))).Concat(Prohibitions(review, slice, request)))
        {
            yield return fault;
        }
    }

    /// <summary>Writes the decision onto the review; says it in one sentence.</summary>
    public static string Apply(Review review, Slice slice, DecideRequest request, string officer, DateTimeOffset now)
    {
        var items = Items(review, slice, request);
        foreach (var result in request.Controls)
        {
            ControlResults.Record(review, result);
        }

        foreach (var detained in review.Decisions.Where(decision => items.Contains(decision.Item)).ToList())
        {
            review.Decisions.Remove(detained);
        }

        List<ItemDecision> made =
        [
            .. items.Select(item => new ItemDecision
            {
                Item = item,
                Outcome = request.Outcome,
                ReasonCode = request.ReasonCode,
                LegalBasis = request.LegalBasis,
                By = officer,
                At = Timestamp.FromDateTimeOffset(now),
                Conditions = { request.Conditions },
            }),
        ];
        review.Decisions.AddRange(made);
        Judge(review, items, request.Outcome);
        if (!SliceFacts.Items(slice).Except(review.Decisions.Select(decision => decision.Item)).Any())
        {
            End(review, request.Outcome);
        }

        // Where a newer version leaves nothing open, what was decided before ends the review.
        return string.Join(" ", Sentences(made.Count > 0 ? made : review.Decisions));
    }

    /// <summary>Marks what was open of goods items as judged by an officer.</summary>
    public static void Judge(Review review, IReadOnlyCollection<int> items, Outcome outcome)
    {
        foreach (var finding in review.Findings.Where(finding => items.Contains(finding.Item)
            && finding.Status is not (RequirementStatus.Met or RequirementStatus.Waived)))
        {
            finding.Status = outcome == Outcome.Waive ? RequirementStatus.Waived : RequirementStatus.Judged;
        }
    }

    /// <summary>Ends a review by the gravest of its decisions; by another outcome where it has no goods item.</summary>
    public static void End(Review review, Outcome without)
    {
        // The enumeration runs from the lightest to the gravest.
        review.Decision = review.Decisions.Select(decision => decision.Outcome).DefaultIfEmpty(without).Max();
        review.State = ReviewLifecycle.After(ReviewState.InReview, ReviewLifecycle.EventOf(review.Decision));

        // Why it was in the queue stays in its history; from now on the decision is the reason.
        review.Reasons.Clear();
        review.Reasons.AddRange(Sentences(review.Decisions));
    }

    /// <summary>What officers decided, one sentence for all goods items decided alike.</summary>
    public static IEnumerable<string> Sentences(IEnumerable<ItemDecision> decisions) => decisions
        .GroupBy(decision => (decision.Outcome, decision.ReasonCode, decision.LegalBasis))
        .Select(same => Sentence(same.First(), same.Select(decision => decision.Item)));

    private static IEnumerable<int> Detained(Review review) =>
        review.Decisions.Where(decision => decision.Outcome == Outcome.Detain).Select(decision => decision.Item);

    private static string Sentence(ItemDecision decision, IEnumerable<int> items)
    {
        var what = decision.Outcome switch
        {
            Outcome.Approve => "Approved",
            Outcome.Conditional => "Approved with conditions",
            Outcome.Refuse => "Refused",
            Outcome.Waive => "Waived",
            _ => "Detained",
        };
        return $"{what} by an officer, item {string.Join(", ", items)}."
            + (decision.ReasonCode.Length > 0 ? $" Reason {decision.ReasonCode}." : "")
            + (decision.LegalBasis.Length > 0 ? $" Legal basis: {decision.LegalBasis}." : "");
    }

    /// <summary>RKC 9.8, 10.11; TFA 5.2: whoever is burdened is told the reason and its basis in law.</summary>
    private static IEnumerable<Fault> Grounds(DecideRequest request)
    {
        var isBurden = request.Outcome is not (Outcome.Approve or Outcome.Unspecified);
        if (request.ReasonCode.Length > LongestCode || (isBurden && string.IsNullOrWhiteSpace(request.ReasonCode)))
        {
            yield return Wrong("SWA004", "reasonCode", $"Give the reason code, in up to {LongestCode} characters: only an approval needs none.");
        }

        if (request.LegalBasis.Length > LongestText || (isBurden && string.IsNullOrWhiteSpace(request.LegalBasis)))
        {
            yield return Wrong("SWA005", "legalBasis", $"Give the legal basis, in up to {LongestText} characters: only an approval needs none.");
        }
    }

    private static IEnumerable<Fault> Conditions(DecideRequest request, DateOnly today)
    {
        if (request.Outcome == Outcome.Conditional != request.Conditions.Count > 0)
        {
            yield return Wrong("SWA006", "conditions", "A conditional approval has conditions; no other outcome has.");
        }

        for (var index = 0; index < request.Conditions.Count; index++)
        {
            var condition = request.Conditions[index];
            foreach (var (member, value) in new[] { ("text", condition.Text), ("owner", condition.Owner), ("security", condition.Security) })
            {
                if (string.IsNullOrWhiteSpace(value))
                {
                    yield return Wrong("SWA007", $"conditions[{index}].{member}", "A condition says what, by whom, until when, and secured by what.");
                }
            }

            if (!DateOnly.TryParseExact(condition.Due, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var due) || due < today)
            {
                yield return Wrong("SWA007", $"conditions[{index}].due", "Give the day by which it must be met (year-month-day), not before today.");
            }
        }
    }

    private static IEnumerable<Fault> Prohibitions(Review review, Slice slice, DecideRequest request)
    {
        var items = Items(review, slice, request);
        return request.Outcome is Outcome.Unspecified or Outcome.Refuse or Outcome.Waive
            ? []
            : slice.Requirements.Select(asked => asked.Requirement)
                .Where(asked => asked is { Obligation: Obligation.Prohibited, Status: RequirementStatus.Required } && items.Contains(asked.Item))
                .Select(asked => Wrong("SWA012", "outcome", $"{asked.Id} prohibits goods item {asked.Item}: refuse it, or waive the prohibition."));
    }

    private static Fault Wrong(string code, string path, string message) => new() { Code = code, Path = path, Message = message };
}
