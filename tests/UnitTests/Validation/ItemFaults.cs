// SPDX-License-Identifier: Apache-2.0
using Cbm.Contracts;

namespace Cbm.UnitTests.Validation;

/// <summary>Faults in a goods item.</summary>
internal static class ItemFaults
{
    private const string Item = "42A.67A.68A[1]";

    public static IEnumerable<NamedFault> All =>
    [
        On("no procedure", "SWV011", "70A", i => i.GovernmentProcedure.Clear(), (_, _) => true),
        On("no description", "SWV011", "23A.137", i => i.Commodity.Description = "", (d, _) => IsFull(d)),
        On("no commodity code", "SWV011", "23A.21A", i => i.Commodity.Classification.Clear(), (d, _) => IsFull(d)),
        On("no gross mass", "SWV011", "23A.65A.126", NoGrossMass, (d, i) => IsFull(d) && i.Commodity.GoodsMeasure?.GrossMassMeasure is not null && IsPlain(i)),
        On("no net mass", "SWV011", "23A.65A.128", i => i.Commodity.GoodsMeasure.NetNetWeightMeasure = null, (d, i) => IsStandard(d) && i.Commodity.GoodsMeasure is not null && IsPlain(i)),
        new("no packages", "SWV011", $"{Item}.93A", d => First(d).Packaging.Clear(), d => IsFull(d) && IsPlain(First(d))),
        On("no origin", "SWV011", "92A", i => i.Origin.Clear(), (d, i) => IsFull(d) && d.TypeCode[0] != 'E' && IsPlain(i)),
        new("no country of dispatch", "SWV011", $"{Item}.95B", d => { One(d); d.GoodsShipment.ExportCountry = null; }),
        new("no destination", "SWV011", $"{Item}.99B", d => { Export(d); d.GoodsShipment.Destination = null; }),

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
        On("no such heading", "SWV031", "23A.21A[1].145", i => i.Commodity.Classification[0].Id = "77990000", HasTariffFirst),
        On("no such subheading", "SWV032", "23A.21A[1].145", i => i.Commodity.Classification[0].Id = "060291", null, warning: true),

        On("no item number", "SWV044", "006", i => i.ClearSequenceNumeric(), (_, _) => true),
        On("item number beyond the count", "SWV044", "006", i => i.SequenceNumeric = 99, (_, _) => true),
        new("two items of one number", "SWV044", "42A.67A.68A[2].006", d => d.GoodsShipment.GovernmentAgencyGoodsItem[1].SequenceNumeric = 1, d => d.GoodsShipment.GovernmentAgencyGoodsItem.Count > 1),

        On("value that is no number", "SWV050", "114", i => i.StatisticalValueAmount.Value = "1,000", (_, i) => i.StatisticalValueAmount is not null),
        On("mass of nothing", "SWV051", "23A.65A.128", i => i.Commodity.GoodsMeasure.NetNetWeightMeasure.Value = "0", (_, i) => i.Commodity?.GoodsMeasure?.NetNetWeightMeasure is not null),
        On("net more than gross", "SWV052", "23A.65A.128", i => i.Commodity.GoodsMeasure.NetNetWeightMeasure.Value = "999999", (_, i) => i.Commodity?.GoodsMeasure is { NetNetWeightMeasure: not null, GrossMassMeasure: not null }),
        On("mass below nothing", "SWV051", "23A.65A.126", i => i.Commodity.GoodsMeasure.GrossMassMeasure.Value = "-1", (_, i) => i.Commodity?.GoodsMeasure?.GrossMassMeasure is not null),
        On("net more than gross in another unit", "SWV052", "23A.65A.128", i => i.Commodity.GoodsMeasure.NetNetWeightMeasure = new Quantity { Value = "999", UnitCode = "TNE" }, (_, i) => i.Commodity?.GoodsMeasure?.GrossMassMeasure is not null),
        On("mass in litres", "SWV053", "23A.65A.128", i => i.Commodity.GoodsMeasure.NetNetWeightMeasure.UnitCode = "LTR", (_, i) => i.Commodity?.GoodsMeasure?.NetNetWeightMeasure is not null),
        new("half a package", "SWV054", $"{Item}.93A[1].144", d => First(d).Packaging[0].QuantityQuantity.Value = "0.5", d => First(d).Packaging is [{ QuantityQuantity: not null }, ..]),

        On("document not yet in effect", "SWV062", "02A[1].276", i => i.AdditionalDocument[0].EffectiveDateTime = "2027-01-01", null, warning: true),
        On("goods past their date", "SWV063", "23A.354", i => i.Commodity.ExpiryDateTime = "2026-11-01", null, warning: true),

        On("our own MRN", "SWV070", "99A[1].D018", i => i.PreviousDocument[0].Id = "26FI000000000001R7", (_, i) => i.PreviousDocument is [{ TypeCode: "355" }, ..]),
        On("another's MRN", "SWV070", "99A[1].D018", i => i.PreviousDocument[0].Id = "26GB34F7Y1O2CX8PT5", null, warning: true),
        On("container that is not there", "SWV085", "23A.31B[1].159", i => i.Commodity.TransportEquipment[0].Id = "ELSEWHERE", (d, i) => i.Commodity?.TransportEquipment.Count > 0 && d.GoodsShipment.Consignment.TransportEquipment.Count > 0),

        On("unknown procedure", "SWV100", "70A[1].166", i => i.GovernmentProcedure[0].CurrentCode = "99", (d, i) => !TouchesWarehouse(i) && d.TypeCode[0] != 'C'),
        On("no previous procedure", "SWV100", "70A[1].161", i => i.GovernmentProcedure[0].PreviousCode = "", (_, i) => !TouchesWarehouse(i)),
        On("additional procedure", "SWV100", "70A[2].166", i => i.GovernmentProcedure.Insert(1, new GovernmentProcedure { CurrentCode = "C-7" }), (_, _) => true),
        On("procedure of the other direction", "SWV101", "70A[1].166", i => i.GovernmentProcedure[0].CurrentCode = "31", (d, i) => d.TypeCode.StartsWith("IM", StringComparison.Ordinal) && !TouchesWarehouse(i)),
        On("preference", "SWV102", "23A.50A[1].164", i => i.Commodity.DutyTaxFee[0].DutyRegimeCode = "1", (_, i) => i.Commodity?.DutyTaxFee.Count > 0),
        On("method of valuation", "SWV103", "41A.122", i => i.CustomsValuation = new CustomsValuation { MethodCode = "7" }, (_, _) => true),

        On("document without type", "SWV110", "02A[1].D006", i => i.AdditionalDocument[0].TypeCode = "", (_, i) => i.AdditionalDocument.Count > 0),
        On("document without number", "SWV111", "02A[1].D005", i => i.AdditionalDocument[0].Id = "", (_, i) => i.AdditionalDocument is [{ CategoryCode: "N" or "C", LpcoExemptionCode: "" }, ..]),
        On("document twice", "SWV112", "02A[2]", i => i.AdditionalDocument.Insert(1, i.AdditionalDocument[0].Clone()), (_, i) => i.AdditionalDocument.Count > 0),
        On("disclaimer of nothing", "SWV113", "02A[1].D005", i => i.AdditionalDocument.Insert(0, new AdditionalDocument { CategoryCode = "0", TypeCode = "DIS", Id = "all" }), (_, _) => true),
        On("health entry document without line", "SWV114", "02A[5].D005", i => i.AdditionalDocument[4].Id = "CHEDPP.FI.2026.0004171", null, warning: true),

        On("attribute without value", "SWV120", "03A[1].225", i => i.AdditionalInformation.Insert(0, Attribute("usedGoods")), (_, _) => true),
        On("attribute neither true nor false", "SWV121", "03A[1].225", i => i.AdditionalInformation.Insert(0, Attribute("usedGoods=perhaps")), (_, _) => true),
        On("attribute that is no number", "SWV121", "03A[1].225", i => i.AdditionalInformation.Insert(0, Attribute("animalOriginPct=half")), (_, _) => true),
        On("attribute said twice", "SWV121", "03A[2].225", i => { i.AdditionalInformation.Insert(0, Attribute("usedGoods=true")); i.AdditionalInformation.Insert(1, Attribute("usedGoods=false")); }, (_, _) => true),
        On("unknown attribute", "SWV122", "03A[1].225", i => i.AdditionalInformation.Insert(0, Attribute("colour=red")), null, warning: true),
    ];

