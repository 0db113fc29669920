// SPDX-License-Identifier: Apache-2.0
using Cbm.Contracts;
using Cbm.Declarations.Slicing;
using Xunit;
using static Cbm.UnitTests.Slicing.GivenDetermination;

namespace Cbm.UnitTests.Slicing;

/// <summary>Each letter of the register with an example that shows and one that hides.</summary>
public sealed class SlicerTests
{
    private static AdditionalDocument Document(string category, string type, string id = "1") => new() { CategoryCode = category, TypeCode = type, Id = id };

    [Fact]
    public void R_is_copied_and_nothing_else_is()
    {
        var rule = Rule("R-1", "STANDARDS");
        var tree = Tree(new GovernmentAgencyGoodsItem { SequenceNumeric = 1, CustomsValueAmount = new() { Value = "1" } });
        var slice = Cut(tree, "STANDARDS", [rule], Required(rule, 1))!;
        Assert.Equal("26FI000000000000R6", slice.Declaration.Id);
        Assert.Null(slice.Declaration.InvoiceAmount);
        Assert.Null(Goods(slice).CustomsValueAmount);
        Assert.Equal("99.90", Cut(tree, "CUSTOMS", [Rule("R-2", "CUSTOMS")], Required(Rule("R-2", "CUSTOMS"), 1))!.Declaration.InvoiceAmount.Value);
    }

    [Fact]
    public void Only_the_goods_items_that_the_unit_has_a_requirement_or_a_question_for()
    {
        var (rule, question) = (Rule("R-1", "VETERINARY"), Rule("R-2", "VETERINARY"));
        question.Obligation = Obligation.May;
        var asked = Required(question, 3);
        asked.Status = RequirementStatus.Question;
        var none = Required(rule, 1);
        none.Status = RequirementStatus.NotApplicable;
        var determination = new Contracts.Determination
        {
            Requirements = { none, Required(rule, 2), asked, Required(Rule("R-9", "STANDARDS"), 4) },
            Questions =
            {
                new Question
                {
                    Id = "q",
                    Attribute = "lmo",
                    Items = { 2, 3, 4 },
                    Requirements = { "R-2", "R-9" },
                    Disclaimers = { "Y1", "0DIS" },
                    Text = "Goods items 2-4: Are the goods, or do they contain, living modified organisms?",
                    Pointer = "42A.67A.68A[2].03A.225",
                },
            },
        };
        var tree = Tree([.. Enumerable.Range(1, 4).Select(i => new GovernmentAgencyGoodsItem { SequenceNumeric = i })]);
        var slice = Knife.Cut(tree, determination, "VETERINARY", id => new[] { rule, question }.FirstOrDefault(r => r.Id == id), Of())!;
        Assert.Equal([2, 3], slice.Declaration.GoodsShipment.GovernmentAgencyGoodsItem.Select(i => i.SequenceNumeric));
        Assert.Equal([2, 3], slice.Items.Select(i => i.Item));
        var heard = Assert.Single(slice.Questions);
        Assert.Equal((["R-2"], [3], ["0DIS"]), (heard.Requirements.ToArray(), heard.Items.ToArray(), heard.Disclaimers.ToArray()), TupleOfArrays);
        Assert.StartsWith("Goods item 3: Are the goods", heard.Text, StringComparison.Ordinal);
        Assert.Equal("42A.67A.68A[3].03A.225", heard.Pointer);
        question.Obligation = Obligation.Must;
        Assert.Empty(Assert.Single(Knife.Cut(tree, determination, "VETERINARY", id => id == "R-2" ? question : null, Of())!.Questions).Disclaimers);
        Assert.Equal(["R-1", "R-2"], slice.Requirements.Select(r => r.Requirement.Id));
        Assert.Equal(["STANDARDS", "VETERINARY"], Slicer.Units(determination));
    }

    private static bool TupleOfArrays((string[] A, int[] B, string[] C) x, (string[] A, int[] B, string[] C) y) =>
        x.A.SequenceEqual(y.A) && x.B.SequenceEqual(y.B) && x.C.SequenceEqual(y.C);

