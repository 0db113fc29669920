// SPDX-License-Identifier: Apache-2.0
using Cbm.Contracts;

namespace Cbm.Declarations.Validation;

/// <summary>What a transit declaration says: what the goods are, and who answers for the duty.</summary>
internal static class RequiredTransitData
{
    public static void Check(Subject subject, Findings findings)
    {
        if (subject.Type.Direction != Direction.Transit) return;
        var declaration = subject.Declaration;

        if (declaration.ObligationGuarantee.Count == 0 && !HasCarnet(declaration))
            findings.Error("SWV012", "obligationGuarantee", "Give the guarantee that covers the transit, or the TIR carnet as a document.");
        for (var i = 0; i < subject.Items.Count; i++)
        {
            RequiredCommodity.Check(subject.Items[i], i, findings, described: true, gross: true, net: false);
            if (subject.Items[i].Packaging.Count == 0)
                findings.Error("SWV011", $"{Findings.Item(i)}.packaging", "Give the number and kind of the packages.");
        }
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
