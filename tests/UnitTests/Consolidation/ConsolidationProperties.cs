// SPDX-License-Identifier: Apache-2.0
using Cbm.Contracts;
using Cbm.Contracts.States;
using Cbm.Declarations.Consolidation;
using CsCheck;
using Xunit;

namespace Cbm.UnitTests.Consolidation;

/// <summary>What holds of every standing that agencies can report, whatever it is.</summary>
public sealed class ConsolidationProperties
{
    private static readonly string[] Released = ["RELEASED", "CONDITIONALLY_RELEASED", "PARTIALLY_RELEASED"];
    private static readonly ReviewState[] Decided = [ReviewState.Approved, ReviewState.ApprovedConditional, ReviewState.Waived, ReviewState.Refused];

    private static readonly Gen<UnitStanding> Unit =
        from name in Gen.OneOf("CUSTOMS", "PUBLIC_HEALTH", "PLANT_HEALTH", "VETERINARY", "STANDARDS")
        from state in Gen.Enum<ReviewState>()
        from blocking in Gen.Bool
        from items in Gen.Int[1, 4].HashSet[0, 3]
        from partly in Gen.OneOf(Outcome.Approve, Outcome.Refuse, Outcome.Waive, Outcome.Conditional)
        from control in Gen.Int[0, 6]
        from forbidden in Gen.Int[0, 12]
        let open = !Decided.Contains(state) && state != ReviewState.Detained
        // What an agency can report: no approval of what is prohibited, and conditions that are complete.
        let prohibited = forbidden is > 0 and < 5 && state is not (ReviewState.Approved or ReviewState.ApprovedConditional) && partly is not (Outcome.Approve or Outcome.Conditional)
        select new UnitStanding(name, name, state, blocking)
        {
            // A slice holds every item that the unit has a requirement for.
            Items = items.Count > 0 && prohibited ? [.. items.Append(forbidden).Distinct()] : [.. items],
            Decisions = state == ReviewState.ApprovedConditional
                ? [.. Enumerable.Range(1, 4).Select(i => GivenStanding.Decide(i, Outcome.Conditional, GivenStanding.Complete))]
                : open && control == 0 ? [GivenStanding.Decide(1, partly, partly == Outcome.Conditional ? [GivenStanding.Complete] : [])] : [],
            Controls = open && control is > 0 and < 4 ? [control] : [],
            Prohibited = prohibited ? [forbidden] : [],
            WholeLoad = forbidden > 10 ? [1] : [],
        };

    private static readonly Gen<Standing> Any =
        from count in Gen.Int[1, 4]
        from units in Unit.Array[0, 5]
        from asks in Gen.Int[0, 8]
        from presented in Gen.Bool
        select new Standing([.. Enumerable.Range(1, count)], [.. units.DistinctBy(u => u.Unit)])
        {
            Presented = presented,
            Questions = asks == 0 ? [[]] : asks == 1 ? [[1]] : [],
        };

    [Fact]
    public void Nothing_is_released_while_a_blocking_review_is_open_or_the_goods_are_not_presented() => Any.Sample(s =>
    {
        if (Released.Contains(Consolidator.Consolidate(s).State))
        {
            Assert.True(s.Presented);
            Assert.Empty(s.Questions);
            Assert.DoesNotContain(s.Units, u => u.State is ReviewState.InfoRequested or ReviewState.ControlOrdered or ReviewState.AwaitingApproval or ReviewState.Detained
                && (u.Items.Count == 0 || u.Items.Any(s.Items.Contains)));
            foreach (var unit in s.Units.Where(u => u.Blocking && u.State != ReviewState.Withdrawn && !Decided.Contains(u.State)))
            {
                var covered = s.Items.Where(i => unit.Items.Count == 0 || unit.Items.Contains(i));
                Assert.All(covered, i => Assert.Contains(unit.Decisions, d => d.Item == i && d.Outcome != Outcome.Refuse));
            }
        }
    });

    [Fact]
    public void The_order_of_units_and_items_does_not_matter_and_the_same_gives_the_same() =>
        Any.Select(Gen.Int, (s, seed) => (s, seed)).Sample((s, seed) =>
        {
            var random = new Random(seed);
            var shuffled = s with { Units = [.. s.Units.OrderBy(_ => random.Next())], Items = [.. s.Items.OrderBy(_ => random.Next())] };
            Assert.Equivalent(Consolidator.Consolidate(s), Consolidator.Consolidate(shuffled), strict: true);
            Assert.Equal(Consolidator.Consolidate(s).Reasons, Consolidator.Consolidate(shuffled).Reasons);
        });

    [Fact]
    public void Every_wait_can_be_ended_by_somebody() => Any.Sample(s =>
    {
        var result = Consolidator.Consolidate(s);
        if (DeclarationLifecycle.Open.Contains(result.State))
        {
            Assert.NotEmpty(result.WaitsFor);
            foreach (var waited in result.WaitsFor.Where(w => w is not ("TRADER" or "ARRIVAL" or "PAYMENT")))
            {
                var state = s.Units.Single(u => u.Unit == waited).State;
                Assert.False(Decided.Contains(state), $"{waited} has decided ({state}) and is still waited for");
            }
        }
    });

    [Fact]
    public void From_every_open_state_a_legal_way_leads_to_every_result() =>
        Any.Select(Gen.OneOf(Started)).Sample((s, from) =>
        {
            var result = Consolidator.Consolidate(s);
            if (from == "ACCEPTED" && !s.Presented)
            {
                return; // accepted outright only where the goods are there
            }

            var at = from;
            foreach (var move in DeclarationLifecycle.Moves(from, result))
            {
                Assert.True(StateMachine.Declaration.Allows(at, move.Event, move.To));
                at = move.To;
            }

            Assert.Equal(result.State, at);
        });

    private static readonly string[] Started = ["PRE_LODGED", "ACCEPTED", "UNDER_REVIEW", "AWAITING_TRADER", "INSPECTION", "AWAITING_ARRIVAL", "DETAINED"];
}
