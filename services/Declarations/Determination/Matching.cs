// SPDX-License-Identifier: Apache-2.0
using Cbm.Contracts.Conditions;

namespace Cbm.Declarations.Determination;

/// <summary>Whether a rule applies to facts: its columns and its condition, each three-valued (brief 2.3).</summary>
internal static class Matching
{
    private static readonly KnownAttribute Mode = KnownAttribute.Find("mode")!;
    private static readonly KnownAttribute Procedure = KnownAttribute.Find("procedure")!;
    private static readonly KnownAttribute Origin = KnownAttribute.Find("origin")!;
    private static readonly KnownAttribute Destination = KnownAttribute.Find("destination")!;

    /// <summary>The truth of all clauses together; where false, the first that fails.</summary>
    public static Truth Of(CompiledRule rule, AttributeSource facts, out Clause failed)
    {
        var truth = Truth.True;
        failed = Clause.Mode;
        if (!Holds(rule.Modes, Mode, facts, ref truth)) return Truth.False;
        failed = Clause.Procedure;
        if (!Holds(rule.Procedures, Procedure, facts, ref truth)) return Truth.False;
        failed = Clause.Origin;
        if (!Holds(rule.Origins, Origin, facts, ref truth)) return Truth.False;
        failed = Clause.Destination;
        if (!Holds(rule.Destinations, Destination, facts, ref truth)) return Truth.False;
        failed = Clause.Condition;
        return rule.Condition.IsAlwaysTrue ? truth : Truths.And(truth, rule.Condition.Evaluate(facts));
    }

    /// <summary>The attributes that are missing where a rule is unknown.</summary>
    public static List<KnownAttribute> Missing(CompiledRule rule, AttributeSource facts)
    {
        var missing = new List<KnownAttribute>(2);
        Miss(rule.Modes, Mode, facts, missing);
        Miss(rule.Procedures, Procedure, facts, missing);
        Miss(rule.Origins, Origin, facts, missing);
        Miss(rule.Destinations, Destination, facts, missing);
        rule.Condition.Missing(facts, missing);
        return missing;
    }

    private static bool Holds(string[] accepted, KnownAttribute attribute, AttributeSource facts, ref Truth truth)
    {
        if (accepted.Length == 0) return true;
        truth = Truths.And(truth, facts.Read(attribute).In(accepted));
        return truth != Truth.False;
    }

    private static void Miss(string[] accepted, KnownAttribute attribute, AttributeSource facts, List<KnownAttribute> missing)
    {
        if (accepted.Length > 0 && facts.Read(attribute).In(accepted) == Truth.Unknown) missing.Add(attribute);
    }
}
