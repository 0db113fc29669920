// SPDX-License-Identifier: Apache-2.0
using Cbm.Contracts;
using Cbm.Contracts.Conditions;
using Cbm.Declarations.Determination;
using CsCheck;
using Xunit;

namespace Cbm.UnitTests.Determination;

public sealed class QuestionTests
{
    [Fact]
    public void What_is_one_for_the_declaration_is_asked_once()
    {
        var result = Goods.Import("950300", mode: null).And("640411").And("840734").Determined("BW");
        var question = Assert.Single(result.Questions, one => one.Attribute == "mode");
        Assert.Equal(("mode", "42A.15A.T022"), (question.Id, question.Pointer));
        Assert.Empty(question.Items);
        Assert.Contains("CUS-003", question.Requirements);
        Assert.Contains("CUS-007", question.Requirements);
    }

    [Fact]
    public void Items_of_the_same_goods_share_a_question_and_others_have_their_own()
    {
        var rule = Catalogues.Rule(condition: "item.lmo == true");
        var result = Goods.Import("100590").And("120190").And("100590").Determined(Catalogues.Of("XX", rule));
        Assert.Equal(["lmo-1: 1,3", "lmo-2: 2"], result.Questions.Select(one => $"{one.Id}: {string.Join(',', one.Items)}"));
        Assert.StartsWith("Goods items 1,3: Are the goods", result.Questions[0].Text, StringComparison.Ordinal);
        Assert.Equal("42A.67A.68A[1].03A.225", result.Questions[0].Pointer);
        Assert.Equal("Are the goods, or do they contain, living modified organisms?", result.Requirements[0].Question);
    }

    [Fact]
    public void Each_fact_that_a_condition_lacks_is_asked_for_and_every_attribute_has_its_words()
    {
        var rule = Catalogues.Rule(condition: "item.lmo == true || item.ppe == true");
        var result = Goods.Import("100590").Determined(Catalogues.Of("XX", rule));
        Assert.Equal(["lmo", "ppe"], result.Questions.Select(one => one.Attribute));
        Assert.Contains("not known: lmo, ppe", result.Requirements[0].Why, StringComparison.Ordinal);

        foreach (var attribute in KnownAttribute.All.Skip(1))
        {
            var query = new RequirementQuery { Direction = "IM", Items = { new RequirementQueryItem { Hs = "010121" } } };
            var asking = Catalogues.Rule(condition: attribute.Kind switch
            {
                AttributeKind.Flag => $"item.{attribute.Name}",
                AttributeKind.Number => $"item.{attribute.Name} > 0",
                _ => $"item.{attribute.Name} == \"X\"",
            });
            var answer = RequirementDetermination.Query(query, Catalogues.Of("XX", asking), Catalogues.Today);
            Assert.Contains('?', answer.Requirements[0].Question);
        }
    }

    [Theory]
    [InlineData("item.valueEur > 1")]
    [InlineData("item.packageCount > 1")]
    [InlineData("item.netMassKg > 1")]
    [InlineData("item.volumeLitre > 1")]
    [InlineData("item.packagingMaterial == \"WOOD\"")]
    [InlineData("item.usedGoods == true")]
    [InlineData("item.origin == \"CN\"")]
    [InlineData("item.procedure == \"71\"")]
    public void What_each_item_has_of_its_own_is_asked_of_each(string condition)
    {
        var declaration = Goods.Import("100590", origin: null).And("100590", origin: null);
        foreach (var item in declaration.GoodsShipment.GovernmentAgencyGoodsItem) item.GovernmentProcedure.Clear();
        var result = declaration.Determined(Catalogues.Of("XX", Catalogues.Rule(condition: condition)));
        Assert.Equal(["1", "2"], result.Questions.Select(one => string.Join(',', one.Items)));
        Assert.StartsWith("Goods item 2: ", result.Questions[1].Text, StringComparison.Ordinal);
    }

    [Fact]
    public void Goods_without_a_commodity_code_are_asked_for_it_each_and_the_answer_is_declared()
    {
        var declaration = Goods.Import("").And("");
        var rule = Catalogues.Rule(goods: "100590");
        var questions = declaration.Determined(Catalogues.Of("XX", rule)).Questions;
        Assert.Equal(["commodityCode-1", "commodityCode-2"], questions.Select(one => one.Id));
        var answered = Apply(declaration, questions[1], new Answer { Text = "1005 90" }).Declaration!;
        Assert.Equal((RequirementStatus.NotApplicable, RequirementStatus.Required), (answered.Determined(Catalogues.Of("XX", rule)).Status("AGP-901", 1), answered.Determined(Catalogues.Of("XX", rule)).Status("AGP-901", 2)));
    }

    [Fact]
    public void A_counted_package_stays_and_the_answer_is_the_sum()
    {
        var declaration = Goods.Import("950300").With(item => item.Packaging.Add([new Packaging { QuantityQuantity = new Quantity { Value = "5" } }, new Packaging(), new Packaging()]));
        var catalogue = Catalogues.Of("XX", Catalogues.Rule(condition: "item.packageCount == 12"));
        var answered = Apply(declaration, Assert.Single(declaration.Determined(catalogue).Questions), new Answer { Text = "12" }).Declaration!;
        Assert.Equal(["5", "7", "0"], answered.Last().Packaging.Select(one => one.QuantityQuantity.Value));
        Assert.Equal(RequirementStatus.Required, answered.Determined(catalogue).Status("AGP-901"));
    }

