// SPDX-License-Identifier: Apache-2.0
using Cbm.Contracts;
using Cbm.Declarations.Consolidation;

namespace Cbm.UnitTests.Consolidation;

/// <summary>Standings as the trade would tell them; goods presented, everything approved, unless said otherwise.</summary>
internal static class GivenStanding
{
    public static Standing Of(int items, params UnitStanding[] units) => new([.. Enumerable.Range(1, items)], units) { Presented = true };

    public static UnitStanding Customs(ReviewState state = ReviewState.Approved) => new("CUSTOMS", "CUSTOMS", state, true);

    public static UnitStanding Health(ReviewState state = ReviewState.Approved) => new("HEALTH", "PUBLIC_HEALTH", state, true);

    public static UnitStanding Notice(ReviewState state) => new("STANDARDS", "STANDARDS", state, false);

    public static ItemDecision Decide(int item, Outcome outcome, params Condition[] conditions) =>
        new() { Item = item, Outcome = outcome, Conditions = { conditions } };

    public static Condition Complete { get; } = new() { Text = "label before sale", Owner = "FI1234567-8", Due = "2026-09-01", Security = "GRN 1" };
}
