// SPDX-License-Identifier: Apache-2.0
using System.Reflection;
using System.Security.Cryptography;
using Cbm.Contracts;
using Cbm.Contracts.Tables;
using Google.Protobuf;

namespace Cbm.Agencies.Requirements;

/// <summary>Everything wrong with an agency's tables, each mistake with file and line.</summary>
public sealed class CatalogueException(IReadOnlyList<string> mistakes)
    : Exception(string.Join(Environment.NewLine, mistakes))
{
    /// <summary>The mistakes, in the order of the file.</summary>
    public IReadOnlyList<string> Mistakes { get; } = mistakes;
}

/// <summary>What one agency asks of which goods: its rows of requirements.csv, checked as a whole when read.</summary>
public sealed class RequirementCatalogue
{
    private readonly IReadOnlyDictionary<string, string> _places;

    private RequirementCatalogue(IReadOnlyList<Requirement> requirements, IReadOnlyDictionary<string, string> places) =>
        (Requirements, _places) = (requirements, places);

    /// <summary>The rules, by id.</summary>
    public IReadOnlyList<Requirement> Requirements { get; }

    /// <summary>Reads the requirements.csv embedded in an agency's assembly.</summary>
    /// <exception cref="CatalogueException">Something in it is wrong; the message tells everything that is.</exception>
    public static RequirementCatalogue Embedded(Assembly assembly) => Read(CsvTable.Embedded(assembly, "requirements.csv"));

    /// <summary>Reads a catalogue from the text of a table; the file name serves messages.</summary>
    /// <exception cref="CatalogueException">Something in it is wrong; the message tells everything that is.</exception>
    public static RequirementCatalogue Read(string file, string text) => Read(CsvTable.Read(file, text));

    /// <summary>Refuses rows of units that are none of the agency's: no officer would ever see what they ask.</summary>
    /// <exception cref="CatalogueException">There are such rows; the message tells them all.</exception>
    public void MustBeOf(IReadOnlyCollection<string> units)
    {
        var strange = Requirements.Where(rule => !units.Contains(rule.Unit))
            .Select(rule => $"{_places[rule.Id]}: unit: '{rule.Unit}' is none of {string.Join(", ", units)}.").ToList();
        if (strange.Count > 0) throw new CatalogueException(strange);
    }

    /// <summary>
    /// The catalogue with the agency's look-up tables as the value that the window determines from. Its version is the hash
    /// of its content, so that equal content has an equal version everywhere.
    /// </summary>
    public Mandate ToMandate(string agencyCode, string name, IEnumerable<MandateUnit> units, IEnumerable<Lookup> lookups)
    {
        var mandate = new Mandate { Agency = agencyCode, Name = name };
        mandate.Units.AddRange(units);
        mandate.Requirements.AddRange(Requirements);
        mandate.Lookups.AddRange(lookups);
        // Without maps, and with one runtime, protobuf writes equal messages as equal bytes.
        mandate.Version = Convert.ToHexStringLower(SHA256.HashData(mandate.ToByteArray()))[..16];
        return mandate;
    }

    private static RequirementCatalogue Read(CsvTable table)
    {
        var mistakes = new List<string>();
        mistakes.AddRange(RequirementRow.Columns.Except(table.Columns, StringComparer.Ordinal)
            .Select(column => $"{table.File}(1): the column {column} is missing."));
        if (mistakes.Count > 0) throw new CatalogueException(mistakes);

        var requirements = new SortedDictionary<string, Requirement>(StringComparer.Ordinal);
        var places = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var row in table.Rows)
        {
            var reading = new RequirementRow(table, row, mistakes);
            var requirement = reading.Read();
            if (!requirements.TryAdd(requirement.Id, requirement)) reading.Mistake("rule_id", $"{requirement.Id} is there twice");
            places.TryAdd(requirement.Id, $"{table.File}({row.Line})");
        }

        return mistakes.Count == 0 ? new([.. requirements.Values], places) : throw new CatalogueException(mistakes);
    }
}
