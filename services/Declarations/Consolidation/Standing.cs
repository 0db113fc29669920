// SPDX-License-Identifier: Apache-2.0
using Cbm.Contracts;

namespace Cbm.Declarations.Consolidation;

/// <summary>How a declaration stands: everything that consolidation looks at, and nothing else. Items are the numbers of its goods items, at least one.</summary>
public sealed record Standing(IReadOnlyList<int> Items, IReadOnlyList<UnitStanding> Units)
{
    /// <summary>The goods are presented.</summary>
    public bool Presented { get; init; }

    /// <summary>Open questions of determination to the trader: the goods items of each; an empty one is about the whole declaration.</summary>
    public IReadOnlyList<IReadOnlyList<int>> Questions { get; init; } = [];

    /// <summary>Duty, taxes and fees.</summary>
    public Debt Debt { get; init; } = Debt.NotAssessed;

    /// <summary>The goods can be told apart, and the trader asks for the release of a part.</summary>
    public bool Split { get; init; }

    /// <summary>A security hold or a do-not-load: nothing moves.</summary>
    public bool SecurityHold { get; init; }

    /// <summary>Seized under a criminal or court order.</summary>
    public bool Seized { get; init; }
}

/// <summary>What is owed, and why that is so; consolidation waits only for <see cref="Outstanding"/>.</summary>
public sealed record Debt(string State, string Reason)
{
    /// <summary>Nothing is assessed yet, so nothing is waited for.</summary>
    public static Debt NotAssessed { get; } = new("NONE", "duty is not assessed by this version of the window");

    /// <summary>Assessed, and neither paid nor guaranteed.</summary>
    public bool Outstanding => State == "ASSESSED";
}

/// <summary>How one unit's review stands; <paramref name="Blocking"/>: release waits for its decision.</summary>
public sealed record UnitStanding(string Agency, string Unit, ReviewState State, bool Blocking)
{
    /// <summary>Goods items in the unit's slice; empty: all of them.</summary>
    public IReadOnlyList<int> Items { get; init; } = [];

    /// <summary>Decisions so far; an item that has none stands as the review does.</summary>
    public IReadOnlyList<ItemDecision> Decisions { get; init; } = [];

    /// <summary>Open requests to the trader: the goods items of each; an empty one is about the whole slice.</summary>
    public IReadOnlyList<IReadOnlyList<int>> Requests { get; init; } = [];

    /// <summary>Goods items with a drawn control that has no result yet.</summary>
    public IReadOnlyList<int> Controls { get; init; } = [];

    /// <summary>Goods items on which a PROHIBITED rule of the unit is true.</summary>
    public IReadOnlyList<int> Prohibited { get; init; } = [];

    /// <summary>Goods items whose refusal stops the whole consignment (hold_scope of their requirements).</summary>
    public IReadOnlyList<int> WholeLoad { get; init; } = [];

    /// <summary>The unit as its slice and its last report tell it; <paramref name="report"/> is null while it has not been heard from.</summary>
    public static UnitStanding Of(
        string agency, string unit, IEnumerable<int> items, IEnumerable<SliceRequirement> requirements, AgencyReported? report)
    {
        var asked = requirements.Where(r => r.Requirement.Status is not RequirementStatus.Question and not RequirementStatus.NotApplicable).ToList();
        return new(agency, unit, StateOf(report), asked.Any(r => r.ReleaseBlocking))
        {
            Items = [.. items],
            Decisions = report is null ? [] : [.. report.Decisions],
            Requests = report is null ? [] : [.. report.Requests.Where(r => r.AnsweredAt is null).Select(About)],
            Controls = report is null ? [] : Distinct(report.Controls.Where(c => c.Result.Length == 0).Select(c => c.Item)),
            // A disclaimer that was accepted at lodging has lifted the prohibition already.
            Prohibited = Distinct(asked.Where(r => r.Requirement is { Obligation: Obligation.Prohibited, Status: not RequirementStatus.Waived })
                .Select(r => r.Requirement.Item)),
            WholeLoad = Distinct(asked.Where(r => r.HoldScope == HoldScope.Consignment).Select(r => r.Requirement.Item)),
        };
    }

    // Every request answered: the unit is at work again, though it may not have heard of it yet.
    private static ReviewState StateOf(AgencyReported? report) => report switch
    {
        null => ReviewState.Pending,
        { State: ReviewState.InfoRequested, Requests.Count: > 0 } when report.Requests.All(r => r.AnsweredAt is not null) => ReviewState.InReview,
        _ => report.State,
    };

    internal bool Covers(int item) => Items.Count == 0 || Items.Contains(item);

    internal bool Asks(int item) =>
        Covers(item) && (Requests.Any(r => r.Count == 0 || r.Contains(item))
            // Doubt closes the gate: the review says that it waits for the trader, so it does.
            || (State == ReviewState.InfoRequested && Requests.Count == 0));

    internal Outcome Decided(int item) => Decision(item)?.Outcome ?? State switch
    {
        ReviewState.Approved => Outcome.Approve,
        ReviewState.ApprovedConditional => Outcome.Conditional,
        ReviewState.Refused => Outcome.Refuse,
        ReviewState.Waived => Outcome.Waive,
        ReviewState.Detained => Outcome.Detain,
        _ => Outcome.Unspecified,
    };

    internal ItemDecision? Decision(int item) => Decisions.FirstOrDefault(d => d.Item == item);

    private static int[] Distinct(IEnumerable<int> items) => [.. items.Distinct().Order()];

    private static IReadOnlyList<int> About(InformationRequest request) =>
        request.Questions.Count == 0 || request.Questions.Any(q => q.Item == 0) ? [] : Distinct(request.Questions.Select(q => q.Item));
}
