// SPDX-License-Identifier: Apache-2.0
using Cbm.Agencies.Reviews;
using Cbm.Contracts;
using Google.Protobuf.WellKnownTypes;

namespace Cbm.Agencies.Intake;

/// <summary>What a unit decides without an officer, or why it cannot (brief 11.2; state-machines: ruleApproves, disclaimed).</summary>
/// <param name="Event">Event of the review machine; null: an officer must look.</param>
/// <param name="Items">Outcome of each goods item; none while undecided.</param>
/// <param name="Reasons">One sentence each.</param>
public sealed record RuleDecision(string? Event, IReadOnlyDictionary<int, Outcome> Items, IReadOnlyList<string> Reasons)
{
    /// <summary>Decides when no question is open, every document is verified or disclaimed, and no control is drawn.</summary>
    public static RuleDecision Of(
        IReadOnlyCollection<int> items, IReadOnlyList<Finding> findings, IReadOnlyList<Control> controls, Wording wording)
    {
        var reasons = findings.Where(finding => finding.Status is not (RequirementStatus.Met or RequirementStatus.Waived))
            .Select(finding => $"{finding.Requirement}, item {finding.Item}: {finding.Text}")
            .Concat(controls.Where(control => control.Result.Length == 0).GroupBy(control => (control.Requirement, control.Item)).Select(drawn =>
                $"{drawn.Key.Requirement}, item {drawn.Key.Item}: a control was drawn ({string.Join(", ", drawn.Select(one => one.Type))}). {wording.Drawn}"))
            .Concat(controls.Where(control => control.Result.Length > 0).Select(done =>
                $"{done.Requirement}, item {done.Item}: the control {done.Type} has the result {done.Result}."))
            .ToList();
        if (reasons.Count > 0)
        {
            return new RuleDecision(null, new Dictionary<int, Outcome>(), reasons);
        }

        var outcomes = items.ToDictionary(item => item, item => IsDisclaimed(findings.Where(finding => finding.Item == item))
            ? Outcome.Waive
            : Outcome.Approve);
        return outcomes.Count > 0 && outcomes.Values.All(outcome => outcome == Outcome.Waive)
            ? new RuleDecision("disclaimed", outcomes, [wording.Waived])
            : new RuleDecision("ruleApproves", outcomes, [wording.Approved]);
    }

    /// <summary>The decision of each goods item, as the review keeps it.</summary>
    public IEnumerable<ItemDecision> Decisions(DateTimeOffset now) => Items.Select(item => new ItemDecision
    {
        Item = item.Key,
        Outcome = item.Value,
        By = ReviewLog.Rule,
        At = Timestamp.FromDateTimeOffset(now),
    });

    private static bool IsDisclaimed(IEnumerable<Finding> findings)
    {
        var statuses = findings.Select(finding => finding.Status).ToList();
        return statuses.Count > 0 && statuses.All(status => status == RequirementStatus.Waived);
    }
}
