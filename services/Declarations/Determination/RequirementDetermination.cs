// SPDX-License-Identifier: Apache-2.0
using System.Globalization;
using Cbm.Contracts;
using Cbm.Contracts.Conditions;

namespace Cbm.Declarations.Determination;

/// <summary>
/// Which requirements of which agency goods must meet, and why (brief 2.2). Pure: the same declaration, catalogue and day
/// give the same result. A fact that is missing becomes a question; no rule is dropped for it.
/// </summary>
public static class RequirementDetermination
{
    /// <summary>
    /// Determines the requirements of a declaration as rules hold on a day: those that apply, those disclaimed, those that
    /// wait for an answer of the trader, and for each other rule the clause that did not match. Items are numbered by place.
    /// </summary>
    public static Contracts.Determination Determine(Declaration declaration, CompiledCatalogue catalogue, DateOnly asOf)
    {
        var result = new Contracts.Determination
        {
            Profile = catalogue.Profile.Code,
            CatalogueVersion = catalogue.Version,
            AsOf = asOf.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
        };
        foreach (var one in catalogue.Versions) result.Catalogue.Add(one.Clone());

        var items = declaration.GoodsShipment?.GovernmentAgencyGoodsItem ?? [];
        var facts = new DeclaredAttributes(declaration, catalogue, asOf);
        var questions = new Questions();
        var explanation = new Explanation(catalogue.Rules);
        var direction = Directions.Of(declaration);
        // Brief 11.2: supplementary declarations are reviewed by Customs alone.
        var supplementary = declaration.TypeCode is [_, _, 'X' or 'Y' or 'Z'];

        for (var number = 1; number <= items.Count; number++)
        {
            facts.MoveTo(items[number - 1]);
            if (facts.Hs.Length == 0) questions.AskForCode(facts, number);
            foreach (var candidate in catalogue.Candidates(direction, facts.Hs))
            {
                var rule = candidate.Rule;
                explanation.Looked(rule, number);
                if (!rule.HoldsOn(asOf)) explanation.Failed(rule, Clause.Dates, number);
                else if (supplementary && rule.Requirement.Unit != catalogue.Profile.LeadUnit) explanation.Failed(rule, Clause.Supplementary, number);
                else if (Of(candidate, facts, number, questions, out var failed) is { } requirement) result.Requirements.Add(requirement);
                else explanation.Failed(rule, failed, number);
            }
        }

        result.Questions.AddRange(questions.All());
        explanation.WriteTo(result.Unmatched, direction, items.Count);
        return result;
    }

    /// <summary>
    /// Answers what would be asked of goods of which as little as code and origin is said. What is not said is unknown: no
    /// table is looked up and nothing is supposed. With explain, rules that do not apply are listed too.
    /// </summary>
    public static RequirementAnswer Query(RequirementQuery query, CompiledCatalogue catalogue, DateOnly asOf)
    {
        var answer = new RequirementAnswer { Profile = catalogue.Profile.Code, CatalogueVersion = catalogue.Version };
        var direction = GivenAttributes.Direction(query);
        for (var number = 1; number <= query.Items.Count; number++)
        {
            var item = query.Items[number - 1];
            var facts = new GivenAttributes(query, item, catalogue.Profile.Code);
            var candidates = catalogue.Candidates(direction, GoodsCode.Digits(item.Hs));
            if (!query.Explain)
            {
                foreach (var candidate in candidates)
                    if (Of(candidate, facts, number, asOf) is { Status: not RequirementStatus.NotApplicable } one) answer.Requirements.Add(one);
                continue;
            }

            var named = candidates.ToDictionary(candidate => candidate.Rule.Ordinal);
            foreach (var rule in catalogue.Rules)
            {
                var clause = !rule.IsInProfile ? Clause.Profile : rule.Requirement.Direction == direction ? Clause.Goods : Clause.Direction;
                answer.Requirements.Add(named.TryGetValue(rule.Ordinal, out var candidate)
                    ? Of(candidate, facts, number, asOf)
                    : NotApplicable(rule, clause, number));
            }
        }

        return answer;
    }

    private static DeterminedRequirement? Of(Candidate candidate, DeclaredAttributes facts, int number, Questions questions, out Clause failed)
    {
        var rule = candidate.Rule;
        facts.Asks(rule);
        var truth = Matching.Of(rule, facts, out failed);
        if (truth == Truth.False) return null;
        var documents = facts.DocumentsFor(rule);
        var disclaimed = AcceptedDocuments.Disclaims(rule.Requirement.Id, rule.Disclaimer, documents);
        if (truth == Truth.True)
        {
            return disclaimed
                ? rule.For(number, RequirementStatus.Waived, $"{candidate.Why}; {rule.Told(Clause.Disclaimed)}")
                : rule.For(number, RequirementStatus.Required, candidate.Why);
        }

        // An accepted document shows that the rule applies, a disclaimer that it does not; where both are declared the gate stays closed.
        if (Evidence.Shows(rule, documents)) return rule.For(number, RequirementStatus.Required, $"{candidate.Why}; shown by a declared document");
        if (disclaimed)
        {
            failed = Clause.Disclaimed;
            return null;
        }

        var missing = Matching.Missing(rule, facts);
        foreach (var attribute in missing) questions.Ask(attribute, facts, number, rule);
        var open = rule.For(number, RequirementStatus.Question, Questions.NotKnown(candidate.Why, missing));
        open.Question = Questions.Worded(missing);
        return open;
    }

    private static DeterminedRequirement Of(Candidate candidate, GivenAttributes facts, int number, DateOnly asOf)
    {
        var rule = candidate.Rule;
        if (!rule.HoldsOn(asOf)) return NotApplicable(rule, Clause.Dates, number);
        switch (Matching.Of(rule, facts, out var failed))
        {
            case Truth.True: return rule.For(number, RequirementStatus.Required, candidate.Why);
            case Truth.False: return NotApplicable(rule, failed, number);
            default:
                var missing = Matching.Missing(rule, facts);
                var open = rule.For(number, RequirementStatus.Question, Questions.NotKnown(candidate.Why, missing));
                open.Question = Questions.Worded(missing);
                return open;
        }
    }

    private static DeterminedRequirement NotApplicable(CompiledRule rule, Clause clause, int number) =>
        rule.For(number, RequirementStatus.NotApplicable, $"does not match: {rule.Told(clause)}");
}
