// SPDX-License-Identifier: Apache-2.0
using Cbm.Contracts;

namespace Cbm.UnitTests.Validation;

/// <summary>Of what kind a declaration or its item is, so that a fault is tried where it is one.</summary>
internal static class Kinds
{
    public static bool Any(Declaration _) => true;
    public static bool Any(Declaration _, GovernmentAgencyGoodsItem __) => true;
    public static bool IsImport(Declaration d) => d.TypeCode.StartsWith("IM", StringComparison.Ordinal) && d.TypeCode != "IMQ";
    public static bool IsExport(Declaration d) => d.TypeCode.StartsWith("EX", StringComparison.Ordinal);
    public static bool IsFull(Declaration d) => d.TypeCode[2] is 'A' or 'D' or 'X' or 'Y' or 'Z';
    public static bool IsStandard(Declaration d) => d.TypeCode[2] is 'A' or 'D';
    public static bool IsSupplementary(Declaration d) => d.TypeCode[2] is 'X' or 'Y' or 'Z';
    public static bool IsNotice(Declaration d) => d.TypeCode[2] is 'J' or 'K' or 'Q';
    public static bool TouchesWarehouse(GovernmentAgencyGoodsItem i) => i.GovernmentProcedure[0] is { CurrentCode: "71" } or { PreviousCode: "71" };

    /// <summary>No reduced data set: every datum of the type is due.</summary>
    public static bool IsPlain(GovernmentAgencyGoodsItem i) =>
        !TouchesWarehouse(i) && i.GovernmentProcedure[0].PreviousCode != "78"
        && i.GovernmentProcedure.All(p => p.CurrentCode is not ("C07" or "C08" or "1H7" or "1EN" or "1SP" or "1SG" or "1EL" or "1AG" or "1NR" or "1VW"));

    public static GovernmentAgencyGoodsItem First(Declaration d) => d.GoodsShipment.GovernmentAgencyGoodsItem[0];

    /// <summary>Makes an export of it.</summary>
    public static void Export(Declaration d)
    {
        if (IsExport(d)) return;
        d.TypeCode = "EXA";
        d.ExitOffice = new ExitOffice { Id = "FI002000" };
        foreach (var item in d.GoodsShipment.GovernmentAgencyGoodsItem) item.GovernmentProcedure[0].CurrentCode = "10";
    }
}
