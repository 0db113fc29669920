// SPDX-License-Identifier: Apache-2.0
using System.Text.RegularExpressions;

namespace Cbm.TestKit;

/// <summary>Who may see which element, as a person reads brief section 3: the register of the window is held against it, not the other way round.</summary>
public static partial class MaySee
{
    private const string Agencies = "PUBLIC_HEALTH PLANT_HEALTH VETERINARY STANDARDS";

    private const string Header = "^Declaration/";
    private const string Shipment = "^Declaration/GoodsShipment/";
    private const string Goods = @"^Declaration/GoodsShipment/GovernmentAgencyGoodsItem\[\d+\]/";

    // Pattern of a whole path → the units that may see it as declared, minimised or as their own; a path that none fits is
    // Customs' alone. Each names the place of its group: the header's consignor is not the goods item's.
    private static readonly (string Path, string Units)[] Allowed =
    [
        (Header + "(ID|AcceptanceDateTime|TotalGrossMassMeasure|TotalPackageQuantity|FunctionCode|TypeCode)$", $"CUSTOMS {Agencies} POST"),
        (Header + "DeclarationOfficeID$", $"CUSTOMS {Agencies}"),
        (Header + "(FunctionalReferenceID|Submitter/.*)$", "CUSTOMS POST"),
        (Header + "(Declarant/(Name|ID|Contact/.*|Communication/.*)|Exporter/(Name|ID|Address/.*))$", $"CUSTOMS {Agencies} POST"),
        (Header + "Agent/FunctionCode$", $"CUSTOMS {Agencies}"),
        (Shipment + "(Importer|Consignor|Consignee)/", $"CUSTOMS {Agencies} POST"),
        (Shipment + "AEOMutualRecognitionParty/RoleCode$", $"CUSTOMS {Agencies}"),
        (Shipment + "(ExportCountry/ID|Destination/CountryCode|UCR/ID)$", $"CUSTOMS {Agencies} POST"),
        (Shipment + "Destination/RegionID$", $"CUSTOMS {Agencies}"),
        (Header + "BorderTransportMeans/ModeCode$", $"CUSTOMS {Agencies} POST"),
        (Shipment + "Consignment/ArrivalTransportMeans/(ModeCode|TypeCode)$", $"CUSTOMS {Agencies} POST"),
        (Header + "BorderTransportMeans/(ID|IdentificationTypeCode|RegistrationNationalityCode)$", "CUSTOMS PUBLIC_HEALTH PLANT_HEALTH VETERINARY POST"),
        (Shipment + "Consignment/ArrivalTransportMeans/", "CUSTOMS PUBLIC_HEALTH PLANT_HEALTH VETERINARY POST"),
        (Shipment + "Consignment/(TransportEquipment/(ID|Seal/.*)$|ExaminationPlace/)", $"CUSTOMS {Agencies}"),
        (Shipment + "Consignment/(GoodsLocation|TransportContractDocument)/", $"CUSTOMS {Agencies} POST"),
        (Shipment + "Consignment/(LoadingLocation|UnloadingLocation)/", "CUSTOMS PUBLIC_HEALTH PLANT_HEALTH VETERINARY"),
        (Header + "Consignment/Itinerary/RoutingCountryCode$", "CUSTOMS PUBLIC_HEALTH PLANT_HEALTH VETERINARY"),
        (Goods + "SequenceNumeric$", $"CUSTOMS {Agencies} POST"),
        (Goods + "Commodity/(Description|Classification/(ID|IdentificationTypeCode)|DangerousGoods/UNDGID|GoodsMeasure/(GrossMassMeasure|NetNetWeightMeasure))$", $"CUSTOMS {Agencies} POST"),
        (Goods + "(Commodity/(GoodsMeasure/TariffQuantity|IntendedUseCode)$|Manufacturer/)", $"CUSTOMS {Agencies}"),
        (Goods + "(Commodity/InvoiceLine/ItemChargeAmount$|PreviousDocument/)", "CUSTOMS POST"),
        (Goods + "(Origin/CountryCode|Packaging/(TypeCode|MarksNumbersID|QuantityQuantity))$", $"CUSTOMS {Agencies} POST"),
        (Goods + "GovernmentProcedure/", $"CUSTOMS {Agencies}"),
        (Goods + "(Packaging/PackingMaterialDescription|Origin/RegionID)$", "CUSTOMS PUBLIC_HEALTH PLANT_HEALTH VETERINARY"),
        (Goods + "AdditionalInformation/", "CUSTOMS POST"),
        // The markers are nobody's own documents, and no product name says that it is a brand. Of others' documents the code alone is told.
        (Goods + "AdditionalDocument/(CategoryCode|TypeCode)$", $"CUSTOMS {Agencies}"),
        (Goods + "Commodity/Product/ProductName/", "CUSTOMS PLANT_HEALTH VETERINARY"),
        (Goods + "Commodity/(LotNumberID|BestBeforeDateTime|ExpiryDateTime)$", Agencies),
        (Goods + "(ApprovedEstablishmentPlace|CommodityProcess|Commodity/Temperature|Grower|Producer)/", "PUBLIC_HEALTH PLANT_HEALTH VETERINARY"),
    ];

    private const string NotForCustoms =
        Goods + "(Commodity/(LotNumberID|BestBeforeDateTime|ExpiryDateTime)$|(ApprovedEstablishmentPlace|CommodityProcess|Commodity/Temperature|Grower|Producer)/)";

    /// <summary>Whether the unit, with a requirement for this goods item alone, may see the value at this path of a declaration with these paths.</summary>
    public static bool Allows(string unit, string path, int item, Dictionary<string, string> paths) => Sees(unit, path, item) && !IsPrivate(unit, path, paths);

    /// <summary>The same, whoever the parties are.</summary>
    public static bool Sees(string unit, string path, int item)
    {
        if (path.Contains("Item[", StringComparison.Ordinal) && !path.Contains($"Item[{item}]", StringComparison.Ordinal))
        {
            return false;
        }

        // The first pattern that fits decides; Customs sees everything but the traceability of goods.
        return unit == "CUSTOMS"
            ? !Regex.IsMatch(path, NotForCustoms)
            : Allowed.FirstOrDefault(a => Regex.IsMatch(path, a.Path)).Units?.Split(' ').Contains(unit) ?? false;
    }

    // An importer or consignee without an id is a person: agencies get the country, Standards nothing.
    private static bool IsPrivate(string unit, string path, Dictionary<string, string> paths) =>
        unit is not ("CUSTOMS" or "POST")
        && PrivateParty().Match(path) is { Success: true } party && !paths.ContainsValue(party.Groups[1].Value + "/ID")
        && (unit == "STANDARDS" || party.Groups[2].Value != "Address/CountryCode");

    [GeneratedRegex("^(.*/(?:Importer|Consignee))/(.*)$")]
    private static partial Regex PrivateParty();
}
