// SPDX-License-Identifier: Apache-2.0
using Cbm.Contracts.States;

namespace Cbm.Declarations.Consolidation;

/// <summary>The moves that bring a declaration from its state to what consolidation says, each legal in the declaration machine.</summary>
public static class DeclarationLifecycle
{
    // The events that consolidation may cause, and the guard of each; every other event is somebody's act (cancel, appeal, amend).
    private static readonly Dictionary<string, Func<Consolidated, bool>> Guards = new()
    {
        ["reviewsOpened"] = c => c.Reviewed,
        ["questionsOpen"] = c => c.Asking,
        ["noControl"] = c => !c.Reviewed && c.State == "RELEASED",
        ["informationRequested"] = c => c.Asking,
        ["informationSupplied"] = c => !c.Asking,
        ["controlOrdered"] = c => c.Inspecting,
        ["inspectionConcluded"] = c => !c.Inspecting,
        ["detain"] = c => c.Detained,
        ["liftDetention"] = c => !c.Detained,
        ["seize"] = c => c.State == "SEIZED",
        ["refuse"] = c => c.State == "REFUSED",
        ["allClearUnpaid"] = c => c.State == "AWAITING_PAYMENT",
        ["paymentSecured"] = c => c.State is "RELEASED" or "CONDITIONALLY_RELEASED" or "PARTIALLY_RELEASED",
        ["allClearNotPresented"] = c => c.State == "AWAITING_ARRIVAL" || (!c.Reviewed && c.State == "RELEASED"),
        ["goodsArrived"] = c => c.State is "RELEASED" or "CONDITIONALLY_RELEASED",
        ["reviewReopened"] = c => c.State is not ("AWAITING_ARRIVAL" or "RELEASED" or "CONDITIONALLY_RELEASED"),
        ["consolidatedClear"] = c => c.State == "RELEASED",
        ["consolidatedConditional"] = c => c.State == "CONDITIONALLY_RELEASED",
        ["consolidatedPartial"] = c => c.State == "PARTIALLY_RELEASED",
    };

    /// <summary>The events that consolidation may cause.</summary>
    public static IReadOnlyCollection<string> Causes => Guards.Keys;

    /// <summary>States in which a declaration still waits for its answer; in any other, reports are filed and not consolidated.</summary>
    public static IReadOnlySet<string> Open { get; } = new HashSet<string>
    {
        "PRE_LODGED", "ACCEPTED", "UNDER_REVIEW", "AWAITING_TRADER", "INSPECTION", "AWAITING_PAYMENT", "AWAITING_ARRIVAL", "DETAINED",
    };

    /// <summary>
    /// The shortest sequence of legal moves from the state to the consolidated one, empty where it is reached;
    /// an <see cref="IllegalMoveException"/> where there is none.
    /// </summary>
    public static IReadOnlyList<Move> Moves(string from, Consolidated to)
    {
        var machine = StateMachine.Declaration;
        var allowed = machine.Moves.Where(m => Guards.TryGetValue(m.Event, out var guard) && guard(to)).ToList();
        var ways = new Dictionary<string, IReadOnlyList<Move>> { [from] = [] };
        var next = new Queue<string>([from]);
        while (!ways.ContainsKey(to.State) && next.TryDequeue(out var state))
        {
            foreach (var move in allowed.Where(m => m.From == state && !ways.ContainsKey(m.To)))
            {
                ways[move.To] = [.. ways[state], move];
                next.Enqueue(move.To);
            }
        }

        return ways.TryGetValue(to.State, out var way)
            ? way
            : throw new IllegalMoveException($"declaration: no way leads from {from} to {to.State}.");
    }
}
