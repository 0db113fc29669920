// SPDX-License-Identifier: Apache-2.0
using System.Collections.Frozen;

namespace Cbm.Contracts.Codelists;

/// <summary>A list of codes in use, with the meaning of each in English; loaded once.</summary>
public sealed class CodeList
{
    private static readonly FrozenDictionary<string, CodeList> Lists = Load();

    private readonly FrozenDictionary<string, string> meanings;
    private readonly FrozenDictionary<string, string>.AlternateLookup<ReadOnlySpan<char>> bySpan;

    private CodeList(string name, string title, FrozenDictionary<string, string> meanings)
    {
        Name = name;
        Title = title;
        this.meanings = meanings;
        bySpan = meanings.GetAlternateLookup<ReadOnlySpan<char>>();
    }

    /// <summary>Countries, ISO 3166-1 alpha-2.</summary>
    public static CodeList Country { get; } = Named("ISO3166");

    /// <summary>Currencies, ISO 4217.</summary>
    public static CodeList Currency { get; } = Named("ISO4217");

    /// <summary>Modes of transport, UN/ECE Recommendation 19.</summary>
    public static CodeList TransportMode { get; } = Named("Rec19");

    /// <summary>Units of measure, UN/ECE Recommendation 20.</summary>
    public static CodeList Unit { get; } = Named("Rec20");

    /// <summary>Types of package, UN/ECE Recommendation 21.</summary>
    public static CodeList PackageType { get; } = Named("Rec21");

    /// <summary>Names of all lists, in alphabetical order.</summary>
    public static IReadOnlyList<string> Names { get; } = [.. Lists.Keys.Order(StringComparer.Ordinal)];

    /// <summary>Name of the list (ISO3166, UNCL1001 …).</summary>
    public string Name { get; }

    /// <summary>What the list is of (Country, DocumentType …).</summary>
    public string Title { get; }

    /// <summary>Codes and their meanings.</summary>
    public IReadOnlyDictionary<string, string> Codes => meanings;

    /// <summary>The list of that name; throws KeyNotFoundException where there is none.</summary>
    public static CodeList Named(string name) => Lists[name];

    /// <summary>The list of that name, or null.</summary>
    public static CodeList? Find(string name) => Lists.GetValueOrDefault(name);

    /// <summary>The list has this code; capital and small letters differ.</summary>
    public bool Contains(string code) => meanings.ContainsKey(code);

    /// <summary>The list has this code; capital and small letters differ.</summary>
    public bool Contains(ReadOnlySpan<char> code) => bySpan.ContainsKey(code);

    private static FrozenDictionary<string, CodeList> Load()
    {
        var lists = new Dictionary<string, (string Title, Dictionary<string, string> Codes)>(StringComparer.Ordinal);
        foreach (var file in (string[])["codelists.csv", "house.csv"])
            foreach (var row in Table.Rows(file))
            {
                if (!lists.TryGetValue(row[0], out var list)) lists[row[0]] = list = (row[1], new(StringComparer.Ordinal));
                list.Codes[row[2]] = row[3];
            }
        return lists.ToFrozenDictionary(
            l => l.Key, l => new CodeList(l.Key, l.Value.Title, l.Value.Codes.ToFrozenDictionary(StringComparer.Ordinal)), StringComparer.Ordinal);
    }
}
