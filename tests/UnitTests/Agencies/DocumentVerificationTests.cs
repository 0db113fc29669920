// SPDX-License-Identifier: Apache-2.0
using Cbm.Agencies.Intake;
using Cbm.Contracts;
using Cbm.TestKit;
using Xunit;

namespace Cbm.UnitTests.Agencies;

public sealed class DocumentVerificationTests
{
    [Fact]
    public void Form_is_met_by_presence_and_a_well_formed_number() =>
        Assert.Equal(RequirementStatus.Met, Find(Plants().Document("N380", "NB-2026-0417").Asks("R", Verification.Form, ["N380"])).Status);

    [Theory]
    [InlineData("")]
    [InlineData("?")]
    [InlineData("-380")]
    [InlineData("a\tb")]
    public void A_number_that_no_document_bears_is_judged(string number)
    {
        Assert.False(DocumentVerification.IsWellFormed(number));
        Assert.Equal(RequirementStatus.Judged, Find(Plants().Document("N380", number).Asks("R", Verification.Form, ["N380"])).Status);
    }

    [Fact]
    public void A_document_that_is_not_declared_is_missing_and_the_finding_says_what_to_do()
    {
        var finding = Find(Plants().Document("N705", "B-1").Asks("R", Verification.Form, ["N380", "N935"]));
        Assert.Equal(RequirementStatus.Missing, finding.Status);
        Assert.Contains("N380 or N935", finding.Text, StringComparison.Ordinal);
        Assert.Contains("Get it.", finding.Text, StringComparison.Ordinal);
    }

    [Fact]
    public void Plus_joins_documents_that_are_needed_together()
    {
        Assert.Equal(RequirementStatus.Missing, Find(Plants().Document("2", "C-1").Asks("R", Verification.Form, ["2+4"])).Status);
        Assert.Equal(RequirementStatus.Met, Find(Plants().Document("2", "C-1").Document("4", "T-1").Asks("R", Verification.Form, ["2+4"])).Status);
    }

    [Fact]
    public void Any_whole_alternative_serves_not_only_the_first() => Assert.Equal(RequirementStatus.Met, Find(
        Plants().Document("N851", "foreign").Document("911", "PH-1").Asks("R", Verification.Register, ["N851", "911"]), GivenRegister.Permit()).Status);

    [Fact]
    public void The_register_holds_it_and_everything_fits() =>
        Assert.Equal(RequirementStatus.Met, Find(Declared(), GivenRegister.Permit()).Status);

    [Fact]
    public void What_no_register_holds_is_judged_by_an_officer()
    {
        var finding = Find(Declared());
        Assert.Equal((RequirementStatus.Judged, "911 PH-1 is not in the register of Plant health."), (finding.Status, finding.Text));
    }

    public static TheoryData<string, Action<Lpco>> Misfits => new()
    {
        { "is not held by the importer", permit => permit.Holder = "FI7654321-0" },
        { "is registered as another kind of document", permit => permit.DocumentCode = "C065" },
        { "is for another direction of trade", permit => permit.Direction = "EX" },
        { "does not cover goods of 060290", permit => permit.Hs[0] = "0603" },
        { "does not cover the declared origin", permit => permit.Origin = "NL" },
        { "had ended when the declaration was lodged", permit => permit.ValidTo = "2026-03-01" },
        { "was not yet valid when the declaration was lodged", permit => permit.ValidFrom = "2026-03-03" },
        { "is not in the register of Plant health", permit => permit.Number = "PH-2" },
    };

