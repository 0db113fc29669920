// SPDX-License-Identifier: Apache-2.0
using Cbm.Agencies.Reviews;
using Cbm.Contracts;
using Cbm.Contracts.States;
using Cbm.ServiceDefaults.Problems;
using Grpc.Core;
using Xunit;

namespace Cbm.UnitTests.Agencies;

public sealed class ReviewLifecycleTests
{
    [Fact]
    public void The_contract_and_the_machine_know_the_same_states() => Assert.Equal(
        StateMachine.AgencyReview.States.Order(StringComparer.Ordinal),
        Enum.GetValues<ReviewState>().Where(state => state != ReviewState.Unspecified).Select(ReviewLifecycle.Word).Order(StringComparer.Ordinal));

    [Fact]
    public void Every_move_with_one_target_is_made_and_every_other_refused()
    {
        var machine = StateMachine.AgencyReview;
        foreach (var from in Enum.GetValues<ReviewState>().Where(state => state != ReviewState.Unspecified))
        {
            foreach (var @event in machine.Moves.Select(move => move.Event).Distinct())
            {
                var targets = machine.Targets(ReviewLifecycle.Word(from), @event);
                if (targets.Count == 1)
                {
                    Assert.Equal(targets[0], ReviewLifecycle.Word(ReviewLifecycle.After(from, @event)));
                }
                else
                {
                    var refusal = Assert.Throws<RpcException>(() => ReviewLifecycle.After(from, @event));
                    Assert.Equal(409, Refusal.ProblemOf(refusal)!.Status);
                }
            }
        }
    }

    [Theory]
    [InlineData(Outcome.Approve, ReviewState.Approved)]
    [InlineData(Outcome.Conditional, ReviewState.ApprovedConditional)]
    [InlineData(Outcome.Refuse, ReviewState.Refused)]
    [InlineData(Outcome.Waive, ReviewState.Waived)]
    [InlineData(Outcome.Detain, ReviewState.Detained)]
    public void An_outcome_ends_a_review_in_its_state(Outcome outcome, ReviewState state) =>
        Assert.Equal(state, ReviewLifecycle.After(ReviewState.InReview, ReviewLifecycle.EventOf(outcome)));

    [Theory]
    [InlineData("pending", ReviewState.Pending)]
    [InlineData("INFO_REQUESTED", ReviewState.InfoRequested)]
    [InlineData("UNSPECIFIED", null)]
    [InlineData("nonsense", null)]
    public void A_word_names_its_state(string word, ReviewState? state) => Assert.Equal(state, ReviewLifecycle.Find(word));
}
