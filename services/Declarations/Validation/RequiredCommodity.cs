// SPDX-License-Identifier: Apache-2.0
using Cbm.Contracts;

namespace Cbm.Declarations.Validation;

/// <summary>What is due of an item's goods: description and code, gross and net mass. A class that is not there is one error, not one for each of its elements.</summary>
internal static class RequiredCommodity
{
    public static void Check(GovernmentAgencyGoodsItem item, int index, Findings findings, bool described, bool gross, bool net)
    {
        if (!described && !gross && !net) return;
        if (item.Commodity is not { } commodity)
        {
            Missing("commodity", "Say what the goods are: description, commodity code and masses.");
            return;
        }
        if (described && commodity.Description.Length == 0)
            Missing("commodity.description", "Describe the goods in plain words.");
        if (described && !CommodityCodes.HasOne(commodity))
            Missing("commodity.classification", "Give the commodity code of the goods, at least its six HS digits.");
        if (!gross && !net) return;
        if (commodity.GoodsMeasure is not { } measure)
        {
            Missing("commodity.goodsMeasure", "Give the masses of the goods in kilograms.");
            return;
        }
        if (gross && string.IsNullOrEmpty(measure.GrossMassMeasure?.Value))
            Missing("commodity.goodsMeasure.grossMassMeasure", "Give the gross mass of the item in kilograms.");
        if (net && string.IsNullOrEmpty(measure.NetNetWeightMeasure?.Value))
            Missing("commodity.goodsMeasure.netNetWeightMeasure", "Give the net mass of the goods in kilograms.");

        void Missing(string path, string message) => findings.Error("SWV011", $"{Findings.Item(index)}.{path}", message);
    }
}
