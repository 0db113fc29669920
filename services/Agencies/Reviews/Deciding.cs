// SPDX-License-Identifier: Apache-2.0
using System.Globalization;
using Cbm.Agencies.Intake;
using Cbm.Contracts;
using Google.Protobuf.WellKnownTypes;

namespace Cbm.Agencies.Reviews;

/// <summary>An officer's decision on goods items of a review. Pure: faults first, all of them; then the review as it is after it.</summary>
public static class Deciding
{
    private static readonly string[] Types = ["DOC", "ID", "PHY", "LAB", "SEAL"];
    private static readonly string[] Results = ["CONFORM", "MINOR", "MAJOR", "NON_CONFORM", "INCONCLUSIVE"];

    /// <summary>The items that a request decides: those named, else all that are open.</summary>
    public static IReadOnlyList<int> Items(Review review, Slice slice, DecideRequest request) => request.Items.Count > 0
        ? [.. request.Items.Distinct()]
        : [.. SliceFacts.Items(slice).Except(review.Decisions.Select(decision => decision.Item))];

    /// <summary>Everything that is wrong with the request.</summary>
    public static IEnumerable<Fault> Faults(Review review, Slice slice, DecideRequest request, DateOnly today)
    {
        if (request.Outcome == Outcome.Unspecified)
        {
            yield return Wrong("SWA002", "outcome", "Say APPROVE, CONDITIONAL, REFUSE, WAIVE or DETAIN.");
        }

        var known = SliceFacts.Items(slice);
        for (var index = 0; index < request.Items.Count; index++)
        {
            if (!known.Contains(request.Items[index]))
            {
                yield return Wrong("SWA003", $"items[{index}]", $"The review has no goods item {request.Items[index]}.");
            }
        }

        // RKC 9.8, 10.11; TFA 5.2: whoever is burdened is told the reason and its basis in law.
        if (request.Outcome is not (Outcome.Approve or Outcome.Unspecified))
        {
            if (request.ReasonCode.Length == 0)
            {
                yield return Wrong("SWA004", "reasonCode", "Give the reason code: only an approval needs none.");
            }

            if (request.LegalBasis.Length == 0)
            {
                yield return Wrong("SWA005", "legalBasis", "Give the legal basis: only an approval needs none.");
            }
        }

        foreach (var fault in Conditions(request, today).Concat(Controls(review, slice, request)).Concat(Prohibitions(review, slice, request)))
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
            Record(review, result);
        }

        review.Decisions.AddRange(items.Select(item => new ItemDecision
        {
            Item = item,
            Outcome = request.Outcome,
            ReasonCode = request.ReasonCode,
            LegalBasis = request.LegalBasis,
            By = officer,
            At = Timestamp.FromDateTimeOffset(now),
            Conditions = { request.Conditions },
        }));
        foreach (var finding in review.Findings.Where(finding => items.Contains(finding.Item)
            && finding.Status is not (RequirementStatus.Met or RequirementStatus.Waived)))
        {
            finding.Status = request.Outcome == Outcome.Waive ? RequirementStatus.Waived : RequirementStatus.Judged;
        }

        // The enumeration runs from the lightest to the gravest.
        review.Decision = review.Decisions.Max(decision => decision.Outcome);
        if (!SliceFacts.Items(slice).Except(review.Decisions.Select(decision => decision.Item)).Any())
        {
            review.State = ReviewLifecycle.After(review.State, ReviewLifecycle.EventOf(review.Decision));

            // Why it was in the queue stays in its history; from now on the decision is the reason.
            review.Reasons.Clear();
            review.Reasons.AddRange(review.Decisions.GroupBy(decision => (decision.Outcome, decision.ReasonCode, decision.LegalBasis))
                .Select(same => Sentence(same.First(), same.Select(decision => decision.Item))));
        }

        return Sentence(review.Decisions[^1], items);
    }

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
                if (value.Length == 0)
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

    private static IEnumerable<Fault> Controls(Review review, Slice slice, DecideRequest request)
    {
        for (var index = 0; index < request.Controls.Count; index++)
        {
            var sent = request.Controls[index];
            if (!review.Controls.Any(control => IsOf(control, sent)))
            {
                yield return Wrong("SWA008", $"controls[{index}]", $"No control was drawn for {sent.Requirement}, item {sent.Item}.");
            }

            if (sent.Type.Length > 0 && !Types.Contains(sent.Type))
            {
                yield return Wrong("SWA008", $"controls[{index}].type", $"Say one of {string.Join(", ", Types)}.");
            }

            var done = review.Controls.FirstOrDefault(control => IsOf(control, sent) && control.Type == sent.Type && control.Result.Length > 0);
            if (!Results.Contains(sent.Result) || (done is not null && done.Result != sent.Result))
            {
                yield return Wrong("SWA009", $"controls[{index}].result", done is not null
                    ? $"The result is on record: {done.Result}."
                    : $"Say one of {string.Join(", ", Results)}.");
            }
        }

        if (request.Outcome is not (Outcome.Approve or Outcome.Conditional))
        {
            yield break;
        }

        var items = Items(review, slice, request);
        foreach (var drawn in review.Controls.Where(control => items.Contains(control.Item)))
        {
            var results = request.Controls.Where(sent => IsOf(sent, drawn)).Append(drawn)
                .Select(control => control.Result).Where(result => result.Length > 0).ToList();
            if (results.Count == 0)
            {
                yield return Wrong("SWA010", "controls", $"Record the control {drawn.Type} drawn for {drawn.Requirement}, item {drawn.Item}, with its result.");
            }
            else if (request.Outcome == Outcome.Approve && results.FirstOrDefault(result => result is "MAJOR" or "NON_CONFORM" or "INCONCLUSIVE") is { } bad)
            {
                yield return Wrong("SWA011", "outcome", $"{drawn.Requirement}, item {drawn.Item}, {drawn.Type}: {bad} does not allow a plain approval.");
            }
        }
    }

    /// <summary>Puts a result on record; the officer may have done more than was drawn, or something more thorough.</summary>
    private static void Record(Review review, Control sent)
    {
        var type = sent.Type.Length > 0 ? sent.Type : review.Controls.First(control => IsOf(control, sent)).Type;
        var open = review.Controls.FirstOrDefault(control => IsOf(control, sent) && control.Type == type)
            ?? review.Controls.FirstOrDefault(control => IsOf(control, sent) && control.Result.Length == 0);
        if (open is null)
        {
            open = new Control { Requirement = sent.Requirement, Item = sent.Item };
            review.Controls.Add(open);
        }

        (open.Type, open.Result, open.Text) = (type, sent.Result, sent.Text);
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

    private static bool IsOf(Control one, Control other) => one.Requirement == other.Requirement && one.Item == other.Item;

    private static Fault Wrong(string code, string path, string message) => new() { Code = code, Path = path, Message = message };
}