    private static NamedFault On(string name, string code, string below, Action<GovernmentAgencyGoodsItem> change, Func<Declaration, GovernmentAgencyGoodsItem, bool>? also, bool warning = false) =>
        new(name, code, $"{Item}.{below}", d => change(First(d)), also is null ? null : d => also(d, First(d)), warning);

    private static GovernmentAgencyGoodsItem First(Declaration d) => d.GoodsShipment.GovernmentAgencyGoodsItem[0];
    private static bool IsFull(Declaration d) => d.TypeCode[2] is 'A' or 'D' or 'Y' or 'Z';
    private static bool IsStandard(Declaration d) => d.TypeCode[2] is 'A' or 'D';
    private static bool TouchesWarehouse(GovernmentAgencyGoodsItem i) => i.GovernmentProcedure[0] is { CurrentCode: "71" } or { PreviousCode: "71" };
    private static bool IsPlain(GovernmentAgencyGoodsItem i) =>
        !TouchesWarehouse(i) && i.GovernmentProcedure[0].PreviousCode != "78" && i.GovernmentProcedure.All(p => p.CurrentCode is not ("C07" or "C08"));
    private static bool HasTariffFirst(Declaration d, GovernmentAgencyGoodsItem i) => i.Commodity?.Classification is [{ IdentificationTypeCode: "TSP" }, ..];
    private static AdditionalInformation Attribute(string text) => new() { StatementTypeCode = "ATT", StatementDescription = text };

    private static void NoGrossMass(GovernmentAgencyGoodsItem item) => item.Commodity.GoodsMeasure.GrossMassMeasure = null;

    private static void One(Declaration d)
    {
        while (d.GoodsShipment.GovernmentAgencyGoodsItem.Count > 1) d.GoodsShipment.GovernmentAgencyGoodsItem.RemoveAt(1);
        (d.GoodsItemQuantity, d.TotalGrossMassMeasure, d.TotalPackageQuantity, d.InvoiceAmount) = (null, null, null, null);
    }

    private static void Export(Declaration d)
    {
        One(d);
        d.TypeCode = "EXA";
        d.ExitOffice = new ExitOffice { Id = "FI002000" };
        First(d).GovernmentProcedure[0].CurrentCode = "10";
    }
}
