// SPDX-License-Identifier: Apache-2.0
using Cbm.Contracts;
using Cbm.Declarations.Consolidation;
using Cbm.Declarations.Storage;
using Xunit;
using static Cbm.UnitTests.Consolidation.GivenStanding;

namespace Cbm.UnitTests.Consolidation;

public sealed class ConsolidatorTests
{
    public static TheoryData<string, Standing> Shown => new()
    {
        { "UNDER_REVIEW", Of(1, Customs(), Health(ReviewState.Pending)) },
        { "UNDER_REVIEW", Of(1, Customs(), Health(ReviewState.Pending) with { Controls = [1] }) },
        { "AWAITING_TRADER", Of(1, Customs(ReviewState.Pending), Health(ReviewState.InfoRequested)) },
        { "AWAITING_TRADER", Of(1) with { Questions = [[1]], Presented = false } },
        { "INSPECTION", Of(1, Customs(ReviewState.InfoRequested), Health(ReviewState.ControlOrdered)) },
        { "DETAINED", Of(1, Customs(ReviewState.Detained), Health(ReviewState.ControlOrdered)) },
        { "DETAINED", Of(1, Customs(ReviewState.Detained), Health(ReviewState.Refused)) },
        { "SEIZED", Of(1, Customs(ReviewState.Detained)) with { Seized = true } },
        { "UNDER_REVIEW", Of(1, Customs()) with { SecurityHold = true } },
        { "AWAITING_ARRIVAL", Of(1, Customs(), Health()) with { Presented = false } },
        { "AWAITING_ARRIVAL", Of(1) with { Presented = false } },
        // Found by simulation: an officer had decided all that was left of it, and had the review still in hand.
        { "UNDER_REVIEW", Of(1, Customs(), Health(ReviewState.InReview) with { Items = [1], Decisions = [Decide(1, Outcome.Approve)] }) },
        { "RELEASED", Of(1, Customs(), Notice(ReviewState.InReview) with { Items = [1], Decisions = [Decide(1, Outcome.Approve)] }) },
        { "RELEASED", Of(1) },
        { "RELEASED", Of(1, Customs(), Health(ReviewState.Withdrawn)) },
        { "RELEASED", Of(1, Customs(), Notice(ReviewState.Pending)) },
    };

    [Theory]
    [MemberData(nameof(Shown))]
    public void The_state_shown(string state, Standing standing) => Assert.Equal(state, Consolidator.Consolidate(standing).State);

    [Fact]
    public void A_refused_item_keeps_the_declaration_open_until_every_unit_has_answered()
    {
        var health = Health(ReviewState.Refused) with { Items = [1], Decisions = [Decide(1, Outcome.Refuse)] };
        var plant = new UnitStanding("AGRICULTURE", "PLANT_HEALTH", ReviewState.Pending, true) { Items = [1] };
        var open = Consolidator.Consolidate(Of(2, health, plant, Customs()));
        Assert.Equal(("UNDER_REVIEW", "REFUSED", "CLEAR"), (open.State, open.Items[0].Code, open.Items[1].Code));
        Assert.Equal(["PLANT_HEALTH"], open.WaitsFor);

        var answered = Consolidator.Consolidate(Of(2, health, plant with { State = ReviewState.Approved }, Customs()));
        Assert.Equal("REFUSED", answered.State);
        Assert.Empty(answered.WaitsFor);
    }

    [Fact]
    public void A_refusal_that_stops_the_load_refuses_items_outside_the_slice()
    {
        var vet = Health(ReviewState.Refused) with { Items = [2], Decisions = [Decide(2, Outcome.Refuse)], WholeLoad = [2] };
        Assert.All(Consolidator.Consolidate(Of(3, vet, Customs())).Items, i => Assert.Equal(ItemState.Refused, i.State));
    }

    [Fact]
    public void A_detained_item_is_held_and_the_others_are_told_as_they_are()
    {
        var health = Health(ReviewState.Detained) with { Decisions = [Decide(1, Outcome.Detain), Decide(2, Outcome.Approve)] };
        Assert.Equal(["HOLD", "CLEAR"], Consolidator.Consolidate(Of(2, health, Customs())).Items.Select(i => i.Code));
    }

    [Fact]
    public void Conditions_travel_with_the_item()
    {
        var result = Consolidator.Consolidate(Of(2, Customs(), Health(ReviewState.ApprovedConditional) with { Decisions = [Decide(1, Outcome.Conditional, Complete), Decide(2, Outcome.Approve)] }));
        Assert.Equal("CONDITIONALLY_RELEASED", result.State);
        Assert.Equal([Complete], result.Items[0].Conditions);
        Assert.Empty(result.Items[1].Conditions);
    }

    [Fact]
    public void A_split_that_is_asked_for_releases_a_part()
    {
        var refused = Health(ReviewState.Refused) with { Decisions = [Decide(1, Outcome.Refuse), Decide(2, Outcome.Approve)] };
        Assert.Equal("PARTIALLY_RELEASED", Consolidator.Consolidate(Of(2, refused, Customs()) with { Split = true }).State);
        Assert.Equal("REFUSED", Consolidator.Consolidate(Of(2, refused, Customs())).State);
    }