    [Fact]
    public void A_declared_UN_number_stays_beside_the_answer_for_the_missing_one()
    {
        var declaration = Goods.Import("300212").With(item => item.Commodity.DangerousGoods.Add([new DangerousGoods { UndgId = "1203" }, new DangerousGoods()]));
        var catalogue = Catalogues.Of("XX", Catalogues.Rule(condition: "item.undgId == \"3373\""));
        var question = Assert.Single(declaration.Determined(catalogue).Questions);
        Assert.Equal(["1203", "3373"], Apply(declaration, question, new Answer { Text = "3373" }).Declaration!.Last().Commodity.DangerousGoods.Select(one => one.UndgId));
        var none = Apply(declaration, question, new Answer { Text = "NONE" }).Declaration!;
        Assert.Equal("1203", Assert.Single(none.Last().Commodity.DangerousGoods).UndgId);
        Assert.Empty(none.Determined(catalogue).Questions);
    }

    [Fact]
    public void The_species_answers_a_claim_to_be_listed_too()
    {
        var declaration = Goods.Import("060290").Named("Hedera helix").Stating("citesListed=true");
        var question = Assert.Single(declaration.Determined("XX").Questions, one => one.Attribute == "citesListed");
        var answered = Apply(declaration, question, new Answer { Text = "Hedera helix" }).Declaration!;
        Assert.DoesNotContain(answered.Determined("XX").Questions, one => one.Attribute == "citesListed");
    }

    [Fact]
    public void Documents_that_answer_a_question_of_the_declaration_go_to_every_item()
    {
        var declaration = Goods.Import("950300", mode: null).And("640411");
        var question = declaration.Determined("BW").Questions.Single(one => one.Attribute == "mode");
        var answered = Apply(declaration, question, new Answer { Documents = { Goods.Document("705") } }).Declaration!;
        Assert.Empty(answered.AdditionalDocument);
        Assert.All(answered.GoodsShipment.GovernmentAgencyGoodsItem, item => Assert.Equal("705", Assert.Single(item.AdditionalDocument).TypeCode));
    }

    [Theory]
    // The question, the answer, what the rule comes to then.
    [InlineData("item.lmo == true", "true", RequirementStatus.Required)]
    [InlineData("item.lmo == true", "no", RequirementStatus.NotApplicable)]
    [InlineData("item.netMassKg > 10", "12.5", RequirementStatus.Required)]
    [InlineData("item.valueEur > 10", "9", RequirementStatus.NotApplicable)]
    [InlineData("item.packageCount > 1", "2", RequirementStatus.Required)]
    [InlineData("item.volumeLitre > 1", "2", RequirementStatus.Required)]
    [InlineData("item.mode == \"4\"", "4", RequirementStatus.Required)]
    [InlineData("item.origin == \"CN\"", "cn", RequirementStatus.Required)]
    [InlineData("item.destination == \"CN\"", "FI", RequirementStatus.NotApplicable)]
    [InlineData("item.procedure == \"40\"", "4000", RequirementStatus.Required)]
    [InlineData("item.undgId == \"3373\"", "3373", RequirementStatus.Required)]
    [InlineData("item.undgId == \"3373\"", "none", RequirementStatus.NotApplicable)]
    [InlineData("item.intendedUse == \"FEED\"", "FEED", RequirementStatus.Required)]
    [InlineData("item.packagingMaterial == \"WOOD\"", "wood", RequirementStatus.Required)]
    [InlineData("item.citesListed == true", "Phalaenopsis amabilis", RequirementStatus.Required)]
    [InlineData("item.citesListed == true", "Hedera helix", RequirementStatus.NotApplicable)]
    [InlineData("item.furSpecies in [\"CAT\"]", "OTHER", RequirementStatus.NotApplicable)]
    [InlineData("item.animalOriginPct > 0", "0", RequirementStatus.NotApplicable)]
    [InlineData("item.carnetType == \"TIR\"", "TIR", RequirementStatus.Required)]
    [InlineData("item.previousDocumentType == \"821\"", "821", RequirementStatus.Required)]
    [InlineData("item.preferenceCode == \"300\"", "300", RequirementStatus.Required)]
    public void An_answer_settles_its_question(string condition, string text, RequirementStatus expected)
    {
        var mandates = Catalogues.Mandates.Select(one => new Mandate { Agency = one.Agency, Version = "1", Lookups = { one.Lookups } }).ToList();
        mandates[0].Requirements.Add(Catalogues.Rule(condition: condition));
        var catalogue = CompiledCatalogue.Of(mandates, Contracts.Profiles.Profile.Load("XX"));
        var declaration = Goods.Import("060290", origin: null, mode: null);
        declaration.Last().GovernmentProcedure.Clear();

        var question = Assert.Single(declaration.Determined(catalogue).Questions);
        var answered = Apply(declaration, question, new Answer { Id = question.Id, Value = new Scalar { Text = text } });

        Assert.Empty(answered.Faults);
        var again = answered.Declaration!.Determined(catalogue);
        Assert.Empty(again.Questions);
        Assert.Equal(expected, again.Status("AGP-901"));
        Assert.Equal(declaration.Clone(), declaration);
        // A second answer stands in the place of the first.
        Assert.Equal(answered.Declaration, Apply(answered.Declaration!, question, new Answer { Text = text }).Declaration);
    }

