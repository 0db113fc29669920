// SPDX-License-Identifier: Apache-2.0
using Cbm.Contracts;

namespace Cbm.Declarations.Consolidation;

/// <summary>What the roll-up looks at: the standing and what its goods items came to.</summary>
public sealed record Picture(Standing Standing, IReadOnlyList<ItemResult> Items)
{
    internal bool All(params ItemState[] states) => Items.All(i => states.Contains(i.State));

    internal bool Some(params ItemState[] states) => Items.Any(i => states.Contains(i.State));

    // What silence holds up: a unit that only gives notice holds neither a release nor a refusal.
    internal IEnumerable<UnitStanding> Unanswered =>
        Standing.Units.Where(u => (u.Blocking || u.Controls.Count > 0)
            && (u.Items.Count == 0 ? Standing.Items : u.Items).Any(i => u.Decided(i) == Outcome.Unspecified));
}

/// <summary>One line of the roll-up; <paramref name="Then"/> gives the declaration's state, null while it stays open.</summary>
public sealed record RollUpLine(string When, string Result, Func<Picture, bool> Applies, Func<Picture, string?> Then);

/// <summary>The third table of brief 11.2: what the declaration comes to. The first line that applies wins.</summary>
public static class RollUpTable
{
    /// <summary>The lines, in order.</summary>
    public static IReadOnlyList<RollUpLine> Lines { get; } =
    [
        new("all items REFUSED", "REFUSED",
            p => p.All(ItemState.Refused), _ => "REFUSED"),
        new("some item WAIT or HOLD", "stays open; PARTIALLY_RELEASED for the CLEAR items if a split is allowed and asked for",
            p => p.Some(ItemState.Wait, ItemState.Hold),
            p => p.Some(ItemState.Clear) && p.Standing is { Split: true, Presented: true } ? "PARTIALLY_RELEASED" : null),
        new("some REFUSED, the rest CLEAR or CONDITIONAL", "PARTIALLY_RELEASED if a split is allowed, else open until every unit has answered, then REFUSED",
            p => p.Some(ItemState.Refused),
            p => p.Standing.Split ? (p.Standing.Presented ? "PARTIALLY_RELEASED" : null) : p.Unanswered.Any() ? null : "REFUSED"),
        new("all CLEAR or CONDITIONAL, debt assessed and not secured", "AWAITING_PAYMENT",
            p => p.Standing.Debt.Outstanding, _ => "AWAITING_PAYMENT"),
        new("the same, goods not presented", "AWAITING_ARRIVAL",
            p => !p.Standing.Presented, _ => "AWAITING_ARRIVAL"),
        new("some CONDITIONAL", "CONDITIONALLY_RELEASED",
            p => p.Some(ItemState.Conditional), _ => "CONDITIONALLY_RELEASED"),
        new("all CLEAR", "RELEASED",
            p => p.All(ItemState.Clear), _ => "RELEASED"),
    ];

    /// <summary>The line that applies.</summary>
    public static RollUpLine Decide(Picture picture) => Lines.First(l => l.Applies(picture));
}
