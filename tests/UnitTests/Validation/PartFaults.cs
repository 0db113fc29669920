// SPDX-License-Identifier: Apache-2.0
using Cbm.Contracts;
using static Cbm.UnitTests.Validation.Kinds;

namespace Cbm.UnitTests.Validation;

/// <summary>Parts that lack what they cannot stand without, that stand twice, or whose codes are not of their form.</summary>
internal static class PartFaults
{
    private const string Item = "42A.67A.68A[1]";
    private const string Consignment = "42A.67A.28A";

    public static IEnumerable<NamedFault> All => [.. Lacking, .. Twice, .. Forms];

    private static IEnumerable<NamedFault> Lacking =>
    [
        On("earlier document without number", "99A[1].D018", i => i.PreviousDocument[0].Id = "", i => i.PreviousDocument.Count > 0),
        new("earlier document of the shipment without number", "SWV013", "42A.67A.99A[1].D018", d => d.GoodsShipment.PreviousDocument[0].Id = "", d => d.GoodsShipment.PreviousDocument.Count > 0),
        new("holder without number", "SWV013", "42A.17C[1].R144", d => d.AuthorisationHolder[0].Id = "", d => d.AuthorisationHolder.Count > 0),
        new("holder of nothing", "SWV013", "42A.17C[1].R145", d => d.AuthorisationHolder[0].CategoryCode = "", d => d.AuthorisationHolder.Count > 0),
        new("container without number", "SWV013", $"{Consignment}.31B[1].159", d => d.GoodsShipment.Consignment.TransportEquipment[0].Id = "", d => d.GoodsShipment.Consignment.TransportEquipment.Count > 0),
        On("packages of no kind", "93A[1].141", i => i.Packaging[0].TypeCode = "", i => IsPlain(i) && i.Packaging is [{ TypeCode: not "NE" }, ..]),
        new("itinerary without country", "SWV013", "42A.28A.81A[1].064", d => d.Consignment.Itinerary[0].RoutingCountryCode = "", d => d.Consignment?.Itinerary.Count > 0),
        new("warehouse without number", "SWV013", "42A.67A.43B.L019", d => d.GoodsShipment.Warehouse.Id = "", d => d.GoodsShipment.Warehouse is not null),
        new("warehouse of no type", "SWV013", "42A.67A.43B.L112", d => d.GoodsShipment.Warehouse.TypeCode = "", d => d.GoodsShipment.Warehouse is not null),
        new("terms without code", "SWV013", "42A.67A.22B.090", d => d.GoodsShipment.TradeTerms.ConditionCode = "", d => d.GoodsShipment.TradeTerms is not null),
        On("invoice line without sum", "23A.79A.112", i => i.Commodity.InvoiceLine.ItemChargeAmount = null, i => i.Commodity?.InvoiceLine is not null),
        On("charge of no kind", "41A.58B[1].371", i => Charge(i).ChargesTypeCode = "", Every),
        On("charge of no sum", "41A.58B[1].181", i => Charge(i).OtherChargeDeductionAmount = null, Every),
        new("duty party without number", "SWV013", "42A.67A.55B[1].R119", d => d.GoodsShipment.DomesticDutyTaxParty[0].Id = "", d => d.GoodsShipment.DomesticDutyTaxParty.Count > 0),
        new("duty party without role", "SWV013", "42A.67A.55B[1].R005", d => d.GoodsShipment.DomesticDutyTaxParty[0].RoleCode = "", d => d.GoodsShipment.DomesticDutyTaxParty.Count > 0),
        On("payment of no method", "23A.50A[1].94A.107", i => i.Commodity.DutyTaxFee[0].Payment.MethodCode = "", i => i.Commodity?.DutyTaxFee is [{ Payment: not null }, ..]),
        new("freight of no method", "SWV013", "42A.28A.62A.098", d => d.Consignment.Freight.PaymentMethodCode = "", d => d.Consignment?.Freight is not null),
        new("supervising office without code", "SWV013", "42A.97B.G012", d => d.SupervisingOffice.Id = "", d => d.SupervisingOffice is not null),
        new("means of departure without name", "SWV013", $"{Consignment}.46A.T004", d => d.GoodsShipment.Consignment.DepartureTransportMeans.Id = "", d => d.GoodsShipment.Consignment.DepartureTransportMeans is not null),
        On("origin without country", "92A[1].063", i => i.Origin[0].CountryCode = "", i => i.Origin.Count > 0),
        On("classification without code", "23A.21A[1].145", i => i.Commodity.Classification[0].Id = "", i => i.Commodity?.Classification.Count > 0),
        On("procedure without code", "70A[1].166", i => i.GovernmentProcedure[0].CurrentCode = "", Every),
        On("additional procedure without code", "70A[2].166", i => i.GovernmentProcedure[1].CurrentCode = "", i => i.GovernmentProcedure.Count > 1),
        On("adjustment without indicator", "39B.188", i => i.ValuationAdjustment.AdditionCode = "", i => i.ValuationAdjustment is not null),
    ];

