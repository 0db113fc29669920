// SPDX-License-Identifier: Apache-2.0
using Cbm.Agencies.Reviews;
using Cbm.Contracts;
using Cbm.TestKit;
using Xunit;

namespace Cbm.UnitTests.Agencies;

public sealed class DecidingTests
{
    private static readonly DateOnly Today = new(2026, 3, 2);

    private readonly Slice _slice = GivenSlice.For("PLANT_HEALTH")
        .Goods("060290").Asks("R", Verification.None)
        .Goods("060311").Asks("S", Verification.None).Cut();

    private readonly Review _review = new() { State = ReviewState.InReview };

    [Fact]
    public void A_plain_approval_needs_nothing_more_and_decides_all_that_is_open()
    {
        var request = new DecideRequest { Outcome = Outcome.Approve };
        Assert.Empty(Faults(request));
        Apply(request);
        Assert.Equal(ReviewState.Approved, _review.State);
        Assert.Equal([1, 2], _review.Decisions.Select(decision => decision.Item));
    }

    [Fact]
    public void The_review_ends_when_every_item_has_its_outcome_and_shows_the_gravest()
    {
        Apply(Burden(Outcome.Refuse, 1));
        Assert.Equal((ReviewState.InReview, Outcome.Unspecified), (_review.State, _review.Decision));
        Apply(new DecideRequest { Outcome = Outcome.Approve });
        Assert.Equal((ReviewState.Refused, Outcome.Refuse), (_review.State, _review.Decision));
        Assert.Equal(["Refused by an officer, item 1. Reason R1. Legal basis: Act 1.", "Approved by an officer, item 2."], _review.Reasons);
        Assert.Equal([1, 2], _review.Decisions.Select(decision => decision.Item));
    }

    [Theory]
    [InlineData(Outcome.Refuse)]
    [InlineData(Outcome.Detain)]
    [InlineData(Outcome.Waive)]
    [InlineData(Outcome.Conditional)]
    public void Whatever_is_no_plain_approval_needs_reason_and_legal_basis(Outcome outcome)
    {
        var codes = Faults(new DecideRequest { Outcome = outcome });
        Assert.Contains("SWA004", codes);
        Assert.Contains("SWA005", codes);
        Assert.DoesNotContain("SWA004", Faults(Burden(outcome)));
    }

    [Fact]
    public void Blanks_are_no_reason_and_a_reason_has_an_end()
    {
        var request = Burden(Outcome.Refuse);
        (request.ReasonCode, request.LegalBasis) = (" ", "\t");
        Assert.Equal(["SWA004", "SWA005"], Faults(request));
        (request.Outcome, request.ReasonCode, request.LegalBasis) = (Outcome.Approve, new string('a', 71), new string('a', 501));
        Assert.Equal(["SWA004", "SWA005"], Faults(request));
    }

    [Fact]
    public void An_outcome_that_the_contract_does_not_know_is_none() => Assert.Contains("SWA002", Faults(Burden((Outcome)99)));

    [Fact]
    public void What_is_detained_is_decided_anew_and_what_else_is_decided_is_not()
    {
        Apply(Burden(Outcome.Detain));
        Assert.Equal(ReviewState.Detained, _review.State);
        _review.State = ReviewState.InReview;
        Assert.Empty(Faults(Burden(Outcome.Refuse, 1)));
        Apply(Burden(Outcome.Refuse, 1));
        Assert.Equal([1], Deciding.Decided(_review));
        _review.State = ReviewState.InReview;
        var rest = new DecideRequest { Outcome = Outcome.Approve };
        Assert.Equal([2], Deciding.Items(_review, _slice, rest));
        Apply(rest);
        Assert.Equal((ReviewState.Refused, Outcome.Refuse), (_review.State, _review.Decision));
        Assert.Equal([(1, Outcome.Refuse), (2, Outcome.Approve)], _review.Decisions.Select(decision => (decision.Item, decision.Outcome)));
    }

    [Fact]
    public void Approving_the_rest_does_not_lift_a_detention()
    {
        Apply(Burden(Outcome.Detain, 1));
        Apply(new DecideRequest { Outcome = Outcome.Approve });
        Assert.Equal(ReviewState.Detained, _review.State);
        Assert.Equal([Outcome.Detain, Outcome.Approve], _review.Decisions.OrderBy(decision => decision.Item).Select(decision => decision.Outcome));
    }

