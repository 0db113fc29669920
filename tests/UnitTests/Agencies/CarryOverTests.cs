// SPDX-License-Identifier: Apache-2.0
using Cbm.Agencies.Intake;
using Cbm.Agencies.Reviews;
using Cbm.Contracts;
using Cbm.TestKit;
using Google.Protobuf.WellKnownTypes;
using Xunit;

namespace Cbm.UnitTests.Agencies;

/// <summary>A review of two goods items, and a newer version of its slice.</summary>
public sealed class CarryOverTests
{
    private readonly Slice _earlier = Given();
    private readonly Slice _newer = Given();
    private readonly Review _before = new() { Revision = 5, State = ReviewState.Pending, Assignee = "" };

    public CarryOverTests() => _newer.Version = 2;

    [Fact]
    public void What_no_officer_touched_counts_as_assessed()
    {
        var review = Carried();
        Assert.Equal((ReviewState.Approved, Outcome.Approve, 5), (review.State, review.Decision, review.Revision));
        Assert.All(review.Decisions, decision => Assert.Equal(ReviewLog.Rule, decision.By));
    }

    [Theory]
    [InlineData(ReviewState.InReview)]
    [InlineData(ReviewState.ControlOrdered)]
    [InlineData(ReviewState.Escalated)]
    [InlineData(ReviewState.AwaitingApproval)]
    public void What_an_officer_has_in_hand_stays_there_and_no_rule_decides_it(ReviewState state)
    {
        (_before.State, _before.Assignee) = (state, "officer-1");
        var review = Carried();
        Assert.Equal((state, "officer-1", Outcome.Unspecified), (review.State, review.Assignee, review.Decision));
        Assert.Empty(review.Decisions);
        Assert.Equal(["Version 2 of the declaration came after an officer had worked on it."], review.Reasons);
    }

    [Theory]
    [InlineData(false, ReviewState.InfoRequested)]
    [InlineData(true, ReviewState.InReview)]
    public void A_request_waits_for_its_answer_across_versions(bool isAnswered, ReviewState state)
    {
        _before.State = ReviewState.InfoRequested;
        _before.Requests.Add(new InformationRequest { Id = "PLANT_HEALTH-1-1", AnsweredAt = isAnswered ? new Timestamp() : null });
        var review = Carried();
        Assert.Equal((state, "PLANT_HEALTH-1-1"), (review.State, Assert.Single(review.Requests).Id));
    }

    [Fact]
    public void A_withdrawn_review_that_comes_back_with_an_open_request_is_not_decided_by_rule()
    {
        _before.State = ReviewState.Withdrawn;
        _before.Requests.Add(new InformationRequest { Id = "PLANT_HEALTH-1-1" });
        Assert.Equal(ReviewState.Pending, Carried().State);
    }

    [Theory]
    [InlineData(Outcome.Refuse, ReviewState.Refused)]
    [InlineData(Outcome.Detain, ReviewState.Detained)]
    public void A_refusal_or_detention_stands_whatever_the_trader_changes(Outcome outcome, ReviewState state)
    {
        _before.State = state;
        Decided(1, outcome);
        Decided(2, outcome);
        Change(1);
        Change(2);
        var review = Carried();
        Assert.Equal((state, outcome), (review.State, review.Decision));
        Assert.Equal([1, 2], review.Decisions.Select(decision => decision.Item));
        Assert.Contains("by an officer, item 1, 2.", Assert.Single(review.Reasons), StringComparison.Ordinal);
    }

    [Fact]
    public void Beside_a_refusal_no_rule_decides_what_is_new()
    {
        _before.State = ReviewState.Refused;
        _before.Assignee = "officer-1";
        Decided(1, Outcome.Refuse);
        Decided(2, Outcome.Approve);
        Change(2);
        var review = Carried();
        Assert.Equal((ReviewState.Pending, Outcome.Unspecified, ""), (review.State, review.Decision, review.Assignee));
        Assert.Equal((1, Outcome.Refuse), (Assert.Single(review.Decisions).Item, review.Decisions[0].Outcome));
        Assert.Contains(review.Reasons, reason => reason.StartsWith("Version 2", StringComparison.Ordinal));
        Assert.Contains(review.Reasons, reason => reason.StartsWith("Refused by an officer, item 1.", StringComparison.Ordinal));
    }

    [Fact]
    public void A_refused_item_that_needs_nothing_any_more_stays_refused()
    {
        _before.State = ReviewState.Refused;
        Decided(1, Outcome.Refuse);
        Decided(2, Outcome.Approve);
        _newer.Requirements.RemoveAt(0);
        var review = Carried();
        Assert.Equal((ReviewState.Refused, Outcome.Refuse), (review.State, review.Decision));
        Assert.Equal([1, 2], review.Decisions.Select(decision => decision.Item));
    }

    [Theory]
    [InlineData(Outcome.Approve, ReviewState.Approved)]
    [InlineData(Outcome.Conditional, ReviewState.ApprovedConditional)]
    [InlineData(Outcome.Waive, ReviewState.Approved)]
    public void An_approval_stands_where_nothing_changed_and_the_rules_decide_the_rest(Outcome outcome, ReviewState state)
    {
        _before.State = state;
        Decided(1, outcome);
        Decided(2, Outcome.Approve);
        Change(2);
        var review = Carried();
        Assert.Equal(state, review.State);
        Assert.Equal(["officer-1", ReviewLog.Rule], review.Decisions.Select(decision => decision.By));
        Assert.Equal(outcome, review.Decisions[0].Outcome);
    }

