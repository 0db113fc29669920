// SPDX-License-Identifier: Apache-2.0
using Cbm.Contracts;
using Cbm.Contracts.Profiles;
using Cbm.Declarations.Determination;
using Xunit;
using static Cbm.Contracts.RequirementStatus;

namespace Cbm.UnitTests.Determination;

public sealed class ClauseTests
{
    private const string Id = "AGP-901";

    [Theory]
    [InlineData("0802", "080251", Required)]
    [InlineData("080251", "080251", Required)]
    [InlineData("08", "080251", Required)]
    [InlineData("*", "080251", Required)]
    [InlineData("0803", "080251", NotApplicable)]
    [InlineData("080252", "080251", NotApplicable)]
    [InlineData("01;0802;09", "080251", Required)]
    [InlineData("0802", "0802510010", Required)]
    public void Goods_are_found_by_prefix(string goods, string hs, RequirementStatus expected) =>
        Assert.Equal(expected, Status(Catalogues.Rule(goods: goods), Goods.Import(hs)));

    [Fact]
    public void An_exclusion_wins_and_the_longest_prefix_is_named()
    {
        var rule = Catalogues.Rule(goods: "08;0802");
        Assert.Contains("goods under 0802", Goods.Import("080251").Determined(Catalogues.Of("XX", rule)).Requirements[0].Why, StringComparison.Ordinal);
        rule.HsExclude.Add("080251");
        Assert.Equal(NotApplicable, Status(rule, Goods.Import("080251")));
        Assert.Equal(Required, Status(rule, Goods.Import("080252")));
    }

    [Theory]
    [InlineData("origin", "GB", Required)]
    [InlineData("origin", "IR", NotApplicable)]
    [InlineData("origin", "lists.SANCTIONS", NotApplicable)]
    [InlineData("destination", "FI", Required)]
    [InlineData("destination", "lists.HALAL", NotApplicable)]
    [InlineData("procedure", "40", Required)]
    [InlineData("procedure", "71", NotApplicable)]
    [InlineData("mode", "1", Required)]
    [InlineData("mode", "4", NotApplicable)]
    public void Each_column_fires_is_silent_and_asks_where_the_declaration_does_not_say(string column, string accepted, RequirementStatus expected)
    {
        var rule = Catalogues.Rule();
        switch (column)
        {
            case "origin": rule.Origin.Add(accepted); break;
            case "destination": rule.Destination.Add(accepted); break;
            case "procedure": rule.Procedure.Add(accepted); break;
            default: rule.Mode = accepted; break;
        }

        var full = Goods.Import("080251");
        full.GoodsShipment.Destination = new Destination { CountryCode = "FI" };
        Assert.Equal(expected, Status(rule, full));

        var bare = Goods.Import("080251", origin: null, mode: null);
        bare.Last().GovernmentProcedure.Clear();
        var asked = bare.Determined(Catalogues.Of("XX", rule));
        Assert.Equal(RequirementStatus.Question, asked.Status(Id));
        Assert.Equal(column, Assert.Single(asked.Questions).Attribute);
    }

    [Theory]
    [InlineData("IMA", "40", "IM", Required)]
    [InlineData("IMD", "40", "EX", NotApplicable)]
    [InlineData("EXA", "10", "EX", Required)]
    [InlineData("TRA", "40", "TR", Required)]
    [InlineData("COA", "10", "EX", Required)]
    [InlineData("COA", "31", "EX", Required)]
    [InlineData("COA", "40", "IM", Required)]
    [InlineData("COA", "10", "IM", NotApplicable)]
    public void The_direction_is_the_types_and_of_CO_the_procedures(string type, string procedure, string direction, RequirementStatus expected)
    {
        var rule = Catalogues.Rule();
        rule.Direction = direction;
        Assert.Equal(expected, Status(rule, Goods.Import("080251", type: type, procedure: procedure)));
    }

    [Theory]
    [InlineData("10", "40", Required, Required)]
    [InlineData("40", "10", NotApplicable, NotApplicable)]
    public void Of_CO_the_first_item_speaks_for_all(string first, string second, RequirementStatus one, RequirementStatus two)
    {
        var rule = Catalogues.Rule();
        rule.Direction = "EX";
        var result = Goods.Import("080251", type: "COA", procedure: first).And("080251", procedure: second).Determined(Catalogues.Of("XX", rule));
        Assert.Equal((one, two), (result.Status(Id, 1), result.Status(Id, 2)));
    }

