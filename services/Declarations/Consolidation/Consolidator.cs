// SPDX-License-Identifier: Apache-2.0
using Cbm.Contracts;

namespace Cbm.Declarations.Consolidation;

/// <summary>
/// Brief 11.2: first the consignment, then each goods item, then the roll-up; in each, the first line that applies.
/// A pure function: the order of units and of items does not matter.
/// </summary>
public static class Consolidator
{
    /// <summary>What the declaration comes to; a standing without a goods item is an <see cref="ArgumentException"/>.</summary>
    public static Consolidated Consolidate(Standing given)
    {
        if (given.Items.Count == 0)
        {
            // «All items are clear» is true of no items at all, and would release them.
            throw new ArgumentException("A declaration without a goods item cannot be consolidated.", nameof(given));
        }

        var standing = InOrder(given);
        var consignment = ConsignmentTable.Decide(standing);
        var items = standing.Items.Select(item => Item(standing, consignment, item)).ToList();
        var picture = new Picture(standing, items);
        var rollUp = RollUpTable.Decide(picture);
        var ordered = consignment is null || consignment.Result == ConsignmentTable.NoMovement ? null : consignment.Result;
        var state = ordered ?? rollUp.Then(picture) ?? ShownWhileOpen(standing);
        return new(state, ordered is null ? rollUp.When : consignment!.When, items, Reasons(picture, consignment, state))
        {
            Reviewed = standing.Units.Count > 0,
            Asking = Asking(standing),
            Inspecting = Inspecting(standing),
            Detained = ordered is not null,
        };
    }

    private static ItemResult Item(Standing standing, ConsignmentLine? consignment, int item) =>
        consignment is not null && consignment.About(standing, item)
            ? new(item, consignment.Then, consignment.When, [.. consignment.Because(standing)])
            : ItemTable.Decide(standing, item);

    // Brief 11.2: DETAINED, INSPECTION, AWAITING_TRADER, UNDER_REVIEW, when several apply; DETAINED has won before.
    private static string ShownWhileOpen(Standing standing) =>
        Inspecting(standing) ? "INSPECTION" : Asking(standing) ? "AWAITING_TRADER" : "UNDER_REVIEW";

    private static bool Inspecting(Standing standing) => standing.Units.Any(u => u.State == ReviewState.ControlOrdered);

    private static bool Asking(Standing standing) => standing.Questions.Count > 0 || standing.Units.Any(u => standing.Items.Any(u.Asks));

    private static List<Reason> Reasons(Picture picture, ConsignmentLine? consignment, string state)
    {
        IEnumerable<Reason> ordered = consignment is null ? [] : consignment.Because(picture.Standing);
        var reasons = ordered.Concat(picture.Items.SelectMany(i => i.Reasons));
        reasons = state switch
        {
            "AWAITING_PAYMENT" => reasons.Append(new(picture.Standing.Debt.Reason, "PAYMENT")),
            "AWAITING_ARRIVAL" => reasons.Append(new("the goods are not presented", "ARRIVAL")),
            "UNDER_REVIEW" when picture.Standing is { Split: true, Presented: false } => reasons.Append(new("the goods are not presented", "ARRIVAL")),
            "REFUSED" or "SEIZED" => reasons.Select(r => r with { WaitsFor = "" }),
            _ when picture.Some(ItemState.Refused) => reasons.Concat(picture.Unanswered.Select(u => new Reason($"{u.Unit} has still to answer", u.Unit))),
            _ => reasons,
        };
        return [.. reasons.Distinct()];
    }

    private static Standing InOrder(Standing given) => given with
    {
        Items = [.. given.Items.Distinct().Order()],
        // A withdrawn review asks nothing any more.
        Units = [.. given.Units.Where(u => u.State != ReviewState.Withdrawn).OrderBy(u => u.Agency, StringComparer.Ordinal).ThenBy(u => u.Unit, StringComparer.Ordinal)],
    };
}
