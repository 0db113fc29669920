// SPDX-License-Identifier: Apache-2.0
namespace Cbm.Declarations.Validation;

/// <summary>What every declaration says once, by its type.</summary>
internal static class RequiredHeader
{
    public static void Check(Subject subject, Findings findings)
    {
        var (declaration, type, _) = subject;
        var shipment = declaration.GoodsShipment;

        if (declaration.FunctionalReferenceId.Length == 0)
            Missing("functionalReferenceId", "Give your own reference (LRN), one that you have not used before.");
        if (string.IsNullOrEmpty(declaration.Declarant?.Id))
            Missing("declarant.id", "Give the identification number (EORI or TIN) of the declarant.");
        if (subject.Items.Count == 0)
            Missing("goodsShipment.governmentAgencyGoodsItem", "Give at least one goods item.");

        if (type.Direction == Direction.Import && type.Additional != 'Q' && shipment?.Importer is null)
            Missing("goodsShipment.importer", "Give the importer, by identification number or by name and address.");
        if (type.Direction == Direction.Export && declaration.Exporter is null)
            Missing("exporter", "Give the exporter, by identification number or by name and address.");
        if (type.Direction == Direction.Export && string.IsNullOrEmpty(declaration.ExitOffice?.Id))
            Missing("exitOffice.id", "Give the office where the goods leave.");

        if (type.IsFull && string.IsNullOrEmpty(declaration.BorderTransportMeans?.ModeCode))
            Missing("borderTransportMeans.modeCode", "Give the mode of transport at the border (1 sea, 2 rail, 3 road, 4 air, 5 mail).");
        if (type.Direction != Direction.Transit && !type.IsSupplementary && shipment?.Consignment?.GoodsLocation is not { Name.Length: > 0 } and not { Id.Length: > 0 })
            Missing("goodsShipment.consignment.goodsLocation", "Give the place where the goods can be examined, by code or name.");
        if (type.IsSupplementary && !HasPreviousDocument(subject))
            Missing("goodsShipment.previousDocument", "Name the simplified declaration, or the entry in your records, that this declaration completes.");

        void Missing(string path, string message) => findings.Error("SWV010", path, message);
    }

    private static bool HasPreviousDocument(Subject subject)
    {
        if (subject.Declaration.GoodsShipment?.PreviousDocument.Count > 0) return true;
        foreach (var item in subject.Items)
            if (item.PreviousDocument.Count > 0) return true;
        return false;
    }
}
