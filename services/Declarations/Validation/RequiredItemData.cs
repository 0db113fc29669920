// SPDX-License-Identifier: Apache-2.0
namespace Cbm.Declarations.Validation;

/// <summary>What every goods item of an import or export says, by type and procedure.</summary>
internal static class RequiredItemData
{
    public static void Check(Subject subject, Findings findings)
    {
        var type = subject.Type;
        if (!type.IsKnown || type.Direction == Direction.Transit) return;
        // A warehouse that stands without its number is missed by KeyFields.
        var warehouse = subject.Declaration.GoodsShipment?.Warehouse is not null;

        for (var i = 0; i < subject.Items.Count; i++)
        {
            var item = subject.Items[i];
            var procedure = Procedure.Of(item, i, findings);

            if (item.GovernmentProcedure.Count == 0)
                Missing(i, "governmentProcedure", "Give the procedure that you ask for, as in 40 with previous procedure 00.");
            RequiredCommodity.Check(item, i, findings,
                described: !type.IsNotice,
                gross: type.IsFull && procedure.IsWhole,
                net: type.IsStandard && !procedure.IsReduced);
            if (type.IsFull && procedure.IsWhole && item.Packaging.Count == 0)
                Missing(i, "packaging", "Give the number and kind of the packages.");
            // An origin that stands without its country is missed by KeyFields.
            if (type.Direction == Direction.Import && type.IsFull && !procedure.IsReduced && item.Origin.Count == 0)
                Missing(i, "origin", "Give the country of origin of the goods.");

            // One missing warehouse is one error, whatever the number of items.
            if (!warehouse && procedure.TouchesWarehouse)
                findings.Error("SWV010", "goodsShipment.warehouse", "Give the customs warehouse that the goods enter or leave.");
            warehouse |= procedure.TouchesWarehouse;
        }

        void Missing(int item, string path, string message) => findings.Error("SWV011", $"{Findings.Item(item)}.{path}", message);
    }
}