    [Theory]
    [MemberData(nameof(Misfits))]
    public void One_thing_that_does_not_fit_is_told_and_nothing_of_the_register(string told, Action<Lpco> change)
    {
        var permit = GivenRegister.Permit();
        change(permit);
        var finding = Find(Declared(), permit);
        Assert.Equal((RequirementStatus.Judged, $"911 PH-1 {told}."), (finding.Status, finding.Text));
        Assert.DoesNotContain("7654321", finding.Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("2026-03-02", "2026-03-02")]
    [InlineData("2026-01-01", "2026-03-02")]
    public void Its_first_and_last_day_are_valid(string from, string to)
    {
        var permit = GivenRegister.Permit();
        (permit.ValidFrom, permit.ValidTo) = (from, to);
        Assert.Equal(RequirementStatus.Met, Find(Declared(), permit).Status);
    }

    [Fact]
    public void A_withdrawn_document_does_not_fit() => Assert.Equal(
        "911 PH-1 is withdrawn.", Find(Declared(), GivenRegister.With(GivenRegister.Permit(), withdrawn: "fraud")).Text);

    [Fact]
    public void A_document_of_another_issuer_is_not_ours_though_it_has_our_number()
    {
        var declared = Plants().Document("911", "PH-1", issuer: "Somebody Else").Asks("R", Verification.Register, ["911"]);
        Assert.Equal(RequirementStatus.Judged, Find(declared, GivenRegister.Permit()).Status);
        var own = Plants().Document("911", "PH-1", issuer: "plant health").Asks("R", Verification.Register, ["911"]);
        Assert.Equal(RequirementStatus.Met, Find(own, GivenRegister.Permit()).Status);
    }

    [Theory]
    [InlineData("Phyto authority", "R", "S")]
    [InlineData("SEED AUTHORITY", "S", "R")]
    [InlineData("Somebody else", "", "R")]
    public void One_licence_of_a_code_that_two_authorities_issue_is_for_the_one_that_issued_it(string issuer, string met, string judged)
    {
        var given = Plants().Document("911", "PH-1").Asks("R", Verification.Register, ["911"]).Asks("S", Verification.Register, ["C085", "911"]);
        given.Cut().Requirements[0].Requirement.Issuer = "Phyto authority";
        given.Cut().Requirements[1].Requirement.Issuer = "Seed authority";
        var permit = GivenRegister.Permit();
        permit.Issuer = issuer;
        var findings = given.Cut().Requirements.ToDictionary(
            asked => asked.Requirement.Id, asked => DocumentVerification.Of(asked, given.Cut(), GivenRegister.With(permit), GivenRegister.Wording));
        Assert.Equal(met.Length > 0 ? 1 : 0, findings.Values.Count(finding => finding.Status == RequirementStatus.Met && finding.Requirement == met));
        Assert.Equal(RequirementStatus.Judged, findings[judged].Status);
        Assert.Contains("It is not clear which of", findings[judged].Text, StringComparison.Ordinal);
    }

    [Fact]
    public void Blanks_at_the_edge_of_a_number_are_not_of_it() => Assert.Equal(
        RequirementStatus.Met, Find(Plants().Document("911", " PH-1 ").Asks("R", Verification.Register, ["911"]), GivenRegister.Permit()).Status);

    [Fact]
    public void Disclaimed_asked_and_prohibited_are_found_as_what_they_are()
    {
        Assert.Equal(RequirementStatus.Waived, Find(Plants().Asks("R", Verification.Register, ["911"], status: RequirementStatus.Waived)).Status);
        Assert.Equal(RequirementStatus.Question, Find(Plants().Asks("R", Verification.Register, ["911"], status: RequirementStatus.Question)).Status);
        Assert.Equal(RequirementStatus.Judged, Find(Plants().Asks("R", Verification.None, obligation: Obligation.Prohibited)).Status);
        Assert.Equal(RequirementStatus.Met, Find(Plants().Asks("R", Verification.None)).Status);
    }

    [Fact]
    public void The_number_of_an_item_is_its_place_in_the_whole_declaration()
    {
        // The slice shows the third item of the declaration alone, whatever number it bears itself.
        var slice = Declared().Cut();
        slice.Items[0].Item = 3;
        slice.Requirements[0].Requirement.Item = 3;
        Assert.Equal(RequirementStatus.Met, DocumentVerification.Of(slice.Requirements[0], slice, GivenRegister.With(GivenRegister.Permit()), GivenRegister.Wording).Status);
        slice.Requirements[0].Requirement.Item = 1;
        Assert.Equal(RequirementStatus.Judged, DocumentVerification.Of(slice.Requirements[0], slice, GivenRegister.With(GivenRegister.Permit()), GivenRegister.Wording).Status);
    }

    private static GivenSlice Plants() => GivenSlice.For("PLANT_HEALTH").Goods("060290");

    private static GivenSlice Declared() => Plants().Document("911", "PH-1").Asks("R", Verification.Register, ["911"]);

    private static Finding Find(GivenSlice given, Lpco permit) => Find(given, GivenRegister.With(permit));

    private static Finding Find(GivenSlice given, RegisterExtract? register = null) =>
        DocumentVerification.Of(given.Cut().Requirements[0], given.Cut(), register ?? GivenRegister.Empty, GivenRegister.Wording);
}
