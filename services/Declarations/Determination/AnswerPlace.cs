// SPDX-License-Identifier: Apache-2.0
using Cbm.Contracts;
using Cbm.Contracts.Conditions;

namespace Cbm.Declarations.Determination;

/// <summary>The element that carries an answer: the place from which the attribute is read, else an ATT statement.</summary>
internal static class AnswerPlace
{
    public static void OfDeclaration(Declaration declaration, string attribute, string value)
    {
        if (attribute == "mode") (declaration.BorderTransportMeans ??= new()).ModeCode = value;
    }

    public static void OfItem(GovernmentAgencyGoodsItem item, KnownAttribute attribute, string value)
    {
        var commodity = item.Commodity ??= new();
        switch (attribute.Name)
        {
            case "commodityCode":
                commodity.Classification.Add(new Classification { Id = value, IdentificationTypeCode = "HS" });
                break;
            case "origin":
                if (item.Origin.Count == 0) item.Origin.Add(new Origin());
                item.Origin[0].CountryCode = value;
                break;
            case "destination":
                (item.Destination ??= new()).CountryCode = value;
                break;
            case "procedure":
                if (item.GovernmentProcedure.Count == 0) item.GovernmentProcedure.Add(new GovernmentProcedure());
                (item.GovernmentProcedure[0].CurrentCode, item.GovernmentProcedure[0].PreviousCode) = (value[..2], value[2..]);
                break;
            case "valueEur":
                item.StatisticalValueAmount = new Amount { Value = value, CurrencyId = "EUR" };
                break;
            case "netMassKg":
                (commodity.GoodsMeasure ??= new()).NetNetWeightMeasure = new Quantity { Value = value, UnitCode = "KGM" };
                break;
            case "volumeLitre" when commodity.GoodsMeasure?.TariffQuantity is null or { UnitCode: "LTR" or "HLT" }:
                (commodity.GoodsMeasure ??= new()).TariffQuantity = new Quantity { Value = value, UnitCode = "LTR" };
                break;
            case "packageCount" when item.Packaging.Count > 0:
                item.Packaging[0].QuantityQuantity = new Quantity { Value = value };
                break;
            case "packagingMaterial" when item.Packaging.Count > 0:
                foreach (var one in item.Packaging)
                    if (!AttributeReading.IsMaterial(one.PackingMaterialDescription)) one.PackingMaterialDescription = value;
                break;
            case "intendedUse":
                commodity.IntendedUseCode = value;
                break;
            case "undgId" when value != "NONE":
                commodity.DangerousGoods.Clear();
                commodity.DangerousGoods.Add(new DangerousGoods { UndgId = value });
                break;
            case "citesListed":
                Species(commodity, value);
                break;
            default:
                State(item, attribute.Name, value);
                break;
        }
    }

    private static void Species(Commodity commodity, string name)
    {
        // An older answer named the species too vaguely to tell; the new one stands in its place.
        foreach (var product in commodity.Product)
            foreach (var old in product.ProductName.Where(one => one.TypeCode == "SCI").ToList()) product.ProductName.Remove(old);
        if (commodity.Product.Count == 0) commodity.Product.Add(new Product());
        commodity.Product[0].ProductName.Add(new ProductName { Name = name, TypeCode = "SCI" });
    }

    private static void State(GovernmentAgencyGoodsItem item, string name, string value)
    {
        foreach (var old in item.AdditionalInformation.Where(one => IsAbout(one, name)).ToList()) item.AdditionalInformation.Remove(old);
        item.AdditionalInformation.Add(new AdditionalInformation { StatementTypeCode = "ATT", StatementDescription = $"{name}={value}" });
    }

    private static bool IsAbout(AdditionalInformation statement, string name) =>
        statement.StatementTypeCode == "ATT" && statement.StatementDescription.Split('=')[0].Trim() == name;
}