    [Fact]
    public void O_shows_the_documents_that_a_requirement_of_the_unit_and_item_accepts_and_S_that_there_are_others()
    {
        var rule = Rule("R-1", "VETERINARY");
        rule.DisclaimerCode = "Y929";
        var tree = Tree(
            new GovernmentAgencyGoodsItem { AdditionalDocument = { Document("N", "853", "own"), Document("", "648", "joined"), Document("Y", "929"), Document("N", "851", "plant"), Document("0", "DIS", " r-1"), Document("0", "DIS", "R-7") } },
            new GovernmentAgencyGoodsItem { AdditionalDocument = { Document("N", "853", "not of an item of the unit") } });
        var slice = Cut(tree, "VETERINARY", [rule], Required(rule, 1, "N853+648"));
        Assert.Equal(["own", "joined", "1", " r-1"], Goods(slice).AdditionalDocument.Select(d => d.Id));
        Assert.Equal(["0DIS", "N851"], Assert.Single(slice!.Items).OtherDocuments.Select(d => d.Code));
        Assert.All(slice.Items[0].OtherDocuments, d => Assert.Equal("DECLARED", d.Status));
        var other = Cut(tree, "PLANT_HEALTH", [Rule("R-2", "PLANT_HEALTH")], Required(Rule("R-2", "PLANT_HEALTH"), 1, "N851"));
        Assert.Equal(["plant"], Goods(other).AdditionalDocument.Select(d => d.Id));
    }

    [Fact]
    public void A_test_report_is_for_those_who_asked_for_it_and_not_for_Customs()
    {
        var tree = Tree(new GovernmentAgencyGoodsItem { AdditionalDocument = { Document("", "2", "certificate"), Document("", "4", "report") } });
        Slice Seen(string unit, params string[] codes) => Cut(tree, unit, [Rule("R-1", unit)], Required(Rule("R-1", unit), 1, codes))!;
        Assert.Equal(["certificate", "report"], Goods(Seen("STANDARDS", "2+4")).AdditionalDocument.Select(d => d.Id));
        Assert.Equal(["certificate"], Goods(Seen("CUSTOMS", "4")).AdditionalDocument.Select(d => d.Id));
        Assert.Equal(["2", "4"], Seen("PUBLIC_HEALTH").Items[0].OtherDocuments.Select(d => d.Code));
        Assert.Equal(["2"], Seen("VETERINARY").Items[0].OtherDocuments.Select(d => d.Code));
    }

    [Fact]
    public void O_shows_the_statements_and_fee_lines_of_the_unit()
    {
        var rule = Rule("R-1", "PLANT_HEALTH", "item.lmo && !item.usedGoods");
        var tree = Tree(new GovernmentAgencyGoodsItem
        {
            AdditionalInformation =
            {
                new AdditionalInformation { StatementTypeCode = "ATT", StatementDescription = "lmo=true" },
                new AdditionalInformation { StatementTypeCode = "ATT", StatementDescription = "halalClaim=true" },
                new AdditionalInformation { StatementTypeCode = "CUS", StatementDescription = "lmo=secret" },
            },
            Commodity = new() { DutyTaxFee = { new DutyTaxFee { TypeCode = "F1" }, new DutyTaxFee { TypeCode = "A00" } } },
        });
        var goods = Goods(Cut(tree, "PLANT_HEALTH", [rule], Required(rule, 1)));
        Assert.Equal("lmo=true", Assert.Single(goods.AdditionalInformation).StatementDescription);
        Assert.Equal("F1", Assert.Single(goods.Commodity.DutyTaxFee).TypeCode);
    }

    [Fact]
    public void A_statement_shows_no_more_than_the_element_that_it_stands_in_for()
    {
        var tree = Tree(new GovernmentAgencyGoodsItem
        {
            AdditionalInformation =
            {
                new AdditionalInformation { StatementTypeCode = "ATT", StatementDescription = "valueEur=1234.56" },
                new AdditionalInformation { StatementTypeCode = "ATT", StatementDescription = "packagingMaterial=WOOD" },
                new AdditionalInformation { StatementTypeCode = "ATT", StatementDescription = "usedGoods=true" },
            },
        });
        string[] Seen(string unit, string condition) =>
            [.. Goods(Cut(tree, unit, [Rule("R-1", unit, condition)], Required(Rule("R-1", unit), 1)))?.AdditionalInformation.Select(one => one.StatementDescription) ?? []];
        const string All = "item.valueEur > 1 && item.packagingMaterial == \"WOOD\" && item.usedGoods";
        Assert.Equal(["usedGoods=true"], Seen("STANDARDS", All));
        Assert.Equal(["packagingMaterial=WOOD", "usedGoods=true"], Seen("PLANT_HEALTH", All));
        Assert.Equal(3, Seen("CUSTOMS", "true").Length);
    }

    [Theory]
    [InlineData("VETERINARY", "item.citesListed == true", 1)]
    [InlineData("VETERINARY", "true", 0)]
    [InlineData("STANDARDS", "true", 0)]
    public void The_source_and_purpose_of_CITES_goods_go_to_the_units_that_ask_for_the_species(string unit, string condition, int shown)
    {
        var tree = Tree(new GovernmentAgencyGoodsItem { SequenceNumeric = 1, AdditionalInformation = { new AdditionalInformation { StatementDescription = "CITES source A, purpose T" } } });
        Assert.Equal(shown, Goods(Cut(tree, unit, [Rule("R-1", unit, condition)], Required(Rule("R-1", unit), 1))).AdditionalInformation.Count);
    }

