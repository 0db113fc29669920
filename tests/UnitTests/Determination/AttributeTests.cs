// SPDX-License-Identifier: Apache-2.0
using Cbm.Contracts;
using Xunit;
using static Cbm.Contracts.RequirementStatus;

namespace Cbm.UnitTests.Determination;

/// <summary>Each attribute is read from the place that attributes.csv names.</summary>
public sealed class AttributeTests
{
    private const RequirementStatus Asks = RequirementStatus.Question;

    [Theory]
    [InlineData("item.valueEur == 1150", "value=1000 GBP", Required)]
    [InlineData("item.valueEur == 86", "charge=100 USD", Required)]
    [InlineData("item.valueEur == 1000", "value=1000 EUR;charge=5 EUR", Required)]
    [InlineData("item.valueEur > 0", "value=1000 QQQ", Asks)]
    [InlineData("item.valueEur > 0", "", Asks)]
    [InlineData("item.packageCount == 12", "packages=5;packages=7", Required)]
    [InlineData("item.packageCount > 0", "", Asks)]
    [InlineData("item.netMassKg == 1500", "net=1.5 TNE", Required)]
    [InlineData("item.netMassKg == 1500", "net=1500 KGM", Required)]
    [InlineData("item.netMassKg == 1500", "net=1500 KGM#G", Required)]
    [InlineData("item.packageCount > 1", "packages=5;packages=", Asks)]
    [InlineData("item.packageCount > 1", "packages=;att=packageCount=1", Asks)]
    [InlineData("item.packageCount > 1", "att=packageCount=2", Required)]
    [InlineData("item.valueEur > 0", "att=valueEur=5", Asks)]
    [InlineData("item.origin == \"CN\"", "origin=;att=origin=NONE", Asks)]
    [InlineData("item.origin == \"CN\"", "origin=2005;export=CN", Required)]
    [InlineData("item.origin == \"CN\"", "origin=EU", Asks)]
    [InlineData("item.destination == \"CN\"", "att=destination=FI", Asks)]
    [InlineData("item.intendedUse == \"FEED\"", "att=intendedUse=OTHER", Asks)]
    [InlineData("item.packagingMaterial == \"WOOD\"", "att=packagingMaterial=NONE", Asks)]
    [InlineData("item.packagingMaterial == \"WOOD\"", "material=;att=packagingMaterial=PAPER", Asks)]
    [InlineData("item.furSpecies in [\"CAT\",\"DOG\"]", "att=furSpecies=NONE", Asks)]
    [InlineData("item.previousDocumentType == \"821\"", "att=previousDocumentType=355", Asks)]
    [InlineData("has(item.carnetType)", "att=carnetType=NONE", NotApplicable)]
    [InlineData("item.netMassKg > 0", "net=1500 NAR", Asks)]
    [InlineData("item.volumeLitre == 250", "tariff=2.5 HLT", Required)]
    [InlineData("item.volumeLitre == 250", "tariff=250 LTR", Required)]
    [InlineData("item.volumeLitre == 250", "tariff=250 LTR#G", Required)]
    [InlineData("item.volumeLitre == 250", "tariff=3 NAR;att=volumeLitre=250", Required)]
    [InlineData("item.volumeLitre > 0", "tariff=250 NAR", Asks)]
    [InlineData("has(item.preferenceCode) && item.preferenceCode.startsWith(\"3\")", "preference=300", Required)]
    [InlineData("has(item.preferenceCode)", "", NotApplicable)]
    [InlineData("has(item.carnetType) && item.carnetType == \"TIR\"", "document=952", Required)]
    [InlineData("has(item.carnetType) && item.carnetType == \"TIR\"", "document=N952", Required)]
    [InlineData("has(item.carnetType) && item.carnetType == \"TIR\"", "previous=N952", Required)]
    [InlineData("has(item.carnetType) && item.carnetType == \"TIR\"", "previous=Z952", Required)]
    [InlineData("has(item.carnetType) && item.carnetType == \"TIR\"", "header=Z952", Required)]
    [InlineData("has(item.carnetType) && item.carnetType == \"ATA\"", "att=carnetType=ATA", Required)]
    [InlineData("item.previousDocumentType == \"821\"", "previous=N821", Required)]
    [InlineData("item.mode == \"1\"", "", Required)]
    [InlineData("item.destination == \"SE\"", "destination=SE", Required)]
    [InlineData("item.procedure == \"40\"", "", Required)]
    [InlineData("has(item.undgId)", "un=1203", Required)]
    [InlineData("item.undgId == \"3373\"", "un=1203;un=3373", Required)]
    [InlineData("item.undgId == \"3373\"", "un=1203;un=", Asks)]
    [InlineData("item.undgId == \"1203\"", "un=1203;un=", Required)]
    [InlineData("item.undgId == \"3373\"", "un=;att=undgId=NONE", Asks)]
    [InlineData("item.undgId == \"3373\"", "", Asks)]
    [InlineData("item.undgId == \"3373\"", "att=undgId=NONE", NotApplicable)]
    [InlineData("item.undgClass == \"7\"", "un=2915", Required)]
    [InlineData("item.undgClass == \"7\"", "un=1203", NotApplicable)]
    [InlineData("item.undgClass == \"7\"", "", NotApplicable)]
    [InlineData("item.undgClass == \"7\"", "un=9999;att=undgClass=7", Required)]
    [InlineData("item.undgClass == \"7\"", "un=1203;un=9999;att=undgClass=7", Required)]
    [InlineData("item.undgClass == \"7\"", "att=undgClass=3;att=undgClass=7", Required)]
    [InlineData("item.undgClass == \"7\"", "un=9999", NotApplicable)]
    [InlineData("item.undgClass == \"7\"", "un=1203;un=", Asks)]
    [InlineData("item.undgClass == \"7\"", "un=;att=undgClass=3", NotApplicable)]
    [InlineData("item.undgClass == \"7\"", "un=3328", Required)]
    [InlineData("item.undgClass == \"7\"", "un=3507", Required)]
    [InlineData("item.intendedUse == \"FEED\"", "use=FEED", Required)]
    [InlineData("item.packagingMaterial == \"WOOD\"", "material=PAPER;material=WOOD", Required)]
    [InlineData("item.packagingMaterial == \"WOOD\"", "material=PAPER", NotApplicable)]
    [InlineData("item.packagingMaterial == \"WOOD\"", "material=PAPER;material=", Asks)]
    [InlineData("item.packagingMaterial == \"WOOD\"", "material=some crates", Asks)]
    [InlineData("item.citesListed == true", "species=Phalaenopsis amabilis", Required)]
    [InlineData("item.citesListed == true", "species=Panthera tigris altaica", Required)]
    [InlineData("item.citesListed == true", "species=Swietenia macrophylla", Required)]
    [InlineData("item.citesListed == true", "species=Pinus sylvestris", NotApplicable)]
    [InlineData("item.citesListed == true", "species=Swietenia sp.", Asks)]
    [InlineData("item.citesListed == true", "species=Pinus", NotApplicable)]
    [InlineData("item.citesListed == true", "species=× Brassocattleya hybrida", Required)]
    [InlineData("item.citesListed == true", "species=x Brassocattleya", Required)]
    [InlineData("item.citesListed == true", "species=×Brassocattleya", Required)]
    [InlineData("item.citesListed == true", "species=Anguilla anguilla", Required)]
    [InlineData("item.citesListed == true", "species=Anguilla japonica", NotApplicable)]
    [InlineData("item.citesListed == true", "species=Orchidaceae", Asks)]
    [InlineData("item.citesListed == true", "species=Felidae", Asks)]
    [InlineData("item.citesListed == true", "species=Canis lupus", Asks)]
    [InlineData("item.citesListed == true", "species=Canis lupus familiaris", NotApplicable)]
    [InlineData("item.citesListed == true", "species=Hedera helix;att=citesListed=true", Asks)]
    [InlineData("item.citesListed == true", "species=Hedera helix;att=citesListed=false", NotApplicable)]
    [InlineData("item.citesListed == true", "", Asks)]
    [InlineData("item.furSpecies in [\"CAT\",\"DOG\"]", "species=Felis catus", Required)]
    [InlineData("item.furSpecies in [\"CAT\",\"DOG\"]", "species=Neovison vison", NotApplicable)]
    [InlineData("item.furSpecies in [\"CAT\",\"DOG\"]", "att=furSpecies=dog", Required)]
    [InlineData("item.furSpecies in [\"CAT\",\"DOG\"]", "species=Canis", Asks)]
    [InlineData("item.furSpecies in [\"CAT\",\"DOG\"]", "species=Canis lupus", Asks)]
    [InlineData("item.furSpecies in [\"CAT\",\"DOG\"]", "species=Felis sp.", Asks)]
    [InlineData("item.furSpecies in [\"CAT\",\"DOG\"]", "species=Felis silvestris", Asks)]
    [InlineData("item.furSpecies in [\"CAT\",\"DOG\"]", "species=Felis silvestris catus", Required)]
    [InlineData("item.furSpecies in [\"CAT\",\"DOG\"]", "species=Neovison vison;species=Canis", Asks)]
    [InlineData("item.furSpecies in [\"CAT\",\"DOG\"]", "species=Neovison vison;species=Canis;att=furSpecies=OTHER", NotApplicable)]
    [InlineData("item.ipAlert == true", "", NotApplicable)]
    [InlineData("item.ipAlert == true", "brand=Pixelhaus", Required)]
    [InlineData("item.siirRegulated == true", "", NotApplicable)]
    [InlineData("item.conveyanceHealthEvent == true", "", NotApplicable)]
    [InlineData("item.conveyanceHealthEvent == true", "ship=9300001", Required)]
    [InlineData("item.conveyanceHealthEvent == true", "ship=IMO 9300001", Required)]
    [InlineData("item.conveyanceHealthEvent == true", "ship=imo9300001", Required)]
    [InlineData("item.conveyanceHealthEvent == true", "ship=NO. 9300001;type=10", Required)]
    [InlineData("item.conveyanceHealthEvent == true", "ship=AB9300001;type=30", NotApplicable)]
    [InlineData("item.animalOriginPct > 0", "att=animalOriginPct=12.5", Required)]
    [InlineData("item.animalOriginPct > 0", "att=animalOriginPct=much", Asks)]
    [InlineData("item.usedGoods == true", "att=usedGoods=true", Required)]
    [InlineData("item.usedGoods == true", "att=usedGoods=true;att=usedGoods=false", Asks)]
    [InlineData("item.usedGoods == true", "att=usedGoods=true;att=usedGoods=True", Required)]
    [InlineData("item.usedGoods == true", "", Asks)]
    public void Each_is_read_from_its_place_and_asked_for_where_nothing_stands_there(string condition, string facts, RequirementStatus expected)
    {
        var declaration = Goods.Import("950450");
        foreach (var fact in facts.Split(';', StringSplitOptions.RemoveEmptyEntries)) Say(declaration, fact[..fact.IndexOf('=')], fact[(fact.IndexOf('=') + 1)..]);
        var mandates = Catalogues.Mandates.Select(one => new Mandate { Agency = one.Agency, Version = "1", Lookups = { one.Lookups } }).ToList();
        mandates[0].Requirements.Add(Catalogues.Rule(condition: condition));
        var catalogue = Declarations.Determination.CompiledCatalogue.Of(mandates, Contracts.Profiles.Profile.Load("XX"));
        Assert.Equal(expected, declaration.Determined(catalogue).Status("AGP-901"));
    }

