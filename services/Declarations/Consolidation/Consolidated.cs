// SPDX-License-Identifier: Apache-2.0
using Cbm.Contracts;

namespace Cbm.Declarations.Consolidation;

/// <summary>What consolidation says of one goods item.</summary>
public enum ItemState
{
    /// <summary>Nothing stands against its release.</summary>
    Clear,

    /// <summary>It may go under conditions.</summary>
    Conditional,

    /// <summary>Somebody has still to answer.</summary>
    Wait,

    /// <summary>Held: a refusal is proposed, or an authority detains it.</summary>
    Hold,

    /// <summary>It may not pass.</summary>
    Refused,
}

/// <summary>One sentence of why, and who can end the wait: TRADER, ARRIVAL, PAYMENT, a unit's code, or empty where nothing waits.</summary>
public sealed record Reason(string Text, string WaitsFor = "");

/// <summary>One goods item with the line of the table that applied.</summary>
public sealed record ItemResult(int Item, ItemState State, string Line, IReadOnlyList<Reason> Reasons)
{
    /// <summary>What must be done after release; only where the item is conditional.</summary>
    public IReadOnlyList<Condition> Conditions { get; init; } = [];

    /// <summary>The bare word of the public surface: CLEAR, CONDITIONAL, WAIT, HOLD, REFUSED.</summary>
    public string Code => State.ToString().ToUpperInvariant();
}

/// <summary>
/// What the declaration comes to: the state to show (of the declaration machine), the line of the roll-up that applied,
/// the goods items and every reason once, in a fixed order.
/// </summary>
public sealed record Consolidated(string State, string Line, IReadOnlyList<ItemResult> Items, IReadOnlyList<Reason> Reasons)
{
    /// <summary>Some unit has a review.</summary>
    public bool Reviewed { get; init; }

    /// <summary>The trader owes an answer to a question or a request.</summary>
    public bool Asking { get; init; }

    /// <summary>A unit ordered a control that is not concluded.</summary>
    public bool Inspecting { get; init; }

    /// <summary>An authority detains the goods.</summary>
    public bool Detained { get; init; }

    /// <summary>Who can end the wait, each once: TRADER, ARRIVAL, PAYMENT or unit codes; empty where nothing waits.</summary>
    public IReadOnlyList<string> WaitsFor => [.. Reasons.Select(r => r.WaitsFor).Where(w => w.Length > 0).Distinct()];
}