    [Theory]
    [InlineData("", "", Required)]
    [InlineData("2026-06-01", "", Required)]
    [InlineData("2026-06-02", "", NotApplicable)]
    [InlineData("", "2026-06-01", Required)]
    [InlineData("", "2026-05-31", NotApplicable)]
    public void A_rule_holds_from_its_first_day_to_its_last(string from, string to, RequirementStatus expected)
    {
        var rule = Catalogues.Rule();
        (rule.ValidFrom, rule.ValidTo) = (from, to);
        Assert.Equal(expected, Status(rule, Goods.Import("080251")));
    }

    [Theory]
    [InlineData("IMA", "PLANT_HEALTH", Required)]
    [InlineData("IMY", "PLANT_HEALTH", NotApplicable)]
    [InlineData("IMX", "PLANT_HEALTH", NotApplicable)]
    [InlineData("IMZ", "PLANT_HEALTH", NotApplicable)]
    [InlineData("IMY", "CUSTOMS", Required)]
    public void A_supplementary_declaration_is_for_Customs_alone(string type, string unit, RequirementStatus expected)
    {
        var rule = Catalogues.Rule();
        rule.Unit = unit;
        Assert.Equal(expected, Status(rule, Goods.Import("080251", type: type)));
    }

    [Theory]
    [InlineData("XX", "851 N851 C085")]
    [InlineData("FI", "N851 C085")]
    [InlineData("BW", "851")]
    public void The_profile_chooses_the_documents(string profile, string expected) =>
        Assert.Equal(expected, string.Join(' ', Goods.Import("080251").Determined(Catalogues.Of(profile, Catalogues.Rule())).Requirements[0].Documents));

    [Fact]
    public void Where_the_chosen_column_is_empty_the_other_serves()
    {
        var rule = Catalogues.Rule();
        rule.EuDoc.Clear();
        Assert.Equal("851", Assert.Single(Goods.Import("080251").Determined(Catalogues.Of("FI", rule)).Requirements[0].Documents));
    }

    [Fact]
    public void A_profile_leaves_rules_out_and_says_so()
    {
        Assert.True(Profile.Load("finland").Has("CUS-036"));
        var result = Goods.Import("180100").Determined("BW");
        Assert.Equal(NotApplicable, result.Status("CUS-036"));
        Assert.Contains(result.Unmatched, one => one.Requirement == "CUS-036" && one.Clause.Contains("profile BW", StringComparison.Ordinal));
    }

    [Fact]
    public void Every_rule_is_either_a_requirement_or_explained()
    {
        var result = ShowCaseTests.ShowCase().Determined("XX");
        var told = result.Requirements.Select(one => one.Id).Concat(result.Unmatched.Select(one => one.Requirement)).Distinct();
        Assert.Equal(148, told.Count());
        Assert.Equal("export", result.Unmatched.Single(one => one.Requirement == "AGV-021").Clause);
        Assert.Contains(result.Unmatched, one => one is { Requirement: "AGV-012", Items: "1,3-4" });
        Assert.Contains(result.Unmatched, one => one is { Requirement: "AGP-023", Items: "1", Clause: "item.invasiveAlien == true" });
    }

    [Fact]
    public void It_is_ordered_by_item_agency_and_id_and_the_same_every_time()
    {
        var result = ShowCaseTests.ShowCase().Determined("XX");
        var order = result.Requirements.Select(one => (one.Item, one.Agency, one.Id)).ToList();
        Assert.Equal(order.Order(), order);
        Assert.Equal(result, ShowCaseTests.ShowCase().Determined("XX"));
        var others = CompiledCatalogue.Of(Catalogues.Mandates.Reverse(), Profile.Load("reference"));
        Assert.Equal(result, ShowCaseTests.ShowCase().Determined(others));
    }

    private static RequirementStatus Status(Requirement rule, Declaration declaration) => declaration.Determined(Catalogues.Of("XX", rule)).Status(Id);
}
