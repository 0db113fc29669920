// SPDX-License-Identifier: Apache-2.0
using Cbm.Contracts;
using static Cbm.UnitTests.Validation.Kinds;

namespace Cbm.UnitTests.Validation;

/// <summary>Faults in what a declaration says once.</summary>
internal static class HeaderFaults
{
    public static IEnumerable<NamedFault> All =>
    [
        new("no function code", "SWV001", "42A.017", d => d.FunctionCode = "", Any),
        new("function code 7", "SWV001", "42A.017", d => d.FunctionCode = "7", Any),
        new("change by code 4", "SWV002", "42A.017", d => d.FunctionCode = "4", Any),
        new("replacement by code 5", "SWV002", "42A.017", d => d.FunctionCode = "5", Any),
        new("cancellation by code 1", "SWV002", "42A.017", d => d.FunctionCode = "1", Any),
        new("arrival by code 13", "SWV002", "42A.017", d => d.FunctionCode = "13", Any),
        new("amendment by type COR", "SWV002", "42A.D013", d => (d.FunctionCode, d.TypeCode) = ("13", "COR"), Any),
        new("cancellation by type INV", "SWV002", "42A.D013", d => (d.FunctionCode, d.TypeCode) = ("13", "INV"), Any),
        new("arrival by type GPR", "SWV002", "42A.D013", d => (d.FunctionCode, d.TypeCode) = ("13", "GPR"), Any),
        new("unknown direction", "SWV003", "42A.D013", d => d.TypeCode = "QQ" + d.TypeCode[2], Any),
        new("unknown letter", "SWV003", "42A.D013", d => d.TypeCode = d.TypeCode[..2] + "G", Any),
        new("no type", "SWV003", "42A.D013", d => d.TypeCode = "", Any),
        new("no reference", "SWV010", "42A.D026", d => d.FunctionalReferenceId = "", Any),
        new("no declarant", "SWV010", "42A.57B.R123", d => d.Declarant = null, Any),
        new("declarant without number", "SWV010", "42A.57B.R123", d => d.Declarant.Id = "", Any),
        new("no importer", "SWV010", "42A.67A.74A", d => d.GoodsShipment.Importer = null, IsImport),
        new("no exporter of an export", "SWV010", "42A.57A", d => { Export(d); d.Exporter = null; }, IsExport),
        new("no office of exit", "SWV010", "42A.56A.G005", d => { Export(d); d.ExitOffice = null; }, IsExport),
        new("no mode", "SWV010", "42A.15A.T022", d => d.BorderTransportMeans.ModeCode = "", d => IsFull(d)),
        new("no place of the goods", "SWV010", "42A.67A.28A.64A", d => d.GoodsShipment.Consignment.GoodsLocation = null, d => !IsSupplementary(d)),
        new("no earlier declaration", "SWV010", "42A.67A.99A", d => { d.TypeCode = "IMY"; NoPrevious(d); }),
        new("no shipment", "SWV010", "42A.67A", d => d.GoodsShipment = null, Any),
        new("place of the goods without name", "SWV010", "42A.67A.28A.64A.L016", d => d.GoodsShipment.Consignment.GoodsLocation.Name = d.GoodsShipment.Consignment.GoodsLocation.Id = "", d => !IsSupplementary(d)),
        new("no country of dispatch", "SWV010", "42A.67A.95B", d => d.GoodsShipment.ExportCountry = null, d => IsImport(d) && IsStandard(d) && Items(d).All(IsPlain) && Items(d).All(i => i.ExportCountry is null)),
        new("country of dispatch without code", "SWV010", "42A.67A.95B.062", d => d.GoodsShipment.ExportCountry.Id = "", d => IsImport(d) && IsStandard(d) && d.GoodsShipment.ExportCountry is not null && Items(d).All(IsPlain)),
        new("no country of destination", "SWV010", "42A.67A.99B", d => { Export(d); d.GoodsShipment.Destination = null; }, d => IsExport(d) && Items(d).All(i => i.Destination is null)),
        new("no goods", "SWV010", "42A.67A.68A", d => d.GoodsShipment.GovernmentAgencyGoodsItem.Clear(), Any),
        new("no guarantee of a transit", "SWV012", "42A.90A", d => { d.TypeCode = "TRA"; d.ObligationGuarantee.Clear(); }),
        new("warehouse unnamed", "SWV010", "42A.67A.43B", d => d.GoodsShipment.GovernmentAgencyGoodsItem[0].GovernmentProcedure[0].PreviousCode = "71"),

        new("unknown country of destination", "SWV020", "42A.67A.99B.465", d => d.GoodsShipment.Destination.CountryCode = "QQ", d => d.GoodsShipment.Destination is not null),
        new("unknown nationality of the ship", "SWV020", "42A.15A.T014", d => d.BorderTransportMeans.RegistrationNationalityCode = "XX", d => d.BorderTransportMeans?.RegistrationNationalityCode.Length > 0),
        new("national code of a country", "SWV020", "42A.67A.95B.062", d => d.GoodsShipment.ExportCountry.Id = "ZG", null, IsWarning: true),
        new("unknown mode", "SWV022", "42A.15A.T022", d => d.BorderTransportMeans.ModeCode = "X", d => d.BorderTransportMeans is not null),
        new("unknown currency of the invoice", "SWV021", "42A.109", d => d.InvoiceAmount.CurrencyId = "EURO"),
        new("invoice without currency", "SWV021", "42A.109", d => d.InvoiceAmount.CurrencyId = ""),
        new("unknown term of delivery", "SWV026", "42A.67A.22B.090", d => d.GoodsShipment.TradeTerms.ConditionCode = "ABC", d => d.GoodsShipment.TradeTerms is not null),

        new("count of items", "SWV040", "42A.228", d => d.GoodsItemQuantity = new Quantity { Value = "7" }, Any),
        new("last item gone", "SWV040", "42A.228", d => Items(d).RemoveAt(Items(d).Count - 1), d => d.GoodsItemQuantity is not null && Items(d).Count > 1),
        new("first item gone", "SWV040", "42A.228", d => Items(d).RemoveAt(0), d => d.GoodsItemQuantity is not null && Items(d).Count > 1),
        new("total of packages", "SWV041", "42A.146", d => d.TotalPackageQuantity = new Quantity { Value = "100003" }, d => d.TotalPackageQuantity is not null),
        new("total of packages at another level", "SWV045", "42A.146", d => { OneItem(d); d.TotalPackageQuantity.Value = "20"; }, null, IsWarning: true),
        new("total gross mass", "SWV042", "42A.131", d => d.TotalGrossMassMeasure.Value = "12601"),
        new("total gross mass in tonnes", "SWV042", "42A.131", d => d.TotalGrossMassMeasure = new Quantity { Value = "12.61", UnitCode = "TNE" }),
        new("invoice total", "SWV043", "42A.109", d => d.InvoiceAmount.Value = "73500.01", d => d.InvoiceAmount is not null && HasCharges(d)),
        new("invoice that is no number", "SWV050", "42A.109", d => d.InvoiceAmount.Value = "much"),

        new("issue that is no date", "SWV060", "42A.D011", d => d.IssueDateTime = "2026-02-30", Any),
        new("issue in the future", "SWV061", "42A.D011", d => d.IssueDateTime = "2026-11-25T12:00:01Z", Any),
        new("invoice of the future", "SWV061", "42A.67A.78A.D015", d => d.GoodsShipment.Invoice = new Invoice { Id = "1", IssueDateTime = "2027-01-01" }, Any),
        new("accepted in the future", "SWV061", "42A.023", d => d.AcceptanceDateTime = "2027-01-01", d => !IsSupplementary(d), IsWarning: true),
        new("accepted in the future and to be completed", "SWV061", "42A.023", d => d.AcceptanceDateTime = "2027-01-01", IsSupplementary),
        new("issued at the end of time", "SWV061", "42A.D011", d => d.IssueDateTime = "9999-12-31", Any),

        new("number of the declarant", "SWV072", "42A.57B.R123", d => d.Declarant.Id = "1234567", Any),
        new("number of the importer in an unknown country", "SWV072", "42A.67A.74A.R038", d => d.GoodsShipment.Importer.Id = "QQ1234567", d => d.GoodsShipment.Importer is not null && IsImport(d)),
        new("number of the agent", "SWV072", "42A.05A.R004", d => d.Agent = new Agent { Id = "GB?", FunctionCode = "2" }, Any),
        new("agent that does not say how it acts", "SWV080", "42A.05A.102", d => d.Agent = new Agent { Id = "GB553202734852" }, Any),
        new("agent that acts otherwise", "SWV080", "42A.05A.102", d => d.Agent = new Agent { FunctionCode = "9" }, Any),
        new("exporter without name", "SWV081", "42A.57A.R031", d => d.Exporter.Name = "", d => d.Exporter is { Id: "" }),
        new("exporter without address", "SWV081", "42A.57A.04A", d => d.Exporter.Address = null, d => d.Exporter is { Id: "" }),
        new("exporter without anything", "SWV081", "42A.57A.R032", d => d.Exporter = new Exporter(), d => d.Exporter is not null),
        new("importer without anything", "SWV081", "42A.67A.74A.R038", d => d.GoodsShipment.Importer = new Importer(), d => d.GoodsShipment.Importer is not null),
        new("payer without address", "SWV081", "42A.67A.56B.04A", d => d.GoodsShipment.Payer = new Payer { Name = "X" }, Any),
        new("surety without name", "SWV081", "42A.67A.19B.R054", d => d.GoodsShipment.Surety = new Surety { Address = new Address { Line = "1", CityName = "X", CountryCode = "FI" } }, Any),
        new("consignor of a consignment without anything", "SWV081", "42A.28A.30A.R021", d => (d.Consignment ??= new()).Consignor = new Consignor(), Any),
        new("exporter without town", "SWV081", "42A.57A.04A.241", d => d.Exporter.Address.CityName = "", d => d.Exporter is { Id: "" }),

        new("container number", "SWV071", "42A.67A.28A.31B[1].159", d => Container(d, "CSQU3054384")),
        new("container number in the header alone", "SWV071", "42A.67A.28A.31B[1].159", d => d.GoodsShipment.Consignment.TransportEquipment[0].Id = "CSQU3054384", d => IsImport(d) && d.GoodsShipment.Consignment.TransportEquipment.Count > 0),
        new("container number at export", "SWV071", "42A.67A.28A.31B[1].159", d => { Export(d); Container(d, "CSQU3054384"); }, null, IsWarning: true),
        new("container indicator", "SWV082", "42A.67A.28A.096", d => d.GoodsShipment.Consignment.ContainerCode = "9", Any),
        new("container twice", "SWV083", "42A.67A.28A.31B[2].159", d => d.GoodsShipment.Consignment.TransportEquipment.Add(d.GoodsShipment.Consignment.TransportEquipment[0].Clone()), d => d.GoodsShipment.Consignment.TransportEquipment is [{ Id.Length: > 0 }]),
        new("seal without number", "SWV084", "42A.67A.28A.31B[1].44B[1].165", d => d.GoodsShipment.Consignment.TransportEquipment[0].Seal[0].Id = "", d => d.GoodsShipment.Consignment.TransportEquipment is [{ Seal.Count: 1 }, ..]),
        new("ship number", "SWV073", "42A.15A.T006", d => d.BorderTransportMeans.Id = "9074728", d => d.BorderTransportMeans is { IdentificationTypeCode: "10" }),
        new("ship number of another form", "SWV073", "42A.15A.T006", d => d.BorderTransportMeans.Id = "12345", null, IsWarning: true),
        new("consignment reference", "SWV074", "42A.67A.35B.016", d => d.GoodsShipment.Ucr.Id = "my own", null, IsWarning: true),
        new("MRN of one's own", "SWV075", "42A.D014", d => d.Id = "26FI000000000001R6", null, IsWarning: true),
    ];

