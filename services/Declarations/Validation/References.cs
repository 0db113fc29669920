// SPDX-License-Identifier: Apache-2.0
using Cbm.Contracts;
using Cbm.Contracts.Codelists;
using Cbm.Contracts.Identifiers;

namespace Cbm.Declarations.Validation;

/// <summary>References of declarations, ships and consignments: MRN, IMO number and UCR by form and check digit.</summary>
internal static class References
{
    public static void Check(Subject subject, Findings findings)
    {
        var declaration = subject.Declaration;
        var shipment = declaration.GoodsShipment;

        if (declaration.Id.Length > 0 && declaration.Id != subject.Context.Mrn)
            findings.Warning("SWV075", "id", "The window gives the MRN of a new declaration: the one given here is not used.");
        if (declaration.BorderTransportMeans is { } border) Ship(border.IdentificationTypeCode, border.Id, "borderTransportMeans.id");
        if (shipment?.Consignment?.ArrivalTransportMeans is { } arrival) Ship(arrival.IdentificationTypeCode, arrival.Id, "goodsShipment.consignment.arrivalTransportMeans.id");
        if (shipment?.Consignment?.DepartureTransportMeans is { } departure) Ship(departure.IdentificationTypeCode, departure.Id, "goodsShipment.consignment.departureTransportMeans.id");
        if (shipment is not null)
        {
            Ucr(shipment.Ucr?.Id, "goodsShipment.ucr.id");
            for (var i = 0; i < shipment.PreviousDocument.Count; i++) Previous(shipment.PreviousDocument[i], -1, i);
        }
        for (var i = 0; i < subject.Items.Count; i++)
        {
            var item = subject.Items[i];
            if (item.Ucr is { } ucr) Ucr(ucr.Id, $"{Findings.Item(i)}.ucr.id");
            for (var j = 0; j < item.PreviousDocument.Count; j++) Previous(item.PreviousDocument[j], i, j);
        }

        void Ship(string type, string id, string path)
        {
            if (type != "10" || id.Length == 0 || ImoNumber.IsValid(id)) return;
            if (ImoNumber.HasShape(id))
                findings.Error("SWV073", path, $"The check digit of ship number {id} does not fit: correct it.");
            else
                findings.Warning("SWV073", path, $"{id} is no IMO number: it has seven digits.");
        }

        void Ucr(string? id, string path)
        {
            if (string.IsNullOrEmpty(id)) return;
            // Recommended build: last digit of the year, country, company, own reference.
            if (id.Length < 5 || !char.IsAsciiDigit(id[0]) || !CodeList.Country.Contains(id.AsSpan(1, 2)))
                findings.Warning("SWV074", path, $"{id} is not built as recommended for a unique consignment reference: digit of the year, country, company, reference.");
        }

        void Previous(PreviousDocument document, int item, int at)
        {
            if (document.TypeCode is not ("355" or "337" or "MRN" or "821" or "820") || Mrn.IsValid(document.Id)) return;
            var ours = IsOurs(document.Id);
            // Under 337 stand references of other forms too; where an MRN alone can stand, one of ours may have lost a character.
            if (!Mrn.HasShape(document.Id) && !(ours && document.TypeCode is ("355" or "MRN"))) return;
            var path = item < 0 ? $"goodsShipment.previousDocument[{at}].id" : $"{Findings.Item(item)}.previousDocument[{at}].id";
            // Our own MRNs are certain; of others' we know that some are issued without care for the digit.
            if (ours) findings.Error("SWV070", path, $"{document.Id} is no MRN: length, characters or check digit do not fit. Correct it.");
            else findings.Warning("SWV070", path, $"The check digit or the country of MRN {document.Id} does not fit: correct it.");
        }

        bool IsOurs(string id) =>
            id.Length >= 4 && char.IsAsciiDigit(id[0]) && char.IsAsciiDigit(id[1]) && id.AsSpan(2, 2).SequenceEqual(subject.Context.Country);
    }
}
