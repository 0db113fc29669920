// SPDX-License-Identifier: Apache-2.0
using System.Text.RegularExpressions;
using Cbm.Contracts;
using CsCheck;
using Google.Protobuf;
using Xunit;
using Xunit.Abstractions;
using static Cbm.UnitTests.Slicing.GivenDetermination;

namespace Cbm.UnitTests.Slicing;

/// <summary>
/// The slicer is tested by what must not be in a slice: every leaf of a random declaration names its path, and what is found in
/// the slice again is held against brief section 3 as a person reads it, not against the register.
/// </summary>
public sealed partial class NothingForbiddenTests(ITestOutputHelper output)
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

    [Fact]
    public void No_slice_holds_what_its_unit_must_not_see()
    {
        var seen = Units.ToDictionary(u => u, _ => 0);
        Gen.Select(Gen.Int, Gen.Int[1, 3], Gen.OneOf(1.0, 0.8, 0.4)).Sample((seed, items, share) =>
        {
            var marked = new MarkedDeclaration(seed, items, share, strays: true);
            foreach (var unit in Units)
            {
                var mine = 1 + Math.Abs(seed % items);
                var rule = Rule("R-1", unit);
                var slice = Cut(marked.Tree, unit, [rule], Required(rule, mine, "N853"))!;
                var found = Markers().Matches(slice.ToString() + slice.ToByteString().ToStringUtf8()).Select(m => m.Value).Distinct().ToList();
                found.AddRange(Numbers(slice));
                Assert.True(unit == "CUSTOMS" || slice.Declaration.GoodsShipment?.GovernmentAgencyGoodsItem.All(i => i.AdditionalDocument.Count == 0) != false);
                foreach (var path in found.Select(m => marked.Paths[m]))
                {
                    Assert.True(Sees(unit, path, mine) && !IsPrivate(unit, path, marked.Paths), $"{unit} must not see {path}");
                }

                lock (seen)
                {
                    seen[unit] = Math.Max(seen[unit], found.Count);
                }
            }
        }, iter: 25);
        output.WriteLine(string.Join(", ", seen.Select(s => $"{s.Key} sees {s.Value} values at most")));
        Assert.All(Units.Where(u => u != "POLICE"), u => Assert.True(seen[u] > 20, $"{u} sees next to nothing: the test is blind"));
        Assert.Equal(0, seen["POLICE"]);
    }

    [Fact]
    public void Everything_that_a_unit_may_see_is_there()
    {
        var marked = new MarkedDeclaration(1, 1, 1.0, strays: false);
        foreach (var unit in Units)
        {
            var rule = Rule("R-1", unit);
            var text = Cut(marked.Tree, unit, [rule], Required(rule, 1))!.ToString();
            var missing = marked.Paths.Where(p => Sees(unit, p.Value, 1) && !text.Contains(p.Key[1..^1]));
            Assert.False(missing.Any(), string.Join(' ', missing.Select(p => $"{unit} {p.Value}")));
        }
    }

    private static bool Sees(string unit, string path, int item)
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

    // Sequence numbers carry their marker without its letters.
    private static IEnumerable<string> Numbers(Slice slice) =>
        Integers().Matches(slice.ToString()).Select(m => $"m{m.Groups[1].Value}k").Distinct();

    [GeneratedRegex("^(.*/(?:Importer|Consignee))/(.*)$")]
    private static partial Regex PrivateParty();

    [GeneratedRegex(@"m\d{7}k")]
    private static partial Regex Markers();

    [GeneratedRegex(@"Numeric"": (1\d{6})\b")]
    private static partial Regex Integers();
}