    private static Google.Protobuf.Collections.RepeatedField<GovernmentAgencyGoodsItem> Items(Declaration d) => d.GoodsShipment.GovernmentAgencyGoodsItem;

    private static bool HasCharges(Declaration d) => d.GoodsShipment.GovernmentAgencyGoodsItem.All(i => i.Commodity?.InvoiceLine?.ItemChargeAmount?.CurrencyId == d.InvoiceAmount.CurrencyId);

    private static void Container(Declaration d, string id)
    {
        d.GoodsShipment.Consignment.TransportEquipment[0].Id = id;
        foreach (var item in d.GoodsShipment.GovernmentAgencyGoodsItem) item.Commodity.TransportEquipment[0].Id = id;
    }

    private static void NoPrevious(Declaration d)
    {
        d.GoodsShipment.PreviousDocument.Clear();
        foreach (var item in d.GoodsShipment.GovernmentAgencyGoodsItem) item.PreviousDocument.Clear();
    }

    private static void OneItem(Declaration d)
    {
        while (d.GoodsShipment.GovernmentAgencyGoodsItem.Count > 1) d.GoodsShipment.GovernmentAgencyGoodsItem.RemoveAt(1);
        d.GoodsItemQuantity.Value = "1";
        (d.TotalGrossMassMeasure.Value, d.TotalPackageQuantity.Value, d.InvoiceAmount.Value) = ("2000", "200", "9600");
    }
}
