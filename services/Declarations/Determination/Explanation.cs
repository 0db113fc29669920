// SPDX-License-Identifier: Apache-2.0
using System.Globalization;
using System.Text;
using Cbm.Contracts;

namespace Cbm.Declarations.Determination;

/// <summary>Numbers of goods items, kept as ranges so that ten thousand take no more room than one.</summary>
internal sealed class ItemRanges
{
    private readonly List<(int From, int To)> ranges = [];

    /// <summary>Adds a number that is not less than those before.</summary>
    public void Add(int item)
    {
        if (ranges.Count > 0 && ranges[^1].To >= item - 1) ranges[^1] = (ranges[^1].From, item);
        else ranges.Add((item, item));
    }

    /// <summary>The numbers from 1 to a last one that are not in it.</summary>
    public ItemRanges Others(int last)
    {
        var others = new ItemRanges();
        var next = 1;
        foreach (var (from, to) in ranges)
        {
            if (next < from) others.ranges.Add((next, from - 1));
            next = to + 1;
        }

        if (next <= last) others.ranges.Add((next, last));
        return others;
    }

    public bool IsEmpty => ranges.Count == 0;

    /// <summary>Written 1-4,7.</summary>
    public override string ToString()
    {
        var text = new StringBuilder();
        foreach (var (from, to) in ranges)
        {
            if (text.Length > 0) text.Append(',');
            text.Append(CultureInfo.InvariantCulture, $"{from}");
            if (to > from) text.Append(CultureInfo.InvariantCulture, $"-{to}");
        }

        return text.ToString();
    }
}

/// <summary>Gathers, for each rule that does not apply, the clause that failed and the goods items it failed for.</summary>
internal sealed class Explanation(IReadOnlyList<CompiledRule> rules)
{
    private static readonly int Clauses = Enum.GetValues<Clause>().Length;

    private readonly ItemRanges?[] failed = new ItemRanges?[rules.Count * Clauses];
    private readonly ItemRanges?[] looked = new ItemRanges?[rules.Count];

    /// <summary>The rule names the goods of this item.</summary>
    public void Looked(CompiledRule rule, int item) => (looked[rule.Ordinal] ??= new()).Add(item);

    /// <summary>The rule names the goods, and a clause does not hold.</summary>
    public void Failed(CompiledRule rule, Clause clause, int item) => (failed[(rule.Ordinal * Clauses) + (int)clause] ??= new()).Add(item);

    /// <summary>Writes a line for each rule and clause.</summary>
    public void WriteTo(ICollection<Unmatched> lines, IReadOnlySet<string> directions, int items)
    {
        var all = items switch { 0 => "", 1 => "1", _ => $"1-{items}" };
        foreach (var rule in rules)
        {
            var clause = !rule.IsInProfile ? Clause.Profile : directions.Contains(rule.Requirement.Direction) ? Clause.Goods : Clause.Direction;
            if (looked[rule.Ordinal] is not { } some) lines.Add(Line(rule, clause, all));
            else if (some.Others(items) is { IsEmpty: false } others) lines.Add(Line(rule, Clause.Goods, others.ToString()));
            for (var i = 0; i < Clauses; i++)
            {
                if (failed[(rule.Ordinal * Clauses) + i] is { } ranges) lines.Add(Line(rule, (Clause)i, ranges.ToString()));
            }
        }
    }

    private static Unmatched Line(CompiledRule rule, Clause clause, string items) =>
        new() { Requirement = rule.Requirement.Id, Clause = rule.Told(clause), Items = items };
}
