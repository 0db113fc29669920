// SPDX-License-Identifier: Apache-2.0
using Cbm.Agencies.Requirements;
using Cbm.Contracts;
using Cbm.Contracts.Profiles;
using Cbm.Contracts.Tables;
using Cbm.Declarations.Determination;
using Xunit;

namespace Cbm.UnitTests.Determination;

public sealed class CatalogueTests
{
    private const string Head =
        "rule_id,agency,unit,direction,hs_include,hs_exclude,origin,destination,procedure,mode,condition,obligation,disclaimer_code,un1001,eu_doc," +
        "lpco_name,lpco_issuer,lpco_due,consulted_authority,standard_ref,control_types,base_physical_pct,prenotify_hours,fee_code,fee_eur,fee_basis," +
        "target_review_hours,release_blocking,hold_scope,codes_verified,valid_from,valid_to,verification\n";

    private const string Row =
        "AGP-901,AGRICULTURE,PLANT_HEALTH,IM,0601;0602,060290,\"GB,lists.SANCTIONS\",,40,1,\"item.intendedUse == \"\"SOWING\"\"\",MUST,Y900,851+2;3,N851," +
        "\"Paper, green\",NPPO,PREARR,,ISPM 12,\"DOC,ID\",25,24,F,31.5,each,8,Y,CONSIGNMENT,ALL,2026-01-01,2026-12-31,REGISTER\n";

    [Fact]
    public void All_rules_of_the_four_agencies_load()
    {
        var rules = Catalogues.Mandates.SelectMany(mandate => mandate.Requirements).ToList();
        Assert.Equal((148, 112, 35, 1), (rules.Count,
            rules.Count(one => one.Obligation == Obligation.Must), rules.Count(one => one.Obligation == Obligation.May), rules.Count(one => one.Obligation == Obligation.Prohibited)));
        Assert.Equal("CUSTOMS 40, PLANT_HEALTH 25, PUBLIC_HEALTH 25, STANDARDS 29, VETERINARY 29",
            string.Join(", ", rules.GroupBy(one => one.Unit).OrderBy(unit => unit.Key).Select(unit => $"{unit.Key} {unit.Count()}")));
        Assert.All(Profile.Codes, profile => Assert.Equal(4, Catalogues.Of(profile).Versions.Count));
    }

    [Fact]
    public void A_row_is_read_field_by_field()
    {
        var rule = Assert.Single(RequirementCatalogue.Read("own.csv", Head + Row).Requirements);
        Assert.Equal("0601 0602|060290|GB lists.SANCTIONS|40|1", string.Join('|', string.Join(' ', rule.HsInclude), string.Join(' ', rule.HsExclude),
            string.Join(' ', rule.Origin), string.Join(' ', rule.Procedure), rule.Mode));
        Assert.Equal(("item.intendedUse == \"SOWING\"", "Paper, green", "31.5", "EUR"), (rule.Condition, rule.Name, rule.Fee.Value, rule.Fee.CurrencyId));
        Assert.Equal((25, 24, 8, true), (rule.BasePhysicalPct, rule.PrenotifyHours, rule.TargetReviewHours, rule.ReleaseBlocking));
        Assert.Equal((HoldScope.Consignment, Verification.Register, Obligation.Must), (rule.HoldScope, rule.Verification, rule.Obligation));
        Assert.Equal(["851+2", "3"], rule.Un1001);
    }

    [Theory]
    [InlineData("item.intendedUse", "item.colour", "own.csv(2): condition: item.colour is no known attribute (at 6 of:")]
    [InlineData("== \"\"SOWING\"\"", "==", "own.csv(2): condition: ")]
    [InlineData(",MUST,", ",SHOULD,", "own.csv(2): obligation: 'SHOULD' is none of MUST, MAY, PROHIBITED.")]
    [InlineData(",IM,", ",IN,", "own.csv(2): direction: 'IN'")]
    [InlineData("0601;0602,", "0601;6,", "own.csv(2): hs_include: '6' is not an HS prefix")]
    [InlineData("0601;0602,", "*;0602,", "own.csv(2): hs_include: * stands alone.")]
    [InlineData("060290", "0602901", "own.csv(2): hs_exclude: '0602901'")]
    [InlineData("lists.SANCTIONS", "lists.FRIENDS", "own.csv(2): origin: 'lists.FRIENDS'")]
    [InlineData(",25,", ",125,", "own.csv(2): base_physical_pct: '125' is no whole number from 0 to 100.")]
    [InlineData(",25,", ",2.5,", "own.csv(2): base_physical_pct: '2.5'")]
    [InlineData("31.5", "free", "own.csv(2): fee_eur: 'free' is no amount.")]
    [InlineData("2026-01-01", "1.1.2026", "own.csv(2): valid_from: '1.1.2026' is no date")]
    [InlineData("2026-01-01", "2027-01-01", "own.csv(2): valid_to: the rule would end before it begins.")]
    [InlineData(",REGISTER", ",SEEN", "own.csv(2): verification: 'SEEN'")]
    [InlineData("DOC,ID", "DOC,EYE", "own.csv(2): control_types: 'EYE'")]
    [InlineData("AGP-901", "", "own.csv(2): rule_id: it is empty.")]
    [InlineData(",2026-12-31,REGISTER", "", "own.csv(2): the row has 31 fields, the table 33 columns.")]
    public void A_mistake_is_told_with_file_and_line(string correct, string wrong, string expected)
    {
        var thrown = Assert.Throws<CatalogueException>(() => RequirementCatalogue.Read("own.csv", Head + Row.Replace(correct, wrong, StringComparison.Ordinal)));
        Assert.Contains(thrown.Mistakes, mistake => mistake.StartsWith(expected, StringComparison.Ordinal));
    }

