// SPDX-License-Identifier: Apache-2.0
using Cbm.Contracts;

namespace Cbm.Declarations.Validation;

/// <summary>What a transit declaration says: where the goods go, what they are, and who answers for the duty.</summary>
internal static class RequiredTransitData
{
    public static void Check(Subject subject, Findings findings)
    {
        if (subject.Type.Direction != Direction.Transit) return;
        var declaration = subject.Declaration;
        var destination = !string.IsNullOrEmpty(declaration.GoodsShipment?.Destination?.CountryCode);

        if (declaration.ObligationGuarantee.Count == 0 && !HasCarnet(declaration))
            findings.Error("SWV012", "obligationGuarantee", "Give the guarantee that covers the transit, or the TIR carnet as a document.");
        for (var i = 0; i < subject.Items.Count; i++)
        {
            var item = subject.Items[i];
            if (!destination && string.IsNullOrEmpty(item.Destination?.CountryCode))
                Missing(i, "destination", "Give the country that the goods go to, here or once for the shipment.");
            if (string.IsNullOrEmpty(item.Commodity?.Description))
                Missing(i, "commodity.description", "Describe the goods in plain words.");
            if (!CommodityCodes.HasOne(item))
                Missing(i, "commodity.classification", "Give the commodity code of the goods, at least its six HS digits.");
            if (string.IsNullOrEmpty(item.Commodity?.GoodsMeasure?.GrossMassMeasure?.Value))
                Missing(i, "commodity.goodsMeasure.grossMassMeasure", "Give the gross mass of the item in kilograms.");
            if (item.Packaging.Count == 0)
                Missing(i, "packaging", "Give the number and kind of the packages.");
        }

        void Missing(int item, string path, string message) => findings.Error("SWV011", $"{Findings.Item(item)}.{path}", message);
    }

    // TIR Convention: the guaranteeing association answers.
    private static bool HasCarnet(Declaration declaration)
    {
        foreach (var document in declaration.AdditionalDocument)
            if (document.TypeCode == "952") return true;
        if (declaration.GoodsShipment is not { } shipment) return false;
        foreach (var document in shipment.PreviousDocument)
            if (document.TypeCode == "952") return true;
        foreach (var item in shipment.GovernmentAgencyGoodsItem)
        {
            foreach (var document in item.AdditionalDocument)
                if (document.TypeCode == "952") return true;
            foreach (var document in item.PreviousDocument)
                if (document.TypeCode == "952") return true;
        }
        return false;
    }
}
