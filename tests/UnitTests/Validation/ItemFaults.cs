// SPDX-License-Identifier: Apache-2.0
using Cbm.Contracts;
using static Cbm.UnitTests.Validation.Kinds;

namespace Cbm.UnitTests.Validation;

/// <summary>Faults in a goods item.</summary>
internal static class ItemFaults
{
    private const string Item = "42A.67A.68A[1]";

    public static IEnumerable<NamedFault> All =>
    [
        On("no procedure", "SWV011", "70A", i => i.GovernmentProcedure.Clear(), Any),
        On("no description", "SWV011", "23A.137", i => i.Commodity.Description = "", (d, _) => !IsNotice(d)),
        On("no commodity code", "SWV011", "23A.21A", i => i.Commodity.Classification.Clear(), (d, _) => !IsNotice(d)),
        On("no gross mass", "SWV011", "23A.65A.126", NoGrossMass, (d, i) => IsFull(d) && i.Commodity.GoodsMeasure?.GrossMassMeasure is not null && IsPlain(i)),
        On("no net mass", "SWV011", "23A.65A.128", i => i.Commodity.GoodsMeasure.NetNetWeightMeasure = null, (d, i) => IsStandard(d) && i.Commodity.GoodsMeasure is not null && IsPlain(i)),
        new("no packages", "SWV011", $"{Item}.93A", d => First(d).Packaging.Clear(), d => IsFull(d) && IsPlain(First(d))),
        On("no origin", "SWV011", "92A", i => i.Origin.Clear(), (d, i) => IsFull(d) && !IsExport(d) && IsPlain(i)),
        On("no commodity", "SWV011", "23A", i => i.Commodity = null, (d, i) => !IsNotice(d) && i.Commodity is not null),
        On("no masses", "SWV011", "23A.65A", i => i.Commodity.GoodsMeasure = null, (d, i) => IsFull(d) && i.Commodity.GoodsMeasure is not null && IsPlain(i)),
        new("no country of dispatch of one item", "SWV011", $"{Item}.95B", d => { d.GoodsShipment.ExportCountry = null; Others(d, i => i.ExportCountry = new() { Id = "GB" }); }),
        new("no destination of one item", "SWV011", $"{Item}.99B", d => { Export(d); d.GoodsShipment.Destination = null; Others(d, i => i.Destination = new() { CountryCode = "GB" }); }),
        On("packaging without number", "SWV011", "93A[1].144", i => i.Packaging[0].QuantityQuantity = null, (_, i) => i.Packaging is [{ TypeCode: not "NE" }, ..]),

        On("unknown country of origin", "SWV020", "92A[1].063", i => i.Origin[0].CountryCode = "QQ", (_, i) => i.Origin.Count > 0),
        On("group of countries", "SWV020", "92A[1].063", i => i.Origin[0].CountryCode = "2005", null, warning: true),
        On("unknown currency", "SWV021", "114", i => i.StatisticalValueAmount.CurrencyId = "QQQ", (_, i) => i.StatisticalValueAmount is not null),
        On("unknown kind of package", "SWV023", "93A[1].141", i => i.Packaging[0].TypeCode = "Q9", (_, i) => i.Packaging.Count > 0),
        On("national unit", "SWV024", "23A.65A.130", i => i.Commodity.GoodsMeasure.TariffQuantity = new Quantity { Value = "1", UnitCode = "XYZ" }, null, warning: true),
        On("national document", "SWV025", "02A[1].D006", i => (i.AdditionalDocument[0].CategoryCode, i.AdditionalDocument[0].TypeCode) = ("9", "ZZZ"), null, warning: true),
        On("packing material", "SWV026", "93A[1].344", i => i.Packaging[0].PackingMaterialDescription = "STRAW", null, warning: true),
        On("unknown intended use", "SWV027", "23A.330", i => i.Commodity.IntendedUseCode = "FUN", (_, i) => i.Commodity is not null),
        On("UN number", "SWV028", "23A.12C[1].506", i => i.Commodity.DangerousGoods.Add(new DangerousGoods { UndgId = "12" }), (_, i) => i.Commodity is not null),

        On("commodity code in letters", "SWV030", "23A.21A[1].145", i => i.Commodity.Classification[0].Id = "ABCDEF", HasTariffFirst),
        On("commodity code too short", "SWV030", "23A.21A[1].145", i => i.Commodity.Classification[0].Id = "0602", HasTariffFirst),
        On("commodity code of nine digits", "SWV030", "23A.21A[1].145", i => i.Commodity.Classification[0].Id = "060290991", HasTariffFirst),
        On("kind of classification", "SWV034", "23A.21A[1].337", i => i.Commodity.Classification[0].IdentificationTypeCode = "TPS", (_, i) => i.Commodity?.Classification.Count > 0),
        On("no kind of classification", "SWV034", "23A.21A[2].337", i => i.Commodity.Classification[1].IdentificationTypeCode = "", (_, i) => i.Commodity?.Classification is [_, { IdentificationTypeCode: "TRC" }, ..]),
        On("additional code too long", "SWV033", "23A.21A[2].145", i => i.Commodity.Classification[1].Id = "000", (_, i) => i.Commodity?.Classification is [_, { IdentificationTypeCode: "TRC" }, ..], warning: true),
        On("two codes of one kind", "SWV035", "23A.21A[2].145", i => i.Commodity.Classification.Add(new Classification { Id = "930190", IdentificationTypeCode = i.Commodity.Classification[0].IdentificationTypeCode }), HasOneTariff),
        On("codes of two kinds that disagree", "SWV035", "23A.21A[2].145", i => i.Commodity.Classification.Add(new Classification { Id = "93019000", IdentificationTypeCode = i.Commodity.Classification[0].IdentificationTypeCode == "HS" ? "TSP" : "HS" }), HasOneTariff),
        On("two countries of origin", "SWV036", "92A[2].063", i => i.Origin.Add(new Origin { CountryCode = "KP", TypeCode = i.Origin[0].TypeCode }), (_, i) => i.Origin.Count == 1),
        On("no such heading", "SWV031", "23A.21A[1].145", i => i.Commodity.Classification[0].Id = "77990000", HasTariffFirst),
        On("no such subheading", "SWV032", "23A.21A[1].145", i => i.Commodity.Classification[0].Id = "060291", null, warning: true),

        On("no item number", "SWV044", "006", i => i.ClearSequenceNumeric(), Any),
        On("item number beyond the count", "SWV044", "006", i => i.SequenceNumeric = 99, Any),
        new("two items of one number", "SWV044", "42A.67A.68A[2].006", d => d.GoodsShipment.GovernmentAgencyGoodsItem[1].SequenceNumeric = 1, d => d.GoodsShipment.GovernmentAgencyGoodsItem.Count > 1),

        On("value that is no number", "SWV050", "114", i => i.StatisticalValueAmount.Value = "1,000", (_, i) => i.StatisticalValueAmount is not null),
        On("value below nothing", "SWV055", "114", i => i.StatisticalValueAmount.Value = "-1", (_, i) => i.StatisticalValueAmount is not null),
        On("packages below nothing", "SWV055", "93A[1].144", i => i.Packaging[0].QuantityQuantity.Value = "-1", (_, i) => i.Packaging.Count > 0),
        On("mass of nothing", "SWV051", "23A.65A.128", i => i.Commodity.GoodsMeasure.NetNetWeightMeasure.Value = "0", (_, i) => i.Commodity?.GoodsMeasure?.NetNetWeightMeasure is not null),
        On("net more than gross", "SWV052", "23A.65A.128", i => i.Commodity.GoodsMeasure.NetNetWeightMeasure.Value = "999999", (_, i) => i.Commodity?.GoodsMeasure is { NetNetWeightMeasure: not null, GrossMassMeasure: not null }),
        On("mass below nothing", "SWV051", "23A.65A.126", i => i.Commodity.GoodsMeasure.GrossMassMeasure.Value = "-1", (_, i) => i.Commodity?.GoodsMeasure?.GrossMassMeasure is not null),
        On("net more than gross in another unit", "SWV052", "23A.65A.128", i => i.Commodity.GoodsMeasure.NetNetWeightMeasure = new Quantity { Value = "999", UnitCode = "TNE" }, (_, i) => i.Commodity?.GoodsMeasure?.GrossMassMeasure is not null),
        On("gross mass in no unit", "SWV053", "23A.65A.126", i => i.Commodity.GoodsMeasure.GrossMassMeasure.UnitCode = "KGX", (_, i) => i.Commodity?.GoodsMeasure?.GrossMassMeasure is not null),
        On("mass in litres", "SWV053", "23A.65A.128", i => i.Commodity.GoodsMeasure.NetNetWeightMeasure.UnitCode = "LTR", (_, i) => i.Commodity?.GoodsMeasure?.NetNetWeightMeasure is not null),
        new("half a package", "SWV054", $"{Item}.93A[1].144", d => First(d).Packaging[0].QuantityQuantity.Value = "0.5", d => First(d).Packaging is [{ QuantityQuantity: not null }, ..]),

        On("document not yet in effect", "SWV062", "02A[1].276", i => i.AdditionalDocument[0].EffectiveDateTime = "2027-01-01", null, warning: true),
        On("goods past their date", "SWV063", "23A.354", i => i.Commodity.ExpiryDateTime = "2026-11-01", null, warning: true),

        On("our own MRN", "SWV070", "99A[1].D018", i => i.PreviousDocument[0].Id = "26FI000000000001R7", (_, i) => i.PreviousDocument is [{ TypeCode: "355" }, ..]),
        On("our own MRN with a character lost", "SWV070", "99A[1].D018", i => i.PreviousDocument[0].Id = "26FI00000000001R6", (_, i) => i.PreviousDocument is [{ TypeCode: "355" }, ..]),
        On("our own MRN with a character added", "SWV070", "99A[1].D018", i => i.PreviousDocument[0].Id = "26FI0000000000001R6", (_, i) => i.PreviousDocument is [{ TypeCode: "355" }, ..]),
        On("another's MRN", "SWV070", "99A[1].D018", i => i.PreviousDocument[0].Id = "26GB34F7Y1O2CX8PT5", null, warning: true),
        On("container that is not there", "SWV085", "23A.31B[1].159", i => i.Commodity.TransportEquipment[0].Id = "ELSEWHERE", (d, i) => i.Commodity?.TransportEquipment.Count > 0 && d.GoodsShipment.Consignment.TransportEquipment.Count > 0),

        On("unknown procedure", "SWV100", "70A[1].166", i => i.GovernmentProcedure[0].CurrentCode = "99", Any),
        On("unknown procedure in letters", "SWV100", "70A[1].166", i => i.GovernmentProcedure[0].CurrentCode = "4O", Any),
        On("unknown previous procedure", "SWV100", "70A[1].161", i => i.GovernmentProcedure[0].PreviousCode = "99", (_, i) => i.GovernmentProcedure[0].CurrentCode != "00"),
        On("additional procedure in its place", "SWV100", "70A[1].166", i => i.GovernmentProcedure.RemoveAt(0), (_, i) => i.GovernmentProcedure.Count > 1),
        On("no previous procedure", "SWV100", "70A[1].161", i => i.GovernmentProcedure[0].PreviousCode = "", Any),
        On("additional procedure", "SWV100", "70A[2].166", i => i.GovernmentProcedure.Insert(1, new GovernmentProcedure { CurrentCode = "C-7" }), Any),
        On("procedure of the other direction", "SWV101", "70A[1].166", i => i.GovernmentProcedure[0].CurrentCode = "31", (d, i) => d.TypeCode.StartsWith("IM", StringComparison.Ordinal) && !TouchesWarehouse(i)),
        On("preference", "SWV102", "23A.50A[1].164", i => i.Commodity.DutyTaxFee[0].DutyRegimeCode = "1", (_, i) => i.Commodity?.DutyTaxFee.Count > 0),
        On("method of valuation", "SWV103", "41A.122", i => i.CustomsValuation = new CustomsValuation { MethodCode = "7" }, Any),

        On("document without type", "SWV110", "02A[1].D006", i => i.AdditionalDocument[0].TypeCode = "", (_, i) => i.AdditionalDocument.Count > 0),
        On("document without number", "SWV111", "02A[1].D005", i => i.AdditionalDocument[0].Id = "", (_, i) => i.AdditionalDocument is [{ CategoryCode: "N" or "C", Name: "" }, ..]),
        On("waived document without number or reason", "SWV111", "02A[1].D005", i => (i.AdditionalDocument[0].Id, i.AdditionalDocument[0].LpcoExemptionCode) = ("", "XX"), (_, i) => i.AdditionalDocument is [{ CategoryCode: "N" or "C", Name: "" }, ..]),
        On("document twice", "SWV112", "02A[2]", i => i.AdditionalDocument.Insert(1, i.AdditionalDocument[0].Clone()), (_, i) => i.AdditionalDocument.Count > 0),
        On("disclaimer of nothing", "SWV113", "02A[1].D005", i => i.AdditionalDocument.Insert(0, new AdditionalDocument { CategoryCode = "0", TypeCode = "DIS", Id = "all" }), Any),
        On("health entry document without line", "SWV114", "02A[5].D005", i => i.AdditionalDocument[4].Id = "CHEDPP.FI.2026.0004171", null, warning: true),

        On("attribute without value", "SWV120", "03A[1].225", i => i.AdditionalInformation.Insert(0, Attribute("usedGoods")), Any),
        On("attribute neither true nor false", "SWV121", "03A[1].225", i => i.AdditionalInformation.Insert(0, Attribute("usedGoods=perhaps")), Any),
        On("attribute that is no number", "SWV121", "03A[1].225", i => i.AdditionalInformation.Insert(0, Attribute("animalOriginPct=half")), Any),
        On("attribute below nothing", "SWV121", "03A[1].225", i => i.AdditionalInformation.Insert(0, Attribute("animalOriginPct=-5")), Any),
        On("share above the whole", "SWV121", "03A[1].225", i => i.AdditionalInformation.Insert(0, Attribute("animalOriginPct = 500")), Any),
        On("attribute said twice", "SWV121", "03A[2].225", i => { i.AdditionalInformation.Insert(0, Attribute("usedGoods=true")); i.AdditionalInformation.Insert(1, Attribute("usedGoods=false")); }, Any),
        On("unknown attribute", "SWV122", "03A[1].225", i => i.AdditionalInformation.Insert(0, Attribute("colour=red")), null, warning: true),
    ];

    private static NamedFault On(string name, string code, string below, Action<GovernmentAgencyGoodsItem> change, Func<Declaration, GovernmentAgencyGoodsItem, bool>? also, bool warning = false) =>
        new(name, code, $"{Item}.{below}", d => change(First(d)), also is null ? null : d => also(d, First(d)), warning);

    private static bool HasOneTariff(Declaration d, GovernmentAgencyGoodsItem i) => i.Commodity?.Classification is [{ IdentificationTypeCode: "TSP" or "HS" }];

    private static bool HasTariffFirst(Declaration d, GovernmentAgencyGoodsItem i) => i.Commodity?.Classification is [{ IdentificationTypeCode: "TSP" }, ..];
    private static AdditionalInformation Attribute(string text) => new() { StatementTypeCode = "ATT", StatementDescription = text };

    private static void NoGrossMass(GovernmentAgencyGoodsItem item) => item.Commodity.GoodsMeasure.GrossMassMeasure = null;

    private static void Others(Declaration d, Action<GovernmentAgencyGoodsItem> change)
    {
        foreach (var item in d.GoodsShipment.GovernmentAgencyGoodsItem.Skip(1)) change(item);
    }
}
