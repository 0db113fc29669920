// SPDX-License-Identifier: Apache-2.0
using Cbm.Contracts;

namespace Cbm.Declarations.Determination;

/// <summary>The agencies' own tables, as they came with the mandates.</summary>
internal sealed class LookupAnswers
{
    private readonly Dictionary<string, Dictionary<string, List<LookupEntry>>> tables = new(StringComparer.Ordinal);
    private readonly HashSet<string> beginnings = new(StringComparer.Ordinal);

    public LookupAnswers(IEnumerable<Lookup> lookups)
    {
        foreach (var lookup in lookups)
        {
            if (!tables.TryGetValue(lookup.Attribute, out var table)) tables[lookup.Attribute] = table = new(StringComparer.Ordinal);
            foreach (var entry in lookup.Entries)
            {
                if (!table.TryGetValue(entry.Key, out var dated)) table[entry.Key] = dated = [];
                dated.Add(entry);
                if (lookup.Attribute != "citesListed") continue;
                for (var end = entry.Key.LastIndexOf(' '); end > 0; end = entry.Key.LastIndexOf(' ', end - 1)) beginnings.Add(entry.Key[..end]);
            }
        }
    }

    /// <summary>Whether an agency keeps such a table at all.</summary>
    public bool Has(string attribute) => tables.ContainsKey(attribute);

    /// <summary>Whether species of a genus, or subspecies of a species, are listed one by one, so that its own name does not tell.</summary>
    public bool NamesPartsOf(string name) => beginnings.Contains(name);

    /// <summary>The value under a key on a day; null where it is not listed.</summary>
    public string? Value(string attribute, string key, DateOnly day)
    {
        if (!tables.TryGetValue(attribute, out var table) || !table.TryGetValue(key, out var dated)) return null;
        foreach (var entry in dated)
            if (Holds(entry, day)) return entry.Value;
        return null;
    }

    /// <summary>Whether goods are listed under any prefix of their HS code, with one of the marks or without any.</summary>
    public bool Lists(string attribute, string hs, IReadOnlyList<string> marks, DateOnly day)
    {
        for (var length = Math.Min(6, hs.Length); length >= 2; length--)
        {
            var prefix = hs[..length];
            if (Value(attribute, prefix, day) is not null) return true;
            foreach (var mark in marks)
                if (Value(attribute, $"{prefix}|{mark}", day) is not null) return true;
        }

        return false;
    }

    private static bool Holds(LookupEntry entry, DateOnly day)
    {
        if (entry.ValidFrom.Length == 0 && entry.ValidTo.Length == 0) return true;
        var today = day.ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture);
        return (entry.ValidFrom.Length == 0 || string.CompareOrdinal(entry.ValidFrom, today) <= 0)
            && (entry.ValidTo.Length == 0 || string.CompareOrdinal(today, entry.ValidTo) <= 0);
    }
}
