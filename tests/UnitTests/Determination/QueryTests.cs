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
    public void Codes_are_read_in_any_case_and_with_spaces_around_them()
    {
        static string Ids(RequirementAnswer answer) => string.Join(' ', answer.Requirements.Select(one => $"{one.Id} {one.Status}"));
        static RequirementQuery Figs(Func<string, string> written) => new()
        {
            Direction = written("IM"),
            Procedure = written("40"),
            Mode = written("1"),
            Destination = written("FI"),
            Items = { new RequirementQueryItem { Hs = "080420", Origin = written("TR"), Attributes = { ["intendedUse"] = new Scalar { Text = written("HUMAN_FOOD") }, ["packagingMaterial"] = new Scalar { Text = written("WOOD") } } } },
        };
        var loose = Figs(text => $" {text.ToLowerInvariant()} ");
        Assert.Empty(QueryCheck.Faults(loose));
        Assert.Equal(Ids(Ask(Figs(text => text))), Ids(Ask(loose)));
        Assert.Contains("HEA-006 Required", Ids(Ask(loose)), StringComparison.Ordinal);
        Assert.Contains("AGP-011 Required", Ids(Ask(loose)), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("mode", "sea")]
    [InlineData("packagingMaterial", "WOODEN")]
    [InlineData("intendedUse", "FOOD")]
    [InlineData("furSpecies", "MINK")]
    [InlineData("carnetType", "TIRR")]
    [InlineData("origin", "QQ")]
    [InlineData("destination", "Finland")]
    [InlineData("procedure", "4")]
    [InlineData("commodityCode", "950300")]
    public void A_value_that_no_rule_could_know_is_refused_at_its_path(string attribute, string value)
    {
        var query = new RequirementQuery { Direction = "IM", Items = { new RequirementQueryItem { Hs = "950300", Attributes = { [attribute] = new Scalar { Text = value } } } } };
        Assert.Equal($"items[0].attributes.{attribute}", Assert.Single(QueryCheck.Faults(query)).Path);
    }

    [Fact]
    public void The_headers_values_are_held_against_the_same_lists()
    {
        var query = new RequirementQuery { Direction = "IM", Mode = "X", Procedure = "4", Origin = "QQ", Destination = "QQ", Items = { new RequirementQueryItem { Hs = "950300", Origin = "QQ" } } };
        Assert.Equal(["origin", "destination", "procedure", "mode", "items[0].origin"], QueryCheck.Faults(query).Select(one => one.Path));
    }

    [Fact]
    public void Of_CO_the_first_items_procedure_speaks_for_all()
    {
        var query = new RequirementQuery { Direction = "co", Items = { new RequirementQueryItem { Hs = "950300", Attributes = { ["procedure"] = new Scalar { Text = "1000" } } }, new RequirementQueryItem { Hs = "950300" } } };
        Assert.All(Ask(query).Requirements, one => Assert.Contains("export", one.Why, StringComparison.Ordinal));
        Assert.Equal([1, 2], Ask(query).Requirements.Where(one => one.Id == "CUS-002").Select(one => one.Item));
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
