// SPDX-License-Identifier: Apache-2.0
using System.Globalization;
using Cbm.Contracts;

namespace Cbm.Declarations.Determination;

/// <summary>Numbers of goods items, kept as ranges so that ten thousand take no more room than one.</summary>
internal sealed class ItemRanges
{
    // Nearly always there is one range, which needs no list.
    private List<(int From, int To)>? earlier;
    private (int From, int To) last;

    /// <summary>Adds a number that is not less than those before.</summary>
    public void Add(int item)
    {
        if (IsEmpty) last = (item, item);
        else if (last.To >= item - 1) last.To = item;
        else
        {
            (earlier ??= []).Add(last);
            last = (item, item);
        }
    }

    /// <summary>The numbers from 1 to a last one that are not in it, written 1-4,7; empty where none is left.</summary>
    public string Others(int items)
    {
        if (last == (1, items)) return "";
        var others = new ItemRanges();
        var next = 1;
        foreach (var (from, to) in All())
        {
            if (next < from) others.Add(next, from - 1);
            next = to + 1;
        }

        if (next <= items) others.Add(next, items);
        return others.ToString();
    }

    public bool IsEmpty => last.To == 0;

    /// <summary>Written 1-4,7.</summary>
    public override string ToString() => IsEmpty ? "" : earlier is null ? Written(last) : string.Join(',', All().Select(Written));

    public static string Written((int From, int To) range) => range.From == range.To
        ? range.From.ToString(CultureInfo.InvariantCulture)
        : string.Create(CultureInfo.InvariantCulture, $"{range.From}-{range.To}");

    private void Add(int from, int to)
    {
        if (!IsEmpty) (earlier ??= []).Add(last);
        last = (from, to);
    }

    private IEnumerable<(int From, int To)> All() => IsEmpty ? [] : [.. earlier ?? [], last];
}

/// <summary>Gathers, for each rule that does not apply, the clause that failed and the goods items it failed for.</summary>
internal sealed class Explanation(IReadOnlyList<CompiledRule> rules)
{
    private readonly ItemRanges?[] looked = new ItemRanges?[rules.Count];
    // By rule and clause: the place of the rule times sixteen, and the clause.
    private readonly SortedDictionary<int, ItemRanges> failed = [];

    /// <summary>The rule names the goods of this item.</summary>
    public void Looked(CompiledRule rule, int item) => (looked[rule.Ordinal] ??= new()).Add(item);

    /// <summary>The rule names the goods, and a clause does not hold.</summary>
    public void Failed(CompiledRule rule, Clause clause, int item)
    {
        var key = (rule.Ordinal << 4) + (int)clause;
        if (!failed.TryGetValue(key, out var items)) failed.Add(key, items = new());
        items.Add(item);
    }

    /// <summary>Writes a line for each rule and clause, by agency and id.</summary>
    public void WriteTo(ICollection<Unmatched> lines, string direction, int items)
    {
        var all = items == 0 ? "" : ItemRanges.Written((1, items));
        using var clauses = failed.GetEnumerator();
        var more = clauses.MoveNext();
        foreach (var rule in rules)
        {
            var others = looked[rule.Ordinal] is { } some ? some.Others(items) : all;
            if (looked[rule.Ordinal] is null || others.Length > 0)
            {
                var clause = !rule.IsInProfile ? Clause.Profile : rule.Requirement.Direction == direction ? Clause.Goods : Clause.Direction;
                lines.Add(Line(rule, clause, others));
            }

            for (; more && clauses.Current.Key >> 4 == rule.Ordinal; more = clauses.MoveNext())
                lines.Add(Line(rule, (Clause)(clauses.Current.Key & 15), clauses.Current.Value.ToString()));
        }
    }

    private static Unmatched Line(CompiledRule rule, Clause clause, string items) =>
        new() { Requirement = rule.Requirement.Id, Clause = rule.Told(clause), Items = items };
}
