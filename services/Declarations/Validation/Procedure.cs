// SPDX-License-Identifier: Apache-2.0
using System.Collections.Frozen;
using Cbm.Contracts;

namespace Cbm.Declarations.Validation;

/// <summary>The customs procedure of a goods item: requested and previous, two digits each, and what they and the additional procedures say of the data that are due.</summary>
/// <param name="Current">The procedure asked for.</param>
/// <param name="Previous">The procedure that the goods were under.</param>
/// <param name="HasReducedSet">An additional procedure stands with a reduced data set.</param>
/// <param name="IsDoubtful">A code is wrong: that is told, and what would be due by it is not asked for.</param>
internal readonly record struct Procedure(string Current, string Previous, bool HasReducedSet, bool IsDoubtful)
{
    // Super-reduced data set H7 (negligible value) and the sets for goods not at risk or moved within the customs territory (H8).
    private static readonly FrozenSet<string> ReducedSets = FrozenSet.Create(
        StringComparer.Ordinal, "C07", "C08", "1H7", "1EN", "1SP", "1SG", "1EL", "1AG", "1NR", "1VW");

    /// <summary>The goods are described whole; where not, neither their packages nor their gross mass are due.</summary>
    public bool IsWhole => !HasReducedSet && !IsDoubtful;

    /// <summary>Less is due: no whole data set, or goods that enter or come from a customs warehouse or a free zone.</summary>
    public bool IsReduced => !IsWhole || Current == "71" || Previous is "71" or "78";

    /// <summary>The goods enter or leave a customs warehouse.</summary>
    public bool TouchesWarehouse => Current == "71" || Previous == "71";

    /// <summary>The procedure of the item at an index from 0, doubtful where a code of it could not be read.</summary>
    public static Procedure Of(GovernmentAgencyGoodsItem item, int index, Findings findings)
    {
        var procedure = Of(item);
        return findings.IsUnread($"{Findings.Item(index)}.governmentProcedure") ? procedure with { IsDoubtful = true } : procedure;
    }

    /// <summary>The procedure of an item: its first government procedure, in two codes or in one of four digits; the others are additional procedures.</summary>
    public static Procedure Of(GovernmentAgencyGoodsItem item)
    {
        // Without a procedure it is not known what else is due, and only the procedure is asked for.
        if (item.GovernmentProcedure is not [var first, ..]) return new("", "", false, true);
        var (reduced, doubtful) = (false, false);
        for (var i = 1; i < item.GovernmentProcedure.Count; i++)
        {
            var additional = item.GovernmentProcedure[i].CurrentCode;
            reduced |= ReducedSets.Contains(additional);
            doubtful |= !Procedures.IsAdditional(additional);
        }
        var code = first.CurrentCode;
        // Both in one, perhaps with an additional procedure: 4000, 4000C07.
        var together = code.Length is 4 or 7;
        if (code.Length == 7) reduced |= ReducedSets.Contains(code[4..]);
        var (current, previous) = together ? (code[..2], code[2..4]) : (code, first.PreviousCode);
        return new(current, previous, reduced, doubtful || !Procedures.IsKnown(current) || !Procedures.IsPrevious(current, previous));
    }
}
