// SPDX-License-Identifier: Apache-2.0
using Cbm.Contracts.Tables;

namespace Cbm.Contracts.Conditions;

/// <summary>What kind of value an attribute has.</summary>
public enum AttributeKind
{
    /// <summary>A code or a country, compared as text.</summary>
    Code,

    /// <summary>A decimal number.</summary>
    Number,

    /// <summary>Yes or no.</summary>
    Flag,
}

/// <summary>A fact that a condition may ask of a goods item (attributes.csv).</summary>
public sealed class KnownAttribute
{
    private static readonly Dictionary<string, KnownAttribute> ByName = Load();

    private KnownAttribute(string name, AttributeKind kind, bool isLookup, bool isStatement, string element, int index) =>
        (Name, Kind, IsLookup, IsStatement, Element, Index) = (name, kind, isLookup, isStatement, element, index);

    /// <summary>Name as conditions write it after <c>item.</c> (netMassKg).</summary>
    public string Name { get; }

    /// <summary>Kind of its value.</summary>
    public AttributeKind Kind { get; }

    /// <summary>An agency's own table answers it, never the trader.</summary>
    public bool IsLookup { get; }

    /// <summary>It has no place in the tree and travels as an ATT statement, name=value.</summary>
    public bool IsStatement { get; }

    /// <summary>The element of the goods item that carries it (Packaging/QuantityQuantity); empty where none does.</summary>
    public string Element { get; }

    /// <summary>Whether a number can be its value: nothing that is counted, weighed or paid is below nothing, and no share above the whole.</summary>
    public bool Allows(decimal number) => number >= 0 && (number <= 100 || !IsShare);

    /// <summary>The numbers that it takes, for a person.</summary>
    public string Range => IsShare ? " from 0 to 100" : " from 0 up";

    private bool IsShare => Name.EndsWith("Pct", StringComparison.Ordinal);

    /// <summary>Place in <see cref="All"/>.</summary>
    public int Index { get; }

    /// <summary>Every attribute, the code of the running profile first.</summary>
    public static IReadOnlyList<KnownAttribute> All { get; } = [.. ByName.Values.OrderBy(one => one.Index)];

    /// <summary>The code of the running profile, written <c>profile</c> in a condition.</summary>
    public static KnownAttribute Profile => All[0];

    /// <summary>The commodity code, which is asked for where it is missing; no condition and no query names it, for they know goods by it.</summary>
    public static KnownAttribute CommodityCode { get; } = new("commodityCode", AttributeKind.Code, isLookup: false, isStatement: false, "Commodity/Classification/ID", -1);

    /// <summary>The attribute of a name; null where there is none.</summary>
    public static KnownAttribute? Find(string name) => ByName.GetValueOrDefault(name);

    private static Dictionary<string, KnownAttribute> Load()
    {
        var found = new Dictionary<string, KnownAttribute>(StringComparer.Ordinal)
        {
            ["profile"] = new("profile", AttributeKind.Code, isLookup: false, isStatement: false, "", 0),
        };
        foreach (var row in CsvTable.Embedded(typeof(KnownAttribute).Assembly, "attributes.csv").Rows)
        {
            var kind = row["type"] switch
            {
                "decimal" or "integer" => AttributeKind.Number,
                "bool" => AttributeKind.Flag,
                "code" or "country" => AttributeKind.Code,
                _ => throw new InvalidDataException($"attributes.csv({row.Line}): {row["type"]} is no type of attribute."),
            };
            found.Add(row["name"], new(row["name"], kind, row["answered_by"] == "lookup", row["source"] == "ATT", row["element"], found.Count));
        }

        return found;
    }
}
