// SPDX-License-Identifier: Apache-2.0
using Cbm.Agencies;
using Cbm.Agencies.Requirements;
using Cbm.Contracts.Profiles;
using Xunit;

namespace Cbm.UnitTests.Agencies;

/// <summary>What an agency's rows may not say, though every field is well formed.</summary>
public sealed class AgencyRowsTests
{
    private const string Head =
        "rule_id,unit,direction,hs_include,hs_exclude,origin,destination,procedure,mode,condition,obligation,disclaimer_code,un1001,eu_doc," +
        "lpco_name,lpco_issuer,lpco_due,consulted_authority,standard_ref,control_types,base_physical_pct,prenotify_hours,fee_code,fee_eur,fee_basis," +
        "target_review_hours,release_blocking,hold_scope,valid_from,valid_to,verification\n";

    private const string Row =
        "FSH-001,FISHERIES,IM,0302,030289,,,,,true,MUST,,2,C673,Catch certificate,Fisheries,RELEASE,,,\"DOC,ID\",25,0,,0,,8,Y,ITEM,,,FORM\n";

    [Theory]
    [InlineData("\"DOC,ID\"", "", "own.csv(2): control_types: controls are drawn, and none is named.")]
    [InlineData(",0302,", ",0399,", "own.csv(2): hs_include: '0399' is not an HS prefix of 2 to 6 digits that HS 2022 has, or *.")]
    [InlineData("030289", "98765", "own.csv(2): hs_exclude: '98765' is not an HS prefix of 2 to 6 digits that HS 2022 has.")]
    public void What_would_never_have_an_effect_is_a_mistake(string correct, string wrong, string expected)
    {
        Assert.Single(RequirementCatalogue.Read("own.csv", Head + Row).Requirements);
        var thrown = Assert.Throws<CatalogueException>(() => RequirementCatalogue.Read("own.csv", Head + Row.Replace(correct, wrong, StringComparison.Ordinal)));
        Assert.Equal([expected], thrown.Mistakes);
    }

    [Fact]
    public void A_prefix_between_heading_and_subheading_is_one() =>
        Assert.Single(RequirementCatalogue.Read("own.csv", Head + Row.Replace(",0302,", ",03028,", StringComparison.Ordinal)).Requirements);

    [Fact]
    public void A_service_does_not_start_with_rows_of_a_unit_that_it_does_not_have()
    {
        var thrown = Assert.Throws<CatalogueException>(() => AgencyHost.Build(new Fisheries(), []));
        Assert.Equal(["own.csv(3): unit: 'FISHERY' is none of FISHERIES."], thrown.Mistakes);
    }

    [Theory]
    [InlineData("XX", "")]
    [InlineData("FI", "STD-029")]
    [InlineData("BW", "CUS-036 AGP-022 AGV-024 AGV-025")]
    public void A_further_agencys_rules_are_in_force_under_every_profile(string code, string off)
    {
        var profile = Profile.Load(code);
        Assert.True(profile.Has("FSH-001"));
        Assert.Equal(off, string.Join(' ', profile.Disable));
        Assert.All(profile.Disable, rule => Assert.False(profile.Has(rule)));
    }

    private sealed class Fisheries : IAgency
    {
        public string Code => "FISHERIES";

        public IReadOnlyList<Unit> Units { get; } = [new("FISHERIES", "Fisheries", Issues: [])];

        public RequirementCatalogue Requirements { get; } = RequirementCatalogue.Read(
            "own.csv", Head + Row + Row.Replace("FSH-001,FISHERIES", "FSH-002,FISHERY", StringComparison.Ordinal));

        public Wording Wording { get; } = new("Fisheries", "", "", "", "");
    }
}