    [Fact]
    public void Origin_is_the_items_own_not_the_preferential_one_else_the_country_of_export()
    {
        var rule = Catalogues.Rule(condition: "item.origin == \"CN\"");
        var declaration = Goods.Import("950300", origin: null);
        declaration.GoodsShipment.ExportCountry = new ExportCountry { Id = "CN" };
        Assert.Equal(Required, declaration.Determined(Catalogues.Of("XX", rule)).Status("AGP-901"));
        declaration.Last().Origin.Add(new Origin { CountryCode = "CN", TypeCode = "2" });
        declaration.Last().Origin.Add(new Origin { CountryCode = "VN", TypeCode = "1" });
        Assert.Equal(NotApplicable, declaration.Determined(Catalogues.Of("XX", rule)).Status("AGP-901"));
    }

    [Fact]
    public void A_previous_document_silences_the_rule_that_asks_for_one_unless_it_is_the_answer_itself()
    {
        static Declaration Previous(string? category, string type) => Goods.Import("950300").With(item =>
            item.PreviousDocument.Add(new PreviousDocument { CategoryCode = category ?? "", TypeCode = type, Id = "1" }));

        Assert.Equal(Required, Goods.Import("950300").Determined().Status("CUS-039"));
        Assert.Equal(Required, Previous("N", "355").Determined().Status("CUS-039"));
        Assert.Equal(NotApplicable, Previous("N", "821").Determined().Status("CUS-039"));
        Assert.Equal(NotApplicable, Previous("Z", "ZZZ").Determined().Status("CUS-039"));
    }

