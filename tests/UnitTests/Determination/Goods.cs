// SPDX-License-Identifier: Apache-2.0
using Cbm.Contracts;
using Cbm.Declarations.Determination;

namespace Cbm.UnitTests.Determination;

/// <summary>Builds declarations for tests: an import of one goods item, changed where a test needs it.</summary>
internal static class Goods
{
    public static Declaration Import(string hs, string? origin = "GB", string type = "IMA", string? mode = "1", string procedure = "40")
    {
        var declaration = new Declaration { TypeCode = type, GoodsShipment = new GoodsShipment() };
        if (mode is not null) declaration.BorderTransportMeans = new BorderTransportMeans { ModeCode = mode, Id = "9074729" };
        return declaration.And(hs, origin, procedure);
    }

    public static Declaration And(this Declaration declaration, string hs, string? origin = "GB", string procedure = "40")
    {
        var item = new GovernmentAgencyGoodsItem
        {
            Commodity = new Commodity { Classification = { new Classification { Id = hs, IdentificationTypeCode = "HS" } } },
            GovernmentProcedure = { new GovernmentProcedure { CurrentCode = procedure } },
        };
        if (origin is not null) item.Origin.Add(new Origin { CountryCode = origin });
        declaration.GoodsShipment.GovernmentAgencyGoodsItem.Add(item);
        return declaration;
    }

    public static GovernmentAgencyGoodsItem Last(this Declaration declaration) => declaration.GoodsShipment.GovernmentAgencyGoodsItem[^1];

    public static Declaration With(this Declaration declaration, Action<GovernmentAgencyGoodsItem> change)
    {
        change(declaration.Last());
        return declaration;
    }

    public static Declaration Stating(this Declaration declaration, string statement) => declaration.With(item =>
        item.AdditionalInformation.Add(new AdditionalInformation { StatementTypeCode = "ATT", StatementDescription = statement }));

    /// <summary>Adds a document by its code: a letter or 0 begins a category, digits alone are a type.</summary>
    public static Declaration Carrying(this Declaration declaration, string code, string id = "1", string issuer = "") =>
        declaration.With(item => item.AdditionalDocument.Add(Document(code, id, issuer)));

    public static AdditionalDocument Document(string code, string id = "1", string issuer = "")
    {
        var document = code.Length == 4 ? new AdditionalDocument { CategoryCode = code[..1], TypeCode = code[1..], Id = id }
            : new AdditionalDocument { TypeCode = code, Id = id };
        if (issuer.Length > 0) document.Submitter = new Submitter { Name = issuer };
        return document;
    }

    public static Declaration Named(this Declaration declaration, string name, string type = "SCI") => declaration.With(item =>
        item.Commodity.Product.Add(new Product { ProductName = { new ProductName { Name = name, TypeCode = type } } }));

    public static Contracts.Determination Determined(this Declaration declaration, CompiledCatalogue catalogue) =>
        RequirementDetermination.Determine(declaration, catalogue, Catalogues.Today);

    public static Contracts.Determination Determined(this Declaration declaration, string profile = "XX") =>
        declaration.Determined(Catalogues.Of(profile));

    /// <summary>Status of a rule for an item; NotApplicable where it is not among the requirements.</summary>
    public static RequirementStatus Status(this Contracts.Determination determination, string rule, int item = 1) =>
        determination.Requirements.SingleOrDefault(one => one.Id == rule && one.Item == item)?.Status ?? RequirementStatus.NotApplicable;
}
