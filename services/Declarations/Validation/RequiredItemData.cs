// SPDX-License-Identifier: Apache-2.0
using Cbm.Contracts;

namespace Cbm.Declarations.Validation;

/// <summary>What every goods item of an import or export says, by type and procedure.</summary>
internal static class RequiredItemData
{
    public static void Check(Subject subject, Findings findings)
    {
        var (declaration, type, _) = subject;
        if (type.Direction == Direction.Transit) return;
        var shipment = declaration.GoodsShipment;
        var import = type.Direction == Direction.Import;
        var exportCountry = !string.IsNullOrEmpty(shipment?.ExportCountry?.Id);
        var destination = !string.IsNullOrEmpty(shipment?.Destination?.CountryCode);
        var warehouse = !string.IsNullOrEmpty(shipment?.Warehouse?.Id);

        for (var i = 0; i < subject.Items.Count; i++)
        {
            var item = subject.Items[i];
            var commodity = item.Commodity;
            var procedure = Procedure.Of(item);

            if (procedure.Current.Length == 0)
                Missing(i, "governmentProcedure", "Give the procedure that you ask for, as in 40 with previous procedure 00.");
            if (!type.IsNotice && string.IsNullOrEmpty(commodity?.Description))
                Missing(i, "commodity.description", "Describe the goods in plain words.");
            if (!type.IsNotice && !CommodityCodes.HasOne(item))
                Missing(i, "commodity.classification", "Give the commodity code of the goods, at least its six HS digits.");
            if (!warehouse && procedure.TouchesWarehouse)
                findings.Error("SWV010", "goodsShipment.warehouse", "Give the customs warehouse that the goods enter or leave.");
            // One missing warehouse is one error, whatever the number of items.
            warehouse |= procedure.TouchesWarehouse;

            if (type.IsFull && string.IsNullOrEmpty(commodity?.GoodsMeasure?.GrossMassMeasure?.Value) && !procedure.IsLowValue)
                Missing(i, "commodity.goodsMeasure.grossMassMeasure", "Give the gross mass of the item in kilograms.");
            if (type.IsFull && item.Packaging.Count == 0 && !procedure.IsLowValue)
                Missing(i, "packaging", "Give the number and kind of the packages.");
            if (type.IsStandard && string.IsNullOrEmpty(commodity?.GoodsMeasure?.NetNetWeightMeasure?.Value) && !procedure.IsReduced)
                Missing(i, "commodity.goodsMeasure.netNetWeightMeasure", "Give the net mass of the goods in kilograms.");

            if (import && type.IsFull && !procedure.IsReduced && !HasOrigin(item))
                Missing(i, "origin", "Give the country of origin of the goods.");
            if (import && type.IsStandard && !procedure.IsReduced && !exportCountry && string.IsNullOrEmpty(item.ExportCountry?.Id))
                Missing(i, "exportCountry", "Give the country that the goods are sent from, here or once for the shipment.");
            if (!import && !destination && string.IsNullOrEmpty(item.Destination?.CountryCode))
                Missing(i, "destination", "Give the country that the goods go to, here or once for the shipment.");
        }

        void Missing(int item, string path, string message) => findings.Error("SWV011", $"{Findings.Item(item)}.{path}", message);
    }

    private static bool HasOrigin(GovernmentAgencyGoodsItem item)
    {
        foreach (var origin in item.Origin)
            if (origin.CountryCode.Length > 0) return true;
        return false;
    }
}
