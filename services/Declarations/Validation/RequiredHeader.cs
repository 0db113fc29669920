// SPDX-License-Identifier: Apache-2.0
using Cbm.Contracts;

namespace Cbm.Declarations.Validation;

/// <summary>What every declaration says once, by its type; where the type is not known, what does not depend on it.</summary>
internal static class RequiredHeader
{
    public static void Check(Subject subject, Findings findings)
    {
        var (declaration, type, _) = subject;

        if (declaration.FunctionalReferenceId.Length == 0)
            Missing("functionalReferenceId", "Give your own reference (LRN), one that you have not used before.", findings);
        if (string.IsNullOrEmpty(declaration.Declarant?.Id))
            Missing("declarant.id", "Give the identification number (EORI or TIN) of the declarant.", findings);
        if (type.Direction == Direction.Export && declaration.Exporter is null)
            Missing("exporter", "Give the exporter, by identification number or by name and address.", findings);
        // Goods to a territory of the customs union (CO) leave by no office of exit.
        if (type.IsKnown && declaration.TypeCode.StartsWith("EX", StringComparison.Ordinal) && string.IsNullOrEmpty(declaration.ExitOffice?.Id))
            Missing("exitOffice.id", "Give the office where the goods leave.", findings);
        if (type.IsFull && string.IsNullOrEmpty(declaration.BorderTransportMeans?.ModeCode))
            Missing("borderTransportMeans.modeCode", "Give the mode of transport at the border (1 sea, 2 rail, 3 road, 4 air, 5 mail).", findings);

        if (declaration.GoodsShipment is { } shipment) Shipment(shipment, subject, findings);
        else Missing("goodsShipment", "Give the shipment: its goods items, parties and places.", findings);
    }

    private static void Shipment(GoodsShipment shipment, Subject subject, Findings findings)
    {
        var type = subject.Type;
        if (subject.Items.Count == 0)
            Missing("goodsShipment.governmentAgencyGoodsItem", "Give at least one goods item.", findings);
        if (type.Direction == Direction.Import && type.Additional != 'Q' && shipment.Importer is null)
            Missing("goodsShipment.importer", "Give the importer, by identification number or by name and address.", findings);
        // Items that are not there might have named it.
        if (type.IsSupplementary && subject.Items.Count > 0 && !HasPreviousDocument(subject))
            Missing("goodsShipment.previousDocument", "Name the simplified declaration, or the entry in your records, that this declaration completes.", findings);
        if (!type.IsKnown || type.Direction == Direction.Transit || type.IsSupplementary) return;
        if (shipment.Consignment?.GoodsLocation is not { } place)
            Missing("goodsShipment.consignment.goodsLocation", "Give the place where the goods can be examined, by code or name.", findings);
        else if (place.Name.Length == 0 && place.Id.Length == 0)
            Missing("goodsShipment.consignment.goodsLocation.name", "Name the place where the goods can be examined, or give its code.", findings);
    }

    private static void Missing(string path, string message, Findings findings) => findings.Error("SWV010", path, message);

    private static bool HasPreviousDocument(Subject subject)
    {
        if (subject.Declaration.GoodsShipment?.PreviousDocument.Count > 0) return true;
        foreach (var item in subject.Items)
            if (item.PreviousDocument.Count > 0) return true;
        return false;
    }
}
