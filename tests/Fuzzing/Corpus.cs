// SPDX-License-Identifier: Apache-2.0
using System.Text;
using Cbm.Contracts;
using Cbm.Contracts.Serialisation;
using Cbm.ServiceDefaults.Doors;
using Cbm.TestKit;

namespace Cbm.Fuzzing;

/// <summary>Good inputs, from which hostile ones are made.</summary>
public static class Corpus
{
    /// <summary>The show-case declaration, as JSON.</summary>
    public static byte[] ShowCase { get; } = ReadShowCase();

    /// <summary>Declarations as JSON: the show-case, and some by chance.</summary>
    public static IReadOnlyList<byte[]> Json { get; } = [ShowCase, .. Enumerable.Range(1, 4).Select(seed => JsonWriting.ToUtf8(Small(seed)))];

    /// <summary>The same as WCO XML, bare and in an envelope.</summary>
    public static IReadOnlyList<byte[]> Xml { get; } =
        [Write(JsonReading.Read<Declaration>(ShowCase).Message!, envelope: false), .. Enumerable.Range(1, 4).Select(seed => Write(Small(seed), envelope: seed % 2 == 0))];

    /// <summary>Messages that amend the show-case: by pointers, by what they carry, and whole.</summary>
    public static IReadOnlyList<byte[]> Messages { get; } =
    [
        """{"functionCode":"13","functionalReferenceId":"M1","id":"26FIAAAAAAAAAAAAR5","typeCode":"COR","totalPackageQuantity":{"value":"9"},"additionalInformation":[{"statementDescription":"x","statementTypeCode":"AES","pointer":[{"documentSectionCode":"42A"},{"sequenceNumeric":1,"documentSectionCode":"06A"}]}],"amendment":[{"changeReasonCode":"28","pointer":[{"sequenceNumeric":1,"documentSectionCode":"42A","tagId":"146"}]},{"changeReasonCode":"25","pointer":[{"documentSectionCode":"42A"},{"documentSectionCode":"67A"},{"sequenceNumeric":1,"documentSectionCode":"68A"},{"sequenceNumeric":8,"documentSectionCode":"02A","tagId":"D005"}]},{"changeReasonCode":"30","pointer":[{"documentSectionCode":"42A"},{"documentSectionCode":"67A"},{"sequenceNumeric":2,"documentSectionCode":"68A"}]}],"goodsShipment":{"governmentAgencyGoodsItem":[{"sequenceNumeric":1,"additionalDocument":[{"id":"NB-1"}],"commodity":{"classification":[{"id":"060290","identificationTypeCode":"HS"}],"goodsMeasure":{"netNetWeightMeasure":{"value":"1600","unitCode":"KGM"}}}}]}}"""u8.ToArray(),
        """{"functionCode":"4","functionalReferenceId":"SHOW-CASE-0001","amendment":[{"changeReasonCode":"32"}],"invoiceAmount":{"value":"1","currencyId":"EUR"},"goodsShipment":{"governmentAgencyGoodsItem":[{"sequenceNumeric":3,"packaging":[{"sequenceNumeric":1,"typeCode":"BX"},{"sequenceNumeric":2}]},{"sequenceNumeric":5,"commodity":{"description":"x"}}]}}"""u8.ToArray(),
        Encoding.UTF8.GetBytes(Encoding.UTF8.GetString(ShowCase).Replace("\"functionCode\": \"9\"", "\"functionCode\": \"5\"", StringComparison.Ordinal)),
    ];

    /// <summary>What anybody asks about goods.</summary>
    public static IReadOnlyList<byte[]> Queries { get; } =
    [
        """{"direction":"IM","mode":"1","items":[{"hs":"851713","origin":"CN"}]}"""u8.ToArray(),
        """{"profile":"FI","direction":"EX","procedure":"1000","mode":"4","origin":"FI","destination":"SA","items":[{"hs":"0805.10","origin":"EG","attributes":{"netMassKg":12.5,"lmo":true,"mode":null,"species":"Citrus"}},{"hs":"0201"}]}"""u8.ToArray(),
    ];

    /// <summary>Bodies of the other operations.</summary>
    public static IReadOnlyList<byte[]> Bodies { get; } =
    [
        """{"answers":[{"id":"q1","value":"true","text":"x","documents":[{"categoryCode":"N","typeCode":"853","id":"GB/1"}]}]}"""u8.ToArray(),
        """{"place":"FIHEL","time":"2026-11-24T10:00:00Z","transportDocument":"NSLFEL26041188"}"""u8.ToArray(),
        """{"reasonCode":"10","reason":"Sent twice"}"""u8.ToArray(),
        """{"outcome":"APPROVE","items":[1,2],"reasonCode":"OK","legalBasis":"CXS 72","conditions":[{"text":"x","due":"2026-12-01T00:00:00Z"}],"controls":[{"requirement":"HEA-008","item":3,"type":"DOC","result":"CONFORM","text":"x"}]}"""u8.ToArray(),
        """{"questions":[{"text":"Which?","item":1,"pointer":"42A","documentCode":"N853"}],"dueDays":3}"""u8.ToArray(),
        """{"number":"GB/1","unit":"PLANT_HEALTH","documentCode":"N851","holder":"FI1234567-8","direction":"IM","hs":["0603"],"origin":"NL","validFrom":"2026-01-01","validTo":"2027-01-01","quantity":{"value":"100","unitCode":"KGM"},"issuer":"NVWA"}"""u8.ToArray(),
    ];

    /// <summary>Conditions of requirements.</summary>
    public static IReadOnlyList<byte[]> Conditions { get; } = [.. ((string[])
    [
        "true", "item.intendedUse == \"SOWING\" && !(item.lmo || item.netMassKg >= 12.50)", "item.destination in lists.HALAL && item.mode in [\"1\", '4']",
        "has(item.undgId) || item.preferenceCode.startsWith(\"3\") && profile != \"BW\"", "!!(item.radioactive == false)",
    ]).Select(Encoding.UTF8.GetBytes)];

    /// <summary>Numbers and places that are checked by their form.</summary>
    public static IReadOnlyList<byte[]> Identifiers { get; } = [.. ((string[])
    [
        "26FIAAAAAAAAAAAAR5", "MSCU6639870", "9074729", "RR473124829GB", "FI1234567-8", "goodsShipment.governmentAgencyGoodsItem[1].commodity.classification[0].id", "2026-11-24T10:00:00+05:30", "20261124100000Z",
    ]).Select(Encoding.UTF8.GetBytes)];

    /// <summary>Cursors of lists.</summary>
    public static IReadOnlyList<byte[]> Cursors { get; } = [.. ((string[])[Page.Cursor(638_000_000_000_000_000, "26FIAAAAAAAAAAAAR5"), Page.Cursor(1, 2, "x")]).Select(Encoding.UTF8.GetBytes)];

    private static Declaration Small(int seed)
    {
        var declaration = RandomDeclarations.Some(seed);
        while (declaration.GoodsShipment?.GovernmentAgencyGoodsItem.Count > 1) declaration.GoodsShipment.GovernmentAgencyGoodsItem.RemoveAt(1);
        return declaration;
    }

    private static byte[] Write(Declaration declaration, bool envelope)
    {
        using var stream = new MemoryStream();
        XmlWriting.Write(stream, declaration, "XX", envelope);
        return stream.ToArray();
    }

    private static byte[] ReadShowCase()
    {
        using var stream = typeof(Declaration).Assembly.GetManifestResourceStream("samples/show-case.json")!;
        using var memory = new MemoryStream();
        stream.CopyTo(memory);
        return memory.ToArray();
    }
}