    [Fact]
    public void A_control_that_was_not_drawn_bounds_the_decision_that_reports_it()
    {
        _review.Findings.Add(new Finding { Requirement = "R", Item = 1 });
        var request = new DecideRequest { Outcome = Outcome.Approve, Items = { 1 }, Controls = { new Control { Requirement = "R", Item = 1, Type = "LAB", Result = "NON_CONFORM" } } };
        Assert.Contains("SWA011", Faults(request));
        request.Controls[0].Result = "CONFORM";
        Assert.Empty(Faults(request));
    }

    [Fact]
    public void Where_nothing_is_left_open_what_was_decided_before_ends_the_review()
    {
        Apply(Burden(Outcome.Refuse, 1));
        _slice.Requirements.RemoveAt(1);
        Assert.Equal("Refused by an officer, item 1. Reason R1. Legal basis: Act 1.", Deciding.Apply(
            _review, _slice, new DecideRequest { Outcome = Outcome.Approve }, "officer-1", GivenSlice.Lodged));
        Assert.Equal(ReviewState.Refused, _review.State);
    }

    [Fact]
    public void No_outcome_and_unknown_items_are_told_at_once() =>
        Assert.Equal(["SWA002", "SWA003"], Faults(new DecideRequest { Items = { 1, 9 } }));

    [Fact]
    public void Conditions_go_with_a_conditional_approval_and_are_complete()
    {
        Assert.Equal(["SWA006"], Faults(Burden(Outcome.Conditional)));
        var request = Burden(Outcome.Conditional);
        request.Conditions.Add(new Condition { Text = "Keep apart.", Owner = "FI1234567-8", Due = "2026-03-02", Security = "G-1" });
        Assert.Empty(Faults(request));
        request.Conditions.Add(new Condition { Due = "2026-03-01" });
        Assert.Equal(["SWA007", "SWA007", "SWA007", "SWA007"], Faults(request));
        request.Outcome = Outcome.Approve;
        Assert.Contains("SWA006", Faults(request));
    }

    [Fact]
    public void A_drawn_control_needs_its_result_before_an_approval_and_no_other_outcome()
    {
        _review.Controls.Add(new Control { Requirement = "R", Item = 1, Type = "PHY" });
        Assert.Equal(["SWA010"], Faults(new DecideRequest { Outcome = Outcome.Approve }));
        Assert.Empty(Faults(new DecideRequest { Outcome = Outcome.Approve, Items = { 2 } }));
        Assert.Empty(Faults(Burden(Outcome.Refuse)));
    }

    [Theory]
    [InlineData("PHY", "DOC", false)]
    [InlineData("PHY", "LAB", false)]
    [InlineData("LAB", "PHY", true)]
    [InlineData("DOC", "SEAL", true)]
    [InlineData("PHY", "", true)]
    public void A_drawn_control_is_done_by_its_own_type_or_a_more_thorough_one(string drawn, string done, bool approves)
    {
        _review.Controls.Add(new Control { Requirement = "R", Item = 1, Type = drawn });
        var request = new DecideRequest { Outcome = Outcome.Approve, Controls = { new Control { Requirement = "R", Item = 1, Type = done, Result = "CONFORM" } } };
        Assert.Equal(approves ? [] : ["SWA010"], Faults(request));
        Apply(request);
        Assert.Equal(drawn, _review.Controls[0].Type);
        Assert.Equal(done.Length == 0 || done == drawn ? 1 : 2, _review.Controls.Count);
    }

    [Fact]
    public void A_result_on_record_is_not_written_over_by_leaving_the_type_out_nor_twice_in_one_request()
    {
        _review.Controls.Add(new Control { Requirement = "R", Item = 1, Type = "PHY", Result = "MAJOR" });
        var request = Burden(Outcome.Conditional);
        request.Conditions.Add(new Condition { Text = "Keep apart.", Owner = "FI1234567-8", Due = "2026-03-02", Security = "G-1" });
        request.Controls.Add(new Control { Requirement = "R", Item = 1, Result = "CONFORM" });
        Assert.Equal(["SWA009"], Faults(request));
        request.Controls[0] = new Control { Requirement = "R", Item = 1, Type = "LAB", Result = "CONFORM" };
        request.Controls.Add(request.Controls[0]);
        Assert.Equal(["SWA009"], Faults(request));
    }

