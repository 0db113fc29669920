// SPDX-License-Identifier: Apache-2.0
using System.Globalization;
using System.Reflection;
using Cbm.Contracts;
using Cbm.Contracts.Conditions;
using Cbm.Contracts.Tables;

namespace Cbm.Agencies.Requirements;

/// <summary>An agency's own tables for attributes that no trader is asked for: its lookups.csv.</summary>
public static class LookupTables
{
    /// <summary>Reads the lookups.csv embedded in an agency's assembly; none where it has no such file.</summary>
    /// <exception cref="CatalogueException">Something in it is wrong; the message tells everything that is.</exception>
    public static IReadOnlyList<Lookup> Embedded(Assembly assembly) =>
        assembly.GetManifestResourceNames().Contains("lookups.csv") ? Read(CsvTable.Embedded(assembly, "lookups.csv")) : [];

    /// <summary>Reads tables from text with the columns attribute, key, value, valid_from, valid_to.</summary>
    /// <exception cref="CatalogueException">Something in it is wrong; the message tells everything that is.</exception>
    public static IReadOnlyList<Lookup> Read(string file, string text) => Read(CsvTable.Read(file, text));

    private static List<Lookup> Read(CsvTable table)
    {
        var mistakes = new List<string>();
        var lookups = new SortedDictionary<string, Lookup>(StringComparer.Ordinal);
        foreach (var row in table.Rows)
        {
            void Wrong(string what) => mistakes.Add($"{table.File}({row.Line}): {what}.");

            var attribute = KnownAttribute.Find(row["attribute"]);
            if (attribute is not { IsLookup: true }) Wrong($"{row["attribute"]} is not answered by a table");
            if (row["key"].Length == 0 || row["key"] != row["key"].ToUpperInvariant()) Wrong("a key is not empty and in upper case");
            if (attribute?.Kind == AttributeKind.Flag && row["value"] != "true") Wrong("what is listed is true; the rest is false");
            if (row["value"].Length == 0) Wrong("the value is missing");
            foreach (var date in new[] { row["valid_from"], row["valid_to"] })
            {
                if (date.Length > 0 && !DateOnly.TryParseExact(date, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out _))
                    Wrong($"'{date}' is no date (year-month-day)");
            }

            if (!lookups.TryGetValue(row["attribute"], out var lookup))
                lookups[row["attribute"]] = lookup = new Lookup { Attribute = row["attribute"] };
            lookup.Entries.Add(new LookupEntry { Key = row["key"], Value = row["value"], ValidFrom = row["valid_from"], ValidTo = row["valid_to"] });
        }

        return mistakes.Count == 0 ? [.. lookups.Values] : throw new CatalogueException(mistakes);
    }
}
