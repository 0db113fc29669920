// SPDX-License-Identifier: Apache-2.0
using Cbm.Contracts;
using Cbm.Contracts.States;
using Xunit;
using Xunit.Abstractions;

namespace Cbm.UnitTests.States;

public sealed class StateMachineTests(ITestOutputHelper output)
{
    // What the field's table states, counted by hand: a move lost or added in the file is seen here.
    [Theory]
    [InlineData("declaration", 21, 85)]
    [InlineData("agencyReview", 12, 37)]
    public void Every_legal_move_is_allowed_and_every_other_is_refused(string name, int states, int moves)
    {
        var machine = StateMachine.Named(name);
        var listed = machine.Moves.Select(m => (m.From, m.Event, m.To)).ToHashSet();
        var events = machine.Moves.Select(m => m.Event).Distinct().ToList();
        var (legal, illegal) = (0, 0);
        foreach (var from in machine.States)
        {
            foreach (var @event in events)
            {
                foreach (var to in machine.States)
                {
                    if (listed.Contains((from, @event, to)))
                    {
                        legal++;
                        Assert.True(machine.Allows(from, @event, to));
                        Assert.Equal(to, machine.Demand(from, @event, to).To);
                    }
                    else
                    {
                        illegal++;
                        Assert.False(machine.Allows(from, @event, to));
                        Assert.Throws<IllegalMoveException>(() => machine.Demand(from, @event, to));
                    }
                }
            }
        }

        output.WriteLine($"{name}: {machine.States.Count} states, {events.Count} events, {legal} legal moves, {illegal} illegal moves");
        Assert.Equal((states, moves), (machine.States.Count, legal));
    }

    public static TheoryData<string> Machines => [.. StateMachine.Names];

    [Theory]
    [MemberData(nameof(Machines))]
    public void No_state_is_unreachable(string name)
    {
        var machine = StateMachine.Named(name);
        Assert.Empty(machine.States.Except(Reached(machine, machine.Initial)));
    }

    [Theory]
    [MemberData(nameof(Machines))]
    public void Nothing_leaves_a_terminal_state_and_every_other_leads_to_an_end(string name)
    {
        var machine = StateMachine.Named(name);
        Assert.DoesNotContain(machine.Moves, m => machine.Terminal.Contains(m.From));
        foreach (var state in machine.States)
        {
            Assert.True(Reached(machine, state).Overlaps(machine.Terminal), $"{name}: {state} is a dead end");
        }
    }

    [Fact]
    public void Review_states_of_the_contract_are_the_states_of_the_machine()
    {
        var contract = ReviewReflection.Descriptor.EnumTypes.Single(e => e.Name == "ReviewState").Values
            .Where(v => v.Number != 0).Select(v => v.Name["REVIEW_STATE_".Length..]);
        Assert.Equal(StateMachine.AgencyReview.States.Order(), contract.Order());
    }

    [Fact]
    public void A_move_with_several_targets_must_name_one()
    {
        Assert.False(StateMachine.Declaration.TryMove("LODGED", "accept", out _));
        Assert.Equal(["PRE_LODGED", "ACCEPTED"], StateMachine.Declaration.Targets("LODGED", "accept"));
        Assert.True(StateMachine.Declaration.TryMove("DRAFT", "submit", out var to));
        Assert.Equal("LODGED", to);
        Assert.Throws<ArgumentException>(() => StateMachine.Named("nobody"));
    }

    private static HashSet<string> Reached(StateMachine machine, string start)
    {
        var reached = new HashSet<string> { start };
        while (machine.Moves.FirstOrDefault(m => reached.Contains(m.From) && !reached.Contains(m.To)) is { } move)
        {
            reached.Add(move.To);
        }

        return reached;
    }
}