    [Theory]
    [InlineData("item.lmo == true", "perhaps")]
    [InlineData("item.netMassKg > 10", "ten")]
    [InlineData("item.origin == \"CN\"", "China")]
    [InlineData("item.origin == \"CN\"", "QQ")]
    [InlineData("item.destination == \"CN\"", "EU")]
    [InlineData("item.procedure == \"71\"", "40")]
    [InlineData("item.procedure == \"71\"", "9900")]
    [InlineData("item.procedure == \"71\"", "4099")]
    [InlineData("item.mode == \"4\"", "sea")]
    [InlineData("item.mode == \"4\"", "0")]
    [InlineData("item.netMassKg > 10", "-1")]
    [InlineData("item.netMassKg > 10", "0.1234567")]
    [InlineData("item.valueEur > 10", "12345678901234567")]
    [InlineData("item.packageCount > 1", "1.5")]
    [InlineData("item.packageCount > 1", "123456789")]
    [InlineData("item.animalOriginPct > 1", "101")]
    [InlineData("item.citesListed == true", "Orchidaceae alba")]
    [InlineData("item.citesListed == true", "x Brassocattleya")]
    [InlineData("item.packagingMaterial == \"WOOD\"", "STONE")]
    [InlineData("item.citesListed == true", "Swietenia")]
    [InlineData("item.citesListed == true", "Swietenia spp.")]
    [InlineData("item.undgId == \"3373\"", "UN3373")]
    [InlineData("item.lmo == true", "")]
    public void An_answer_that_does_not_fit_is_refused_at_its_place(string condition, string text)
    {
        var declaration = Goods.Import("060290", origin: null, mode: null);
        declaration.Last().GovernmentProcedure.Clear();
        var question = Assert.Single(declaration.Determined(Catalogues.Of("XX", Catalogues.Rule(condition: condition))).Questions);
        var answered = Apply(declaration, question, new Answer { Text = text });
        Assert.Null(answered.Declaration);
        Assert.Equal(question.Pointer, Assert.Single(answered.Faults).Pointer);
    }

    [Fact]
    public void A_document_answers_too_for_every_item_of_the_question()
    {
        var declaration = Goods.Import("950300").And("950300");
        var question = Assert.Single(declaration.Determined("FI").Questions, one => one.Attribute == "furSpecies");
        var answered = Apply(declaration, question, new Answer { Documents = { Goods.Document("Y922") } });
        Assert.DoesNotContain(answered.Declaration!.Determined("FI").Questions, one => one.Attribute == "furSpecies");
    }

    [Fact]
    public void A_fact_taken_away_never_drops_a_requirement_in_silence()
    {
        string[] facts = ["lmo=true", "organicClaim=true", "usedGoods=false", "rawProduct=true", "freshProduce=true", "invasiveAlien=true", "radioactive=true"];
        Gen.Select(Gen.OneOf(Gen.Const("100590"), Gen.Const("060290"), Gen.Const("090111"), Gen.Const("284443"), Gen.Const("870323"), Gen.Const("070200")),
                Gen.Int[0, 127], Gen.Int[0, 4])
            .Sample((hs, said, taken) =>
            {
                var full = Goods.Import(hs);
                full.GoodsShipment.Destination = new Destination { CountryCode = "FI" };
                full.Last().StatisticalValueAmount = new Amount { Value = "25000", CurrencyId = "EUR" };
                full.Last().Commodity.IntendedUseCode = "HUMAN_FOOD";
                for (var i = 0; i < facts.Length; i++) if ((said & (1 << i)) != 0) full.Stating(facts[i]);
                var less = full.Clone();
                switch (taken)
                {
                    case 0: less.Last().AdditionalInformation.Clear(); break;
                    case 1: less.BorderTransportMeans.ModeCode = ""; break;
                    case 2: less.Last().Origin.Clear(); break;
                    case 3: less.Last().StatisticalValueAmount = null; break;
                    default: less.Last().Commodity.IntendedUseCode = ""; break;
                }

                var before = full.Determined().Requirements.Select(one => one.Id);
                var after = less.Determined().Requirements.Select(one => one.Id).ToHashSet();
                return before.All(after.Contains);
            }, iter: 300);
    }

    private static (Declaration? Declaration, IReadOnlyList<Fault> Faults) Apply(Declaration declaration, Question question, Answer answer)
    {
        var copy = declaration.Clone();
        var faults = Answering.Write(copy, question, answer);
        return (faults.Count == 0 ? copy : null, faults);
    }
}