    [Theory]
    [InlineData("F1", true)]
    [InlineData("AGP", true)]
    [InlineData("AGV", false)]
    [InlineData("A00", false)]
    public void A_fee_line_is_the_units_own_by_the_fee_or_by_the_beginning_of_its_rules(string code, bool own)
    {
        var rule = Rule("AGP-001", "PLANT_HEALTH");
        var tree = Tree(new GovernmentAgencyGoodsItem { SequenceNumeric = 1, Commodity = new() { DutyTaxFee = { new DutyTaxFee { TypeCode = code } } } });
        Assert.Equal(own, Goods(Cut(tree, "PLANT_HEALTH", [rule], Required(rule, 1))).Commodity is { DutyTaxFee.Count: 1 });
    }

    [Fact]
    public void The_lead_unit_reviews_every_declaration()
    {
        var rule = Rule("R-1", "STANDARDS");
        var determination = new Contracts.Determination { Requirements = { Required(rule, 2) } };
        var tree = Tree(new GovernmentAgencyGoodsItem { SequenceNumeric = 1 }, new GovernmentAgencyGoodsItem { SequenceNumeric = 2 });
        Assert.Equal(["CUSTOMS", "STANDARDS"], Slicer.Units(determination, "CUSTOMS"));

        var slice = Knife.Cut(tree, determination, "CUSTOMS", _ => rule, Of(), "CUSTOMS", "CUSTOMS")!;
        Assert.Equal("CUSTOMS", slice.Agency);
        Assert.Empty(slice.Requirements);
        Assert.Equal([1, 2], slice.Items.Select(item => item.Item));
        Assert.Equal([1, 2], slice.Declaration.GoodsShipment.GovernmentAgencyGoodsItem.Select(item => item.SequenceNumeric));
        Assert.Null(Knife.Cut(tree, determination, "VETERINARY", _ => rule, Of(), "CUSTOMS", "CUSTOMS"));
        Assert.Equal([2], Knife.Cut(tree, determination, "STANDARDS", _ => rule, Of(), "CUSTOMS", "CUSTOMS")!.Items.Select(item => item.Item));
    }

    [Fact]
    public void Who_has_nothing_to_look_at_gets_nothing_and_who_is_unknown_is_refused()
    {
        var rule = Rule("R-1", "STANDARDS");
        Assert.Null(Cut(Tree(new GovernmentAgencyGoodsItem()), "VETERINARY", [rule], Required(rule, 1)));
        Assert.Throws<ArgumentException>(() => Cut(Tree(new GovernmentAgencyGoodsItem()), "TAX_OFFICE", [rule], Required(rule, 1)));
    }

    [Fact]
    public void A_requirement_carries_what_its_unit_needs_to_verify_it()
    {
        var rule = Rule("R-1", "STANDARDS");
        var stated = Assert.Single(Cut(Tree(new GovernmentAgencyGoodsItem()), "STANDARDS", [rule], Required(rule, 1, "2"))!.Requirements);
        Assert.Equal((Verification.Register, 20, true, HoldScope.Consignment), (stated.Verification, stated.BasePhysicalPct, stated.ReleaseBlocking, stated.HoldScope));
        Assert.True(Assert.Single(Cut(Tree(new GovernmentAgencyGoodsItem()), "STANDARDS", [], Required(rule, 1))!.Requirements).ReleaseBlocking);
    }

    [Fact]
    public void The_hash_changes_with_what_the_unit_sees_and_with_nothing_else()
    {
        var rule = Rule("R-1", "STANDARDS");
        var determination = new Contracts.Determination { Requirements = { Required(rule, 1) } };
        string Hash(Declaration tree, int version, params ConsignmentHold[] holds) =>
            SliceHash.Of(Knife.Cut(tree, determination, "STANDARDS", _ => rule, Of(version) with { Holds = holds })!);
        var tree = Tree(new GovernmentAgencyGoodsItem { SequenceNumeric = 1 });
        var first = Hash(tree, 1);
        Assert.Matches("^[0-9a-f]{64}$", first);
        var dearer = tree.Clone();
        dearer.InvoiceAmount.Value = "100";
        Assert.Equal(first, Hash(dearer, 2, new ConsignmentHold { Unit = "PUBLIC_HEALTH", Text = "radiation alarm" }));
        var other = tree.Clone();
        other.GoodsShipment.GovernmentAgencyGoodsItem[0].Commodity = new() { Description = "toys" };
        Assert.NotEqual(first, Hash(other, 2));
    }
}