    [Fact]
    public void A_condition_is_not_taken_off_by_another_declaration_of_its_goods()
    {
        _before.State = ReviewState.ApprovedConditional;
        Decided(1, Outcome.Conditional);
        Decided(2, Outcome.Approve);
        Change(1);
        var review = Carried();
        Assert.Equal((ReviewState.Pending, Outcome.Unspecified), (review.State, review.Decision));
    }

    [Fact]
    public void The_sums_of_the_declaration_say_nothing_of_goods_that_are_as_they_were()
    {
        _before.State = ReviewState.ApprovedConditional;
        Decided(1, Outcome.Conditional);
        Decided(2, Outcome.Approve);
        _newer.Declaration.TotalGrossMassMeasure = new Quantity { Value = "77" };
        _newer.Declaration.TotalPackageQuantity = new Quantity { Value = "7" };
        Change(2);
        Assert.Equal((ReviewState.ApprovedConditional, Outcome.Conditional), (Carried().State, Carried().Decisions[0].Outcome));
    }

    public static TheoryData<string, Action<Slice>> Changes => new()
    {
        { "the goods item", slice => slice.Declaration.GoodsShipment.GovernmentAgencyGoodsItem[0].Origin[0].CountryCode = "NL" },
        { "a fact of it", slice => slice.Items[0].ValueBand = ">100k" },
        { "a requirement of it", slice => slice.Requirements[0].Requirement.Why = "another clause" },
        { "the header", slice => slice.Declaration.GoodsShipment.Importer.Id = "FI7654321-2" },
    };

    [Theory]
    [MemberData(nameof(Changes))]
    public void An_approval_falls_when_what_it_was_given_for_changes(string what, Action<Slice> change)
    {
        _before.State = ReviewState.Approved;
        Decided(1, Outcome.Approve);
        Decided(2, Outcome.Approve);
        change(_newer);
        var review = Carried();
        Assert.True(review.Decisions.Single(decision => decision.Item == 1).By == ReviewLog.Rule, what);
    }

    [Fact]
    public void What_is_open_beside_an_approval_goes_to_an_officer_with_the_finding_alone()
    {
        _before.State = ReviewState.Approved;
        Decided(1, Outcome.Approve);
        Decided(2, Outcome.Approve);
        foreach (var slice in new[] { _earlier, _newer })
        {
            slice.Requirements[0].Verification = Verification.Form;
            slice.Requirements[0].Requirement.Documents.Add("1");
        }

        _newer.Requirements[1].Verification = Verification.Form;
        _newer.Requirements[1].Requirement.Documents.Add("2");
        var review = Carried();
        Assert.Equal((ReviewState.Pending, 1), (review.State, Assert.Single(review.Decisions).Item));
        Assert.Equal([RequirementStatus.Judged, RequirementStatus.Missing], review.Findings.Select(finding => finding.Status));
        Assert.Contains(review.Reasons, reason => reason.StartsWith("S, item 2:", StringComparison.Ordinal));
        Assert.DoesNotContain(review.Reasons, reason => reason.StartsWith("R, item 1:", StringComparison.Ordinal));
    }

    [Fact]
    public void Results_on_record_stay_and_what_is_drawn_and_done_is_not_drawn_anew()
    {
        _before.State = ReviewState.InReview;
        _before.Controls.Add(new Control { Requirement = "R", Item = 1, Type = "PHY", Result = "MAJOR", Text = "Pests." });
        _before.Controls.Add(new Control { Requirement = "GONE", Item = 1, Type = "DOC", Result = "CONFORM" });
        _before.Controls.Add(new Control { Requirement = "GONE", Item = 2, Type = "DOC" });
        _newer.Requirements[0].BasePhysicalPct = 100;
        _newer.Requirements[0].Requirement.Controls.Add("PHY");
        var review = Carried();
        Assert.Equal([("R", "MAJOR", "Pests."), ("GONE", "CONFORM", "")], review.Controls.Select(control => (control.Requirement, control.Result, control.Text)));
    }

    [Fact]
    public void Presented_goods_stay_presented()
    {
        _before.Presented = true;
        Assert.True(Carried().Presented);
    }

    private static Slice Given() => GivenSlice.For("PLANT_HEALTH")
        .Goods("060290").Asks("R", Verification.None)
        .Goods("060311").Asks("S", Verification.None).Cut();

    private void Decided(int item, Outcome outcome) => _before.Decisions.Add(new ItemDecision { Item = item, Outcome = outcome, By = "officer-1" });

    private void Change(int item) => _newer.Declaration.GoodsShipment.GovernmentAgencyGoodsItem[item - 1].Commodity.Description = "something else";

    private Review Carried()
    {
        var fresh = Assessment.Of(_newer, presented: false, GivenRegister.Empty, new ControlDraw([1]), GivenRegister.Office, GivenSlice.Lodged);
        return CarryOver.Of(fresh, _newer, _before, _earlier, GivenRegister.Wording, GivenSlice.Lodged);
    }
}
