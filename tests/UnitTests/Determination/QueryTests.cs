// SPDX-License-Identifier: Apache-2.0
using Cbm.Contracts;
using Cbm.Contracts.Profiles;
using Cbm.Declarations.Determination;
using Xunit;

namespace Cbm.UnitTests.Determination;

public sealed class QueryTests
{
    [Fact]
    public void As_little_as_code_and_origin_is_answered_with_requirements_and_questions()
    {
        var answer = Ask(new RequirementQuery { Direction = "IM", Items = { new RequirementQueryItem { Hs = "0802.51", Origin = "IR" } } });
        Assert.Equal("XX", answer.Profile);
        var figs = answer.Requirements.Single(one => one.Id == "HEA-006");
        Assert.Equal((RequirementStatus.Question, "What are the goods for?"), (figs.Status, figs.Question));
        Assert.DoesNotContain(answer.Requirements, one => one.Status == RequirementStatus.NotApplicable);
        Assert.Equal(answer.Requirements.Select(one => (one.Item, one.Agency, one.Id)).Order(), answer.Requirements.Select(one => (one.Item, one.Agency, one.Id)));
    }

    [Fact]
    public void Explaining_lists_every_rule_for_every_item()
    {
        var query = new RequirementQuery { Direction = "IM", Explain = true, Items = { new RequirementQueryItem { Hs = "950300" }, new RequirementQueryItem { Hs = "010121" } } };
        var answer = Ask(query);
        Assert.Equal(2 * 148, answer.Requirements.Count);
        Assert.Equal("does not match: export", answer.Requirements.First(one => one.Id == "AGV-021").Why);
    }

    [Fact]
    public void An_items_value_wins_over_the_headers_and_null_says_nothing()
    {
        var item = new RequirementQueryItem { Hs = "950300", Attributes = { ["mode"] = new Scalar { Text = "4" }, ["valueEur"] = new Scalar { Unknown = true } } };
        var answer = Ask(new RequirementQuery { Direction = "IM", Mode = "1", Items = { item } });
        Assert.Contains(answer.Requirements, one => one is { Id: "CUS-004", Status: RequirementStatus.Required });
        Assert.DoesNotContain(answer.Requirements, one => one.Id == "CUS-003");
        Assert.Equal(RequirementStatus.Question, answer.Requirements.Single(one => one.Id == "CUS-010").Status);
    }

    [Fact]
    public void Nothing_is_looked_up_and_nothing_supposed()
    {
        var answer = Ask(new RequirementQuery { Direction = "IM", Mode = "1", Items = { new RequirementQueryItem { Hs = "851713", Origin = "CN" } } });
        Assert.Equal(RequirementStatus.Question, answer.Requirements.Single(one => one.Id == "CUS-037").Status);
        Assert.Equal(RequirementStatus.Question, answer.Requirements.Single(one => one.Id == "HEA-022").Status);
    }

    [Theory]
    [InlineData("IM", "950300", "4000", "", 0)]
    [InlineData("XX", "950300", "", "", 1)]
    [InlineData("IM", "95O300", "", "", 1)]
    [InlineData("IM", "9503", "", "colour", 2)]
    public void What_a_query_cannot_mean_is_told_at_once(string direction, string hs, string procedure, string attribute, int faults)
    {
        var query = new RequirementQuery { Direction = direction, Procedure = procedure, Items = { new RequirementQueryItem { Hs = hs } } };
        if (attribute.Length > 0) query.Items[0].Attributes[attribute] = new Scalar { Text = "red" };
        Assert.Equal(faults, QueryCheck.Faults(query).Count);
    }

    [Fact]
    public void A_profile_is_found_by_code_or_name()
    {
        Assert.Equal(["XX", "FI", "BW"], Profile.Codes.Select(code => Profile.Load(code).Code));
        Assert.Equal("BW", Profile.Load("Botswana").Code);
        Assert.Equal("Finnish Food Authority, border veterinary control", Profile.Load("FI").UnitNames["VETERINARY"]);
        Assert.Equal("CUSTOMS", Profile.Load("BW").LeadUnit);
        Assert.Null(Profile.Find("SE"));
        Assert.Throws<ArgumentException>(() => Profile.Load("SE"));
    }

    private static RequirementAnswer Ask(RequirementQuery query) => RequirementDetermination.Query(query, Catalogues.Of("XX"), Catalogues.Today);
}
