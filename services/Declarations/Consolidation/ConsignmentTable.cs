// SPDX-License-Identifier: Apache-2.0
using Cbm.Contracts;

namespace Cbm.Declarations.Consolidation;

/// <summary>One line of the table for the consignment: what it makes of the declaration, and of the goods items it is about.</summary>
public sealed record ConsignmentLine(string When, string Result, ItemState Then, Func<Standing, IEnumerable<Reason>> Because, Func<Standing, int, bool> About);

/// <summary>The first table of brief 11.2: orders that hold the consignment, whatever its items come to.</summary>
public static class ConsignmentTable
{
    /// <summary>Result of the lines after which nothing moves, but the declaration stays open as it is.</summary>
    public const string NoMovement = "no movement, wait";

    /// <summary>The lines, in order.</summary>
    public static IReadOnlyList<ConsignmentLine> Lines { get; } =
    [
        new("seizure order of any authority", "SEIZED", ItemState.Hold,
            s => s.Seized ? [new("the goods are seized")] : [], (_, _) => true),
        new("detention order of any authority", "DETAINED", ItemState.Hold,
            s => Detaining(s).Select(u => new Reason($"{u.Unit} detains the goods", u.Unit)),
            (s, item) => Detaining(s).Any(u => u.Covers(item) && u.Decided(item) == Outcome.Detain)),
        new("security hold, do-not-load", NoMovement, ItemState.Wait,
            s => s.SecurityHold ? [new("a security hold is on the consignment", "CUSTOMS")] : [], (_, _) => true),
    ];

    /// <summary>The line that applies, or null.</summary>
    public static ConsignmentLine? Decide(Standing standing) => Lines.FirstOrDefault(l => l.Because(standing).Any());

    internal static IEnumerable<UnitStanding> Detaining(Standing standing) =>
        standing.Units.Where(u => u.State == ReviewState.Detained || u.Decisions.Any(d => d.Outcome == Outcome.Detain));
}
