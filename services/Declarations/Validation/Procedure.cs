// SPDX-License-Identifier: Apache-2.0
using Cbm.Contracts;

namespace Cbm.Declarations.Validation;

/// <summary>The customs procedure of a goods item: requested and previous (two digits each), and whether the goods are of low value.</summary>
internal readonly record struct Procedure(string Current, string Previous, bool IsLowValue)
{
    /// <summary>Less is due: negligible value, goods that enter or come from a customs warehouse or a free zone, or a procedure that is itself wrong.</summary>
    public bool IsReduced => IsLowValue || Current.Length != 2 || Previous.Length != 2 || Current == "71" || Previous is "71" or "78";

    /// <summary>The goods enter or leave a customs warehouse.</summary>
    public bool TouchesWarehouse => Current == "71" || Previous == "71";

    /// <summary>The procedure of an item: its first government procedure, in two codes or in one of four digits; the others are additional procedures.</summary>
    public static Procedure Of(GovernmentAgencyGoodsItem item)
    {
        // Without a procedure it is not known what else is due, and only the procedure is asked for.
        if (item.GovernmentProcedure is not [var first, ..]) return new("", "", true);
        var lowValue = false;
        foreach (var procedure in item.GovernmentProcedure)
            // Super-reduced data set for consignments of negligible value.
            lowValue |= procedure.CurrentCode is "C07" or "C08";
        var code = first.CurrentCode;
        return code.Length >= 4
            ? new(code[..2], code[2..4], lowValue)
            : new(code, first.PreviousCode, lowValue);
    }
}