    [Fact]
    public void All_mistakes_are_told_at_once_and_ids_stand_once()
    {
        var text = Head + Row + Row.Replace("MUST", "SHOULD", StringComparison.Ordinal) + Row.Replace("AGP-901", "AGP-902", StringComparison.Ordinal).Replace(",8,Y,", ",8,?,", StringComparison.Ordinal);
        var thrown = Assert.Throws<CatalogueException>(() => RequirementCatalogue.Read("own.csv", text));
        Assert.Equal(["own.csv(3)", "own.csv(3)", "own.csv(4)"], thrown.Mistakes.Select(one => one[..10]));
        Assert.Contains("condition", Assert.Throws<CatalogueException>(() => RequirementCatalogue.Read("own.csv", "rule_id\n")).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Equal_content_has_an_equal_version_whatever_the_order_of_rows()
    {
        var second = Row.Replace("AGP-901", "AGP-902", StringComparison.Ordinal);
        string Version(string text) => RequirementCatalogue.Read("own.csv", text).ToMandate("AGRICULTURE", "Agriculture", [new MandateUnit { Code = "PLANT_HEALTH" }], []).Version;

        Assert.Equal(Version(Head + Row + second), Version(Head + second + Row));
        Assert.Equal(Version(Head + Row), Version((Head + Row).Replace("\n", "\r\n", StringComparison.Ordinal)));
        Assert.NotEqual(Version(Head + Row), Version(Head + Row.Replace(",25,", ",26,", StringComparison.Ordinal)));
        Assert.NotEqual(Catalogues.Of("XX").Version, CompiledCatalogue.Of(Catalogues.Mandates.Take(3), Profile.Load("XX")).Version);
    }

    [Fact]
    public void Lookups_are_checked_too()
    {
        const string Columns = "attribute,key,value,valid_from,valid_to\n";
        Assert.Equal(2, Assert.Single(LookupTables.Read("l.csv", Columns + "citesListed,AQUILARIA,true,,\ncitesListed,HUSO HUSO,true,2026-01-01,\n")).Entries.Count);
        var wrong = Assert.Throws<CatalogueException>(() => LookupTables.Read("l.csv", Columns + "lmo,X,true,,\ncitesListed,huso,false,now,\n"));
        Assert.Equal("l.csv(2) l.csv(3) l.csv(3) l.csv(3)", string.Join(' ', wrong.Mistakes.Select(one => one[..8])));
    }

    [Fact]
    public void A_mandate_that_cannot_be_read_is_refused_by_rule()
    {
        var mandate = new Mandate { Agency = "FIFTH", Requirements = { Catalogues.Rule("FIF-001", "item.colour"), Catalogues.Rule("FIF-002", "true"), Catalogues.Rule("FIF-003", "(") } };
        var thrown = Assert.Throws<InvalidDataException>(() => CompiledCatalogue.Of([mandate], Profile.Load("XX")));
        Assert.Equal(2, thrown.Message.Split(Environment.NewLine).Length);
    }

    [Fact]
    public void Quotes_line_ends_and_empty_lines_are_read_as_RFC_4180_says()
    {
        var table = CsvTable.Read("t.csv", "\uFEFFa,b\r\n\"x, \"\"y\"\"\nz\",2\r\n\r\n3,\n");
        Assert.Equal(["x, \"y\"\nz", "3"], table.Rows.Select(row => row["a"]));
        Assert.Equal([2, 5], table.Rows.Select(row => row.Line));
        Assert.Throws<InvalidDataException>(() => CsvTable.Read("t.csv", "a\n\"x"));
    }
}
