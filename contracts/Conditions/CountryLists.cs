// SPDX-License-Identifier: Apache-2.0
using Cbm.Contracts.Tables;

namespace Cbm.Contracts.Conditions;

/// <summary>Lists of countries that conditions and the columns origin and destination name as lists.NAME (lists.csv).</summary>
public static class CountryLists
{
    private static readonly Dictionary<string, string[]> Lists = CsvTable.Embedded(typeof(CountryLists).Assembly, "lists.csv").Rows
        .GroupBy(row => row["list"], row => row["country"], StringComparer.Ordinal)
        .ToDictionary(list => list.Key, list => list.ToArray(), StringComparer.Ordinal);

    /// <summary>The ISO 3166-1 codes of a list (SANCTIONS); null where there is no such list.</summary>
    public static IReadOnlyList<string>? Find(string name) => Lists.GetValueOrDefault(name);

    /// <summary>Codes and lists.NAME, written out as codes.</summary>
    /// <exception cref="InvalidDataException">A list is unknown.</exception>
    public static IReadOnlyList<string> Expand(IEnumerable<string> countries) =>
    [
        .. countries.SelectMany(one => !one.StartsWith("lists.", StringComparison.Ordinal) ? [one]
            : Find(one["lists.".Length..]) ?? throw new InvalidDataException($"{one} is no list of countries.")),
    ];
}
