// SPDX-License-Identifier: Apache-2.0
using Cbm.Contracts;
using Cbm.Declarations.Cases;
using Cbm.Declarations.Consolidation;
using Cbm.Declarations.Responses;

namespace Cbm.Declarations.Views;

/// <summary>What the trader can do now, one sentence each.</summary>
public static class NextSteps
{
    /// <summary>The steps, the trader's own first.</summary>
    public static IEnumerable<string> Of(Case declaration, DeclarationView view)
    {
        var record = declaration.Record;
        if (!DeclarationLifecycle.Open.Contains(record.State))
        {
            yield return record.State switch
            {
                "RELEASED" => "The goods are released: you may take them.",
                "CONDITIONALLY_RELEASED" => "The goods are released under conditions: you may take them, and keep what follows.",
                "REFUSED" => "Entry is refused: return, destroy, treat or abandon the goods, or appeal.",
                "CANCELLED" => "The declaration is cancelled: lodge another for these goods.",
                _ => $"The declaration is {record.State}.",
            };
            foreach (var (_, sentence) in record.State == "CONDITIONALLY_RELEASED" ? WcoResponses.ConditionsOf(declaration) : [])
            {
                yield return sentence;
            }

            yield break;
        }

        foreach (var part in declaration.Parts)
        {
            foreach (var same in PartStates.Standing(part).GroupBy(order => (order.Outcome, order.ReasonCode)))
            {
                yield return $"{part.Unit} {(same.Key.Outcome == Outcome.Refuse ? "refuses" : "detains")} item {string.Join(", ", same.Select(order => order.Item))}"
                    + (same.Key.ReasonCode.Length > 0 ? $" (reason {same.Key.ReasonCode})." : ".");
            }
        }

        foreach (var question in view.Questions)
        {
            yield return $"Answer question {question.Id}: {question.Text}";
        }

        foreach (var unit in view.Agencies)
        {
            foreach (var missing in unit.Requirements.Where(requirement => requirement.Status == RequirementStatus.Missing))
            {
                yield return $"Item {missing.Item}: {unit.Unit} misses {missing.Name} ({string.Join(" or ", missing.Documents)}); "
                    + "have it at hand, the officer will ask for it or decide without it.";
            }
        }

        if (!record.Presented)
        {
            yield return "Report the arrival of the goods when they are there (POST …/arrival).";
        }

        var waiting = view.Agencies.Where(unit => !PartStates.IsEnd(unit.State) && unit.State is not ReviewState.InfoRequested)
            .Select(unit => unit.Unit).ToList();
        if (waiting.Count > 0)
        {
            yield return $"Wait for {string.Join(", ", waiting)}.";
        }
    }
}