    private static IEnumerable<NamedFault> Twice =>
    [
        On("earlier document twice", "99A[2]", i => i.PreviousDocument.Insert(0, i.PreviousDocument[0].Clone()), i => i.PreviousDocument.Count > 0, "SWV115"),
        new("holder twice", "SWV115", "42A.17C[2]", d => d.AuthorisationHolder.Insert(0, d.AuthorisationHolder[0].Clone()), d => d.AuthorisationHolder.Count > 0),
        new("seal twice", "SWV115", $"{Consignment}.31B[1].44B[2]", d => Seals(d).Insert(0, Seals(d)[0].Clone()), d => d.GoodsShipment.Consignment.TransportEquipment is [{ Seal.Count: > 0 }, ..]),
        On("additional procedure twice", "70A[3]", i => i.GovernmentProcedure.Insert(1, i.GovernmentProcedure[1].Clone()), i => i.GovernmentProcedure.Count > 1, "SWV115"),
        On("packages of one number", "93A[2].006", i => i.Packaging.Insert(0, new Packaging { SequenceNumeric = i.Packaging[0].SequenceNumeric, TypeCode = "CT", QuantityQuantity = new() { Value = "0" } }), i => i.Packaging.Count > 0, "SWV046"),
        new("seals of one number", "SWV046", $"{Consignment}.31B[1].44B[2].006", d => Seals(d).Insert(0, new Seal { SequenceNumeric = Seals(d)[0].SequenceNumeric, Id = "OTHER" }), d => d.GoodsShipment.Consignment.TransportEquipment is [{ Seal.Count: > 0 }, ..]),
        new("containers of one number", "SWV046", $"{Consignment}.31B[2].006", d => d.GoodsShipment.Consignment.TransportEquipment.Insert(0, new TransportEquipment { SequenceNumeric = d.GoodsShipment.Consignment.TransportEquipment[0].SequenceNumeric, Id = "OTHER" }), d => d.GoodsShipment.Consignment.TransportEquipment.Count > 0),
        new("two stages of one number", "SWV046", "42A.28A.81A[2].006", d => d.Consignment.Itinerary.Insert(0, new Itinerary { SequenceNumeric = d.Consignment.Itinerary[0].SequenceNumeric, RoutingCountryCode = "FI" }), d => d.Consignment?.Itinerary.Count > 0),
    ];

    private static IEnumerable<NamedFault> Forms =>
    [
        On("valuation indicator", "39B.188", i => i.ValuationAdjustment = new() { AdditionCode = "0200" }, Every, "SWV029"),
        On("type of tax", "23A.50A[1].113", i => i.Commodity.DutyTaxFee[0].TypeCode = "0A0", i => i.Commodity?.DutyTaxFee.Count > 0, "SWV029"),
        On("type of origin", "92A[1].501", i => i.Origin[0].TypeCode = "X", i => i.Origin.Count > 0, "SWV029"),
        On("category of a document", "02A[1].D031", i => i.AdditionalDocument[0].CategoryCode = "n", i => i.AdditionalDocument is [{ Id.Length: > 0 }, ..], "SWV029"),
        new("type of the place", "SWV029", $"{Consignment}.64A.L110", d => d.GoodsShipment.Consignment.GoodsLocation.TypeCode = "E", Any),
        new("way to name the place", "SWV029", $"{Consignment}.64A.04A.410", d => d.GoodsShipment.Consignment.GoodsLocation.Address = new() { TypeCode = "A" }, Any),
        new("type of warehouse", "SWV029", "42A.67A.43B.L112", d => d.GoodsShipment.Warehouse.TypeCode = "A", d => d.GoodsShipment.Warehouse is not null),
        new("office of exit in no country", "SWV029", "42A.56A.G005", d => d.ExitOffice.Id = "QQ000040", d => d.ExitOffice is not null),
        new("office with a character lost", "SWV029", "42A.97B.G012", d => d.SupervisingOffice.Id = "GBBEL04", d => d.SupervisingOffice is not null),
        new("way to identify a ship", "SWV026", $"{Consignment}.10A.T034", d => d.GoodsShipment.Consignment.ArrivalTransportMeans.IdentificationTypeCode = "99", d => d.GoodsShipment.Consignment.ArrivalTransportMeans is not null),
        On("kind of product name", "23A.46B[1].47B[1]", i => i.Commodity.Product.Add(new Product { ProductName = { new ProductName { Name = "X", TypeCode = "SCX" } } }), i => i.Commodity is not null && i.Commodity.Product.Count == 0, "SWV026"),
        new("process", "SWV026", $"{Item}.60B[1].339", d => First(d).CommodityProcess.Add(new CommodityProcess { TypeCode = "99" }), Any, IsWarning: true),
        new("special territory", "SWV020", "42A.67A.99B.465", d => d.GoodsShipment.Destination.CountryCode = "XC", d => d.GoodsShipment.Destination is not null, IsWarning: true),
        new("stores", "SWV020", "42A.67A.99B.465", d => d.GoodsShipment.Destination.CountryCode = "QR", d => d.GoodsShipment.Destination is not null, IsWarning: true),
    ];

    private static NamedFault On(string name, string below, Action<GovernmentAgencyGoodsItem> change, Func<GovernmentAgencyGoodsItem, bool> also, string code = "SWV013") =>
        new(name, code, $"{Item}.{below}", d => change(First(d)), d => also(First(d)));

    private static bool Every(GovernmentAgencyGoodsItem _) => true;

    private static Google.Protobuf.Collections.RepeatedField<Seal> Seals(Declaration d) => d.GoodsShipment.Consignment.TransportEquipment[0].Seal;

    private static ChargeDeduction Charge(GovernmentAgencyGoodsItem item)
    {
        var charges = (item.CustomsValuation ??= new()).ChargeDeduction;
        charges.Insert(0, new ChargeDeduction { ChargesTypeCode = "AK", OtherChargeDeductionAmount = new() { Value = "1", CurrencyId = "GBP" } });
        return charges[0];
    }
}
