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

    // Made once: ten thousand goods items are asked of it.
    private (object Of, ItemSet Items) _asked;

    internal bool Asks(int item)
    {
        if (!ReferenceEquals(_asked.Of, Questions))
        {
            _asked = (Questions, ItemSet.Of(Questions));
        }

        return _asked.Items.Contains(item);
    }
}

/// <summary>What is owed, and why that is so; consolidation waits only for <see cref="Outstanding"/>.</summary>
public sealed record Debt(string State, string Reason)
{
    /// <summary>Nothing is assessed yet, so nothing is waited for.</summary>
    public static Debt NotAssessed { get; } = new("NONE", "duty is not assessed by this version of the window");

    /// <summary>Assessed, and neither paid nor guaranteed.</summary>
    public bool Outstanding => State == "ASSESSED";
}