    [Theory]
    [InlineData("CONFORM", true)]
    [InlineData("MINOR", true)]
    [InlineData("MAJOR", false)]
    [InlineData("NON_CONFORM", false)]
    [InlineData("INCONCLUSIVE", false)]
    public void The_result_of_a_control_bounds_the_outcome(string result, bool approves)
    {
        _review.Controls.Add(new Control { Requirement = "R", Item = 1, Type = "PHY" });
        var request = new DecideRequest { Outcome = Outcome.Approve, Controls = { new Control { Requirement = "R", Item = 1, Type = "PHY", Result = result } } };
        Assert.Equal(approves ? [] : ["SWA011"], Faults(request));
    }

    [Fact]
    public void Only_drawn_controls_are_recorded_with_known_results_and_once()
    {
        _review.Controls.Add(new Control { Requirement = "R", Item = 1, Type = "PHY", Result = "MINOR" });
        var request = Burden(Outcome.Refuse);
        request.Controls.Add(new Control { Requirement = "S", Item = 1, Type = "LAB", Result = "CONFORM" });
        request.Controls.Add(new Control { Requirement = "R", Item = 1, Type = "LAB", Result = "CONFORM" });
        request.Controls.Add(new Control { Requirement = "R", Item = 1, Type = "PHY", Result = "CONFORM" });
        request.Controls.Add(new Control { Requirement = "R", Item = 1, Type = "PHY", Result = "FINE" });
        Assert.Equal(["SWA008", "SWA009", "SWA009"], Faults(request));
    }

    [Fact]
    public void Prohibited_goods_are_refused_or_waived()
    {
        _slice.Requirements[0].Requirement.Obligation = Obligation.Prohibited;
        Assert.Equal(["SWA012"], Faults(new DecideRequest { Outcome = Outcome.Approve }));
        Assert.Empty(Faults(new DecideRequest { Outcome = Outcome.Approve, Items = { 2 } }));
        Assert.Empty(Faults(Burden(Outcome.Refuse)));
        Assert.Empty(Faults(Burden(Outcome.Waive)));
    }

    [Fact]
    public void Working_days_leave_out_the_week_end() => Assert.Equal(
        new DateTimeOffset(2026, 3, 9, 15, 0, 0, TimeSpan.Zero),
        Asking.AfterWorkingDays(new DateTimeOffset(2026, 3, 6, 15, 0, 0, TimeSpan.Zero), 1));

    [Fact]
    public void A_request_past_its_due_time_is_closed_unanswered_and_the_review_goes_on()
    {
        _review.State = ReviewState.InfoRequested;
        _review.Requests.Add(Asking.Round(_review, new RequestInformationRequest(), "o", GivenSlice.Lodged));
        Assert.Empty(Deadlines.Expire(_review, GivenSlice.Lodged.AddDays(7)));
        Assert.Equal(ReviewState.InfoRequested, _review.State);
        Assert.Equal([_review.Requests[0].Id], Deadlines.Expire(_review, GivenSlice.Lodged.AddDays(7).AddMinutes(1)));
        Assert.Equal((ReviewState.InReview, false), (_review.State, Asking.IsOpen(_review.Requests[0])));
    }

    [Fact]
    public void A_round_of_questions_has_ids_that_no_other_has()
    {
        _review.Unit = "PLANT_HEALTH";
        _review.Version = 2;
        var request = new RequestInformationRequest { Questions = { new InformationQuestion { Text = "a?" }, new InformationQuestion { Text = "b?", Item = 2 } } };
        Assert.Empty(Asking.Faults(_slice, request));
        var round = Asking.Round(_review, request, "o", GivenSlice.Lodged);
        Assert.Equal("PLANT_HEALTH-2-1", round.Id);
        Assert.Equal(["PLANT_HEALTH-2-1-1", "PLANT_HEALTH-2-1-2"], round.Questions.Select(question => question.Id));
        Assert.Equal(GivenSlice.Lodged.AddDays(7), round.Due.ToDateTimeOffset());
        Assert.Equal(["SWA013"], Asking.Faults(_slice, new RequestInformationRequest()).Select(fault => fault.Code));
        request.Questions[0].Text = " ";
        request.Questions[1].Item = 3;
        request.DueDays = -1;
        Assert.Equal(["SWA014", "SWA015", "SWA003"], Asking.Faults(_slice, request).Select(fault => fault.Code));
    }

    private static DecideRequest Burden(Outcome outcome, params int[] items) =>
        new() { Outcome = outcome, ReasonCode = "R1", LegalBasis = "Act 1", Items = { items } };

    private string[] Faults(DecideRequest request) => [.. Deciding.Faults(_review, _slice, request, Today).Select(fault => fault.Code)];

    private void Apply(DecideRequest request) => Deciding.Apply(_review, _slice, request, "officer-1", GivenSlice.Lodged);
}
