// SPDX-License-Identifier: Apache-2.0
using Cbm.Contracts;
using Cbm.Declarations.Storage;

namespace Cbm.Declarations.Consolidation;

/// <summary>How one unit's review stands; <paramref name="Blocking"/>: release waits for its decision.</summary>
public sealed record UnitStanding(string Agency, string Unit, ReviewState State, bool Blocking)
{
    /// <summary>Goods items in the unit's slice, and those on which an order of it stands; empty: all of them.</summary>
    public IReadOnlyList<int> Items { get; init; } = [];

    /// <summary>Decisions so far; an item that has none stands as the review does.</summary>
    public IReadOnlyList<ItemDecision> Decisions { get; init; } = [];

    /// <summary>Open requests to the trader: the goods items of each; an empty one is about the whole slice.</summary>
    public IReadOnlyList<IReadOnlyList<int>> Requests { get; init; } = [];

    /// <summary>Goods items with a drawn control that has no result yet, or that may have one: the unit has not said.</summary>
    public IReadOnlyList<int> Controls { get; init; } = [];

    /// <summary>Goods items on which a PROHIBITED rule of the unit is true.</summary>
    public IReadOnlyList<int> Prohibited { get; init; } = [];

    /// <summary>Goods items whose refusal stops the whole consignment (hold_scope of their requirements).</summary>
    public IReadOnlyList<int> WholeLoad { get; init; } = [];

    private Lookup? _lookup;

    private Lookup Known => _lookup?.IsOf(this) == true ? _lookup : _lookup = new(this);

    /// <summary>The unit as its slice and its last report tell it.</summary>
    public static UnitStanding Of(UnitPart part)
    {
        if (PartStates.IsLeaving(part))
        {
            // All goods wait for its last word.
            return new(part.Agency, part.Unit, ReviewState.Pending, part.Blocking);
        }

        var asked = part.Requirements.Where(r => r.Requirement.Status is not RequirementStatus.Question and not RequirementStatus.NotApplicable).ToList();
        var heard = PartStates.Heard(part);
        IReadOnlyList<ItemDecision> decisions = heard is null ? part.Held : heard.Decisions;
        return new(part.Agency, part.Unit, StateOf(part), part.Blocking || asked.Any(r => r.ReleaseBlocking))
        {
            Items = [.. (part.Unneeded && !PartStates.HasDrawn(part) ? [] : part.Items).Union(decisions.Where(PartStates.IsGrave).Select(d => d.Item))],
            Decisions = [.. decisions],
            Requests = [.. (part.Report?.Requests ?? []).Where(PartStates.IsOpen).Select(About)],
            // What was not yet said may have been drawn: a release must not overtake the draw.
            Controls = heard is null ? Distinct(asked.Where(MayBeDrawn).Select(r => r.Requirement.Item))
                : Distinct(heard.Controls.Where(c => c.Result.Length == 0).Select(c => c.Item)),
            // A disclaimer that was accepted at lodging has lifted the prohibition already.
            Prohibited = Distinct(asked.Where(r => r.Requirement is { Obligation: Obligation.Prohibited, Status: not RequirementStatus.Waived })
                .Select(r => r.Requirement.Item)),
            WholeLoad = Distinct(asked.Where(r => r.HoldScope == HoldScope.Consignment).Select(r => r.Requirement.Item).Concat(part.WholeLoad)),
        };
    }

    internal bool Covers(int item) => Items.Count == 0 || Known.Items.Contains(item);

    internal bool Asks(int item) =>
        Covers(item) && (Known.Requested.Contains(item)
            // Doubt closes the gate: the review says that it waits for the trader, so it does.
            || (State == ReviewState.InfoRequested && Requests.Count == 0));

    internal bool HasControl(int item) => Known.Controls.Contains(item);

    internal bool Prohibits(int item) => Known.Prohibited.Contains(item);

    /// <summary>A goods item that the unit refused and whose refusal stops the whole load; 0 where there is none.</summary>
    internal int RefusedLoad => Known.RefusedLoad;

    /// <summary>Every goods item of the unit is decided, and its review is not at its end.</summary>
    internal bool LacksItsEnd => Decisions.Count > 0 && !PartStates.IsEnd(State) && Known.AllDecided;

    internal Outcome Decided(int item) => Decision(item)?.Outcome ?? State switch
    {
        ReviewState.Approved => Outcome.Approve,
        ReviewState.ApprovedConditional => Outcome.Conditional,
        ReviewState.Refused => Outcome.Refuse,
        ReviewState.Waived => Outcome.Waive,
        ReviewState.Detained => Outcome.Detain,
        _ => Outcome.Unspecified,
    };

    internal ItemDecision? Decision(int item) => Known.Decisions.GetValueOrDefault(item);

    // What was refused or detained in an earlier version stands by its items alone; the rest of that review is open again.
    private static ReviewState StateOf(UnitPart part) =>
        PartStates.Of(part) is ReviewState.Refused or ReviewState.Detained && PartStates.Heard(part) is null ? ReviewState.Pending : PartStates.Of(part);

    private static bool MayBeDrawn(SliceRequirement asked) =>
        asked is { BasePhysicalPct: > 0, Requirement.Status: not RequirementStatus.Waived };

    private static int[] Distinct(IEnumerable<int> items) => [.. items.Distinct().Order()];

    private static IReadOnlyList<int> About(InformationRequest request) =>
        request.Questions.Count == 0 || request.Questions.Any(q => q.Item == 0) ? [] : Distinct(request.Questions.Select(q => q.Item));

    /// <summary>The lists by goods item, made once: a declaration may have ten thousand.</summary>
    private sealed class Lookup
    {
        private readonly UnitStanding _of;

        public Lookup(UnitStanding unit)
        {
            _of = unit;
            (Items, Controls, Prohibited) = ([.. unit.Items], [.. unit.Controls], [.. unit.Prohibited]);
            Requested = ItemSet.Of(unit.Requests);
            Decisions = [];
            foreach (var decision in unit.Decisions) Decisions.TryAdd(decision.Item, decision);
            AllDecided = unit.Items.All(Decisions.ContainsKey);
            RefusedLoad = unit.WholeLoad.FirstOrDefault(item => (Decisions.GetValueOrDefault(item)?.Outcome
                ?? (unit.State == ReviewState.Refused ? Outcome.Refuse : Outcome.Unspecified)) == Outcome.Refuse);
        }

        public HashSet<int> Items { get; }

        public HashSet<int> Controls { get; }

        public HashSet<int> Prohibited { get; }

        public ItemSet Requested { get; }

        public Dictionary<int, ItemDecision> Decisions { get; }

        public bool AllDecided { get; }

        public int RefusedLoad { get; }

        // A copy of the record, perhaps with another list, has a lookup of its own.
        public bool IsOf(UnitStanding unit) => ReferenceEquals(_of, unit);
    }
}

/// <summary>Goods items named by some lists, of which an empty one names all.</summary>
internal sealed class ItemSet
{
    private readonly HashSet<int> _items = [];
    private bool _all;

    public static ItemSet Of(IEnumerable<IReadOnlyList<int>> lists)
    {
        var set = new ItemSet();
        foreach (var list in lists)
        {
            set._all |= list.Count == 0;
            set._items.UnionWith(list);
        }

        return set;
    }

    public bool Contains(int item) => _all || _items.Contains(item);
}
