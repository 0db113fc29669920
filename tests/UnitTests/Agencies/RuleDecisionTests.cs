// SPDX-License-Identifier: Apache-2.0
using Cbm.Agencies.Intake;
using Cbm.Contracts;
using Cbm.TestKit;
using Xunit;

namespace Cbm.UnitTests.Agencies;

public sealed class RuleDecisionTests
{
    [Fact]
    public void Everything_verified_or_disclaimed_is_approved()
    {
        var decision = Of([Found(1, RequirementStatus.Met), Found(2, RequirementStatus.Waived)]);
        Assert.Equal("ruleApproves", decision.Event);
        Assert.Equal((Outcome.Approve, Outcome.Waive), (decision.Items[1], decision.Items[2]));
        Assert.Equal(["Approved."], decision.Reasons);
    }

    [Fact]
    public void Everything_disclaimed_is_waived() =>
        Assert.Equal("disclaimed", Of([Found(1, RequirementStatus.Waived), Found(2, RequirementStatus.Waived)]).Event);

    [Theory]
    [InlineData(RequirementStatus.Missing)]
    [InlineData(RequirementStatus.Question)]
    [InlineData(RequirementStatus.Judged)]
    public void One_thing_open_leaves_everything_to_an_officer_and_says_what(RequirementStatus status)
    {
        var decision = Of([Found(1, RequirementStatus.Met), Found(2, status)]);
        Assert.Null(decision.Event);
        Assert.Empty(decision.Items);
        Assert.Equal("R, item 2: found.", Assert.Single(decision.Reasons));
    }

    [Fact]
    public void A_drawn_control_leaves_it_to_an_officer()
    {
        var decision = RuleDecision.Of(
            [1], [Found(1, RequirementStatus.Met)], [new Control { Requirement = "R", Item = 1, Type = "ID" }, new Control { Requirement = "R", Item = 1, Type = "PHY" }], GivenRegister.Wording);
        Assert.Null(decision.Event);
        Assert.Equal("R, item 1: a control was drawn (ID, PHY). Stay.", Assert.Single(decision.Reasons));
    }

    [Fact]
    public void Where_nothing_is_asked_everything_is_approved_within_a_day()
    {
        var slice = GivenSlice.For("PLANT_HEALTH").Goods("060290").Goods("060311").Cut();
        var review = Assessment.Of(slice, presented: false, GivenRegister.Empty, new ControlDraw([1]), GivenRegister.Office, GivenSlice.Lodged);
        Assert.Equal((ReviewState.Approved, Outcome.Approve), (review.State, review.Decision));
        Assert.Equal([1, 2], review.Decisions.Select(decision => decision.Item));
        Assert.Equal(GivenSlice.Lodged.AddHours(24), review.Due.ToDateTimeOffset());
    }

    private static RuleDecision Of(List<Finding> findings) => RuleDecision.Of([1, 2], findings, [], GivenRegister.Wording);

    private static Finding Found(int item, RequirementStatus status) => new() { Requirement = "R", Item = item, Status = status, Text = "found." };
}
