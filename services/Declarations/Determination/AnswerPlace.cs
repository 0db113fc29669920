// SPDX-License-Identifier: Apache-2.0
using System.Globalization;
using Cbm.Contracts;
using Cbm.Contracts.Conditions;
using Cbm.Declarations.Validation;

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
                Origin(item, value);
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
            case "volumeLitre" when commodity.GoodsMeasure?.TariffQuantity is not { } tariff || AttributeReading.IsVolume(tariff):
                (commodity.GoodsMeasure ??= new()).TariffQuantity = new Quantity { Value = value, UnitCode = "LTR" };
                break;
            case "preferenceCode" when commodity.DutyTaxFee.Count > 0:
                commodity.DutyTaxFee[0].DutyRegimeCode = value;
                break;
            case "previousDocumentType":
                Previous(item, value);
                break;
            case "packageCount" when item.Packaging.Count > 0:
                Packages(item, value);
                break;
            case "packagingMaterial" when item.Packaging.Count > 0:
                foreach (var one in item.Packaging)
                    if (!AttributeReading.IsMaterial(one.PackingMaterialDescription)) one.PackingMaterialDescription = value;
                break;
            case "intendedUse":
                commodity.IntendedUseCode = value;
                break;
            case "undgId":
                Danger(item, commodity, value);
                break;
            case "citesListed":
                Species(commodity, value);
                // An older claim to be listed would keep the question open.
                Unsay(item, attribute.Name);
                break;
            default:
                State(item, attribute.Name, value);
                break;
        }
    }

    // A preferential origin stays beside it, as type 2 says.
    private static void Origin(GovernmentAgencyGoodsItem item, string value)
    {
        var own = item.Origin.FirstOrDefault(one => one.TypeCode is "" or "1");
        if (own is null) item.Origin.Add(own = new Origin { TypeCode = item.Origin.Count > 0 ? "1" : "" });
        own.CountryCode = value;
    }

    private static void Previous(GovernmentAgencyGoodsItem item, string value)
    {
        var nameless = item.PreviousDocument.FirstOrDefault(one => one.Id.Length == 0);
        if (nameless is null) item.PreviousDocument.Add(nameless = new PreviousDocument());
        nameless.TypeCode = value;
    }

    // The answer is the sum: what is counted already stays, the rest is written where a count is missing.
    private static void Packages(GovernmentAgencyGoodsItem item, string value)
    {
        var target = item.Packaging.FirstOrDefault(one => !Numbers.TryRead(one.QuantityQuantity?.Value, out _)) ?? item.Packaging[0];
        var counted = 0m;
        foreach (var one in item.Packaging.Where(one => one != target))
        {
            if (Numbers.TryRead(one.QuantityQuantity?.Value, out var count)) counted += count;
            else one.QuantityQuantity = new Quantity { Value = "0" };
        }

        var rest = Math.Max(0, decimal.Parse(value, CultureInfo.InvariantCulture) - counted);
        target.QuantityQuantity = new Quantity { Value = rest.ToString(CultureInfo.InvariantCulture) };
    }

    // Numbers that are declared stay; the answer stands for those that are not.
    private static void Danger(GovernmentAgencyGoodsItem item, Commodity commodity, string value)
    {
        foreach (var nameless in commodity.DangerousGoods.Where(one => one.UndgId.Length == 0).ToList()) commodity.DangerousGoods.Remove(nameless);
        if (value != "NONE")
        {
            Unsay(item, "undgId");
            if (commodity.DangerousGoods.All(one => one.UndgId != value)) commodity.DangerousGoods.Add(new DangerousGoods { UndgId = value });
        }
        else if (commodity.DangerousGoods.Count == 0)
        {
            State(item, "undgId", value);
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
        Unsay(item, name);
        item.AdditionalInformation.Add(new AdditionalInformation { StatementTypeCode = "ATT", StatementDescription = $"{name}={value}" });
    }

    private static void Unsay(GovernmentAgencyGoodsItem item, string name)
    {
        foreach (var old in item.AdditionalInformation.Where(one => IsAbout(one, name)).ToList()) item.AdditionalInformation.Remove(old);
    }

    private static bool IsAbout(AdditionalInformation statement, string name) =>
        statement.StatementTypeCode == "ATT" && statement.StatementDescription.Split('=')[0].Trim() == name;
}
