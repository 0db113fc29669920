// SPDX-License-Identifier: Apache-2.0
using Cbm.Contracts;

namespace Cbm.Declarations.Consolidation;

/// <summary>One line of the table for goods items; it applies where it has a reason.</summary>
public sealed record ItemLine(string When, ItemState Then, Func<Standing, int, IEnumerable<Reason>> Because);

/// <summary>The second table of brief 11.2: what each goods item comes to. The first line that applies wins.</summary>
public static class ItemTable
{
    /// <summary>The lines, in order.</summary>
    public static IReadOnlyList<ItemLine> Lines { get; } =
    [
        new("refused by a blocking review; every item where the hold is on the consignment", ItemState.Refused, Refused),
        new("a PROHIBITED rule is true and no officer waived it", ItemState.Hold, Prohibited),
        new("an open question, request, ordered control or proposal", ItemState.Wait, Open),
        new("a pending review that is blocking, or that has a drawn control", ItemState.Wait, Pending),
        new("approved with conditions, each with owner, due date and security", ItemState.Conditional, Conditional),
        new("otherwise", ItemState.Clear, (_, _) => [new("nothing stands against release")]),
    ];

    /// <summary>The item by the first line that applies.</summary>
    public static ItemResult Decide(Standing standing, int item)
    {
        foreach (var line in Lines)
        {
            var reasons = line.Because(standing, item).ToList();
            if (reasons.Count > 0)
            {
                return new(item, line.Then, line.When, reasons)
                {
                    Conditions = line.Then == ItemState.Conditional ? [.. Conditions(standing, item)] : [],
                };
            }
        }

        throw new InvalidOperationException("The last line of the table applies always.");
    }

    private static IEnumerable<Reason> Refused(Standing standing, int item)
    {
        // Whoever answers for a prohibition may refuse by it, or its hold could never end.
        foreach (var unit in standing.Units.Where(u => u.Blocking || u.Prohibits(item)))
        {
            if (unit.Covers(item) && unit.Decided(item) == Outcome.Refuse)
            {
                yield return new($"item {item} is refused by {unit.Unit}");
            }
            else if (unit.RefusedLoad is var load and > 0)
            {
                yield return new($"{unit.Unit} refused item {load}, which stops the whole consignment");
            }
        }
    }

    // Refused is the line before; an approval does not lift a prohibition, only a waiver does.
    private static IEnumerable<Reason> Prohibited(Standing standing, int item) =>
        from unit in standing.Units
        where unit.Prohibits(item) && unit.Decided(item) != Outcome.Waive
        select new Reason($"item {item} is prohibited: {unit.Unit} must refuse it or waive the prohibition", unit.Unit);

    private static IEnumerable<Reason> Open(Standing standing, int item)
    {
        if (standing.Asks(item))
        {
            yield return new($"a question about item {item} is open", "TRADER");
        }

        foreach (var unit in standing.Units.Where(u => u.Covers(item)))
        {
            if (unit.Asks(item))
            {
                yield return new($"{unit.Unit} asked about item {item}", "TRADER");
            }

            if (unit.State == ReviewState.ControlOrdered)
            {
                yield return new($"{unit.Unit} ordered a control", unit.Unit);
            }

            if (unit.State == ReviewState.AwaitingApproval)
            {
                yield return new($"a decision of {unit.Unit} waits for a second officer", unit.Unit);
            }

            // An approval whose conditions nobody owns, dates or secures is no more than a proposal.
            if (unit.Decided(item) == Outcome.Conditional && !Complete(unit.Decision(item)))
            {
                yield return new($"a condition of {unit.Unit} on item {item} lacks its owner, due date or security", unit.Unit);
            }
        }
    }

    // Silence is never consent: a unit that was never heard from is pending. So is one that has said its word on each of its
    // items, of an earlier version perhaps, and has not ended its review: an officer has it in hand.
    private static IEnumerable<Reason> Pending(Standing standing, int item) =>
        from unit in standing.Units
        let isOpen = unit.Decided(item) == Outcome.Unspecified
        where unit.Covers(item) && (isOpen ? unit.Blocking || unit.HasControl(item) : unit.Blocking && unit.LacksItsEnd)
        select new Reason(isOpen ? $"{unit.Unit} has not decided on item {item}" : $"{unit.Unit} has not ended its review", unit.Unit);

    private static IEnumerable<Reason> Conditional(Standing standing, int item) =>
        from unit in standing.Units
        where unit.Covers(item) && unit.Decided(item) == Outcome.Conditional
        select new Reason($"{unit.Unit} approved item {item} with conditions");

    private static IEnumerable<Condition> Conditions(Standing standing, int item) =>
        standing.Units.Where(u => u.Covers(item) && u.Decided(item) == Outcome.Conditional).SelectMany(u => u.Decision(item)!.Conditions);

    private static bool Complete(ItemDecision? decision) =>
        decision is { Conditions.Count: > 0 } && decision.Conditions.All(c => c.Owner.Length > 0 && c.Due.Length > 0 && c.Security.Length > 0);
}