    private static void Say(Declaration declaration, string what, string value)
    {
        var item = declaration.Last();
        var words = value.Split(' ');
        switch (what)
        {
            case "value": item.StatisticalValueAmount = new Amount { Value = words[0], CurrencyId = words[1] }; break;
            case "charge": item.Commodity.InvoiceLine = new InvoiceLine { ItemChargeAmount = new Amount { Value = words[0], CurrencyId = words[1] } }; break;
            case "packages": item.Packaging.Add(new Packaging { QuantityQuantity = new Quantity { Value = value } }); break;
            case "net": item.Commodity.GoodsMeasure = new GoodsMeasure { NetNetWeightMeasure = new Quantity { Value = words[0], UnitCode = words[1] } }; break;
            case "tariff": item.Commodity.GoodsMeasure = new GoodsMeasure { TariffQuantity = new Quantity { Value = words[0], UnitCode = words[1] } }; break;
            case "preference": item.Commodity.DutyTaxFee.Add(new DutyTaxFee { DutyRegimeCode = value }); break;
            case "document": declaration.Carrying(value); break;
            case "previous": item.PreviousDocument.Add(new PreviousDocument { CategoryCode = value[..1], TypeCode = value[1..] }); break;
            case "destination": declaration.GoodsShipment.Destination = new Destination { CountryCode = value }; break;
            case "un": item.Commodity.DangerousGoods.Add(new DangerousGoods { UndgId = value }); break;
            case "use": item.Commodity.IntendedUseCode = value; break;
            case "material": item.Packaging.Add(new Packaging { PackingMaterialDescription = value }); break;
            case "species": declaration.Named(value); break;
            case "brand": declaration.Named(value, "BRD"); break;
            case "ship": declaration.BorderTransportMeans.Id = value; break;
            case "type": declaration.BorderTransportMeans.IdentificationTypeCode = value; break;
            case "origin": item.Origin[0].CountryCode = value; break;
            case "export": declaration.GoodsShipment.ExportCountry = new ExportCountry { Id = value }; break;
            case "header": declaration.AdditionalDocument.Add(Goods.Document(value)); break;
            default: declaration.Stating(value); break;
        }
    }
}