    [Fact]
    public void Nothing_is_not_a_declaration() => Assert.Throws<ArgumentException>(() => Consolidator.Consolidate(Of(0)));

    [Fact]
    public void A_unit_stands_as_its_slice_and_its_report_tell()
    {
        var slice = new Slice
        {
            Agency = "AGRICULTURE",
            Unit = "VETERINARY",
            Items = { new SliceItem { Item = 3 } },
            Requirements =
            {
                new SliceRequirement { Requirement = new() { Item = 3, Status = RequirementStatus.Required, Obligation = Obligation.Prohibited }, ReleaseBlocking = true, HoldScope = HoldScope.Consignment },
                new SliceRequirement { Requirement = new() { Item = 3, Status = RequirementStatus.Question }, ReleaseBlocking = true },
            },
        };
        var silent = StandingOf(slice, null);
        Assert.Equal(ReviewState.Pending, silent.State);
        Assert.True(silent.Blocking);
        Assert.All([silent.Items, silent.Prohibited, silent.WholeLoad], items => Assert.Equal([3], items));
        slice.Requirements[0].Requirement.Status = RequirementStatus.Waived;
        Assert.Empty(StandingOf(slice, null).Prohibited);

        var report = new AgencyReported
        {
            State = ReviewState.InfoRequested,
            Requests = { new InformationRequest { Questions = { new InformationQuestion { Item = 3 } } }, new InformationRequest { AnsweredAt = new() } },
            Controls = { new Control { Item = 3 }, new Control { Item = 4, Result = "CONFORM" } },
        };
        var heard = StandingOf(slice, report);
        Assert.Equal([3], Assert.Single(heard.Requests));
        Assert.Equal([3], heard.Controls);
    }

    [Fact]
    public void A_unit_that_was_never_heard_may_have_drawn_a_control_so_release_waits_though_it_only_gives_notice()
    {
        var part = new UnitPart
        {
            Unit = "STANDARDS",
            Version = 1,
            Items = { 1 },
            Requirements = { new SliceRequirement { Requirement = new() { Item = 1, Status = RequirementStatus.Required }, BasePhysicalPct = 3 } },
        };
        Assert.Equal("UNDER_REVIEW", Consolidator.Consolidate(Of(1, Customs(), UnitStanding.Of(part))).State);

        part.Report = new AgencyReported { Version = 1, State = ReviewState.Pending };
        Assert.Equal("RELEASED", Consolidator.Consolidate(Of(1, Customs(), UnitStanding.Of(part))).State);
        part.Report.Controls.Add(new Control { Item = 1 });
        Assert.Equal("UNDER_REVIEW", Consolidator.Consolidate(Of(1, Customs(), UnitStanding.Of(part))).State);
    }

    [Theory]
    [InlineData(Outcome.Detain, "DETAINED")]
    [InlineData(Outcome.Refuse, "REFUSED")]
    [InlineData(Outcome.Approve, "UNDER_REVIEW")]
    public void What_was_ordered_on_an_earlier_version_stands_and_what_was_approved_does_not(Outcome outcome, string state)
    {
        var report = new AgencyReported
        {
            Version = 1,
            State = outcome switch { Outcome.Detain => ReviewState.Detained, Outcome.Refuse => ReviewState.Refused, _ => ReviewState.Approved },
            Decisions = { Decide(1, outcome) },
        };
        var part = new UnitPart
        {
            Unit = "PUBLIC_HEALTH",
            Version = 2,
            Blocking = true,
            Report = report,
            Held = { report.Decisions.Where(PartStates.IsGrave) },

            // The trader's answer took away what was asked for item 1.
            Items = { 2 },
            Requirements = { new SliceRequirement { Requirement = new() { Item = 2, Status = RequirementStatus.Required }, ReleaseBlocking = true } },
        };
        var customs = Customs() with { Items = [1] };
        var all = Consolidator.Consolidate(Of(1, customs, UnitStanding.Of(part)));
        Assert.Equal(outcome == Outcome.Approve ? "RELEASED" : state, all.State);
        Assert.Equal("WAIT", Consolidator.Consolidate(Of(2, customs, UnitStanding.Of(part))).Items[1].Code);
    }

    [Fact]
    public void A_request_past_its_time_is_no_longer_waited_for()
    {
        var part = new UnitPart
        {
            Version = 1,
            Blocking = true,
            Items = { 1 },
            Report = new AgencyReported { Version = 1, State = ReviewState.InReview, Requests = { new InformationRequest { Id = "R", ExpiredAt = new() } } },
        };
        Assert.Equal("UNDER_REVIEW", Consolidator.Consolidate(Of(1, UnitStanding.Of(part))).State);
    }

    private static UnitStanding StandingOf(Slice slice, AgencyReported? report) => UnitStanding.Of(new UnitPart
    {
        Agency = slice.Agency,
        Unit = slice.Unit,
        Items = { slice.Items.Select(item => item.Item) },
        Requirements = { slice.Requirements },
        Blocking = slice.Requirements.Any(asked => asked.ReleaseBlocking),
        Report = report,
    });
}
