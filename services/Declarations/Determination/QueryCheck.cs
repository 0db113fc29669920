// SPDX-License-Identifier: Apache-2.0
using System.Globalization;
using Cbm.Contracts;
using Cbm.Contracts.Codelists;
using Cbm.Contracts.Conditions;
using Cbm.Contracts.Profiles;

namespace Cbm.Declarations.Determination;

/// <summary>What is wrong with a public query before it is asked. A value that no rule could know would match none, and the answer would say that nothing is asked.</summary>
public static class QueryCheck
{
    private const string NotTaken = "SWR021";
    private const string Unknown = "SWR001";

    // Anybody may ask: one question must not keep the window busy.
    private const int MostItems = 1000;

    /// <summary>Every fault at once, each with its JSON path; none where the query can be answered.</summary>
    public static IReadOnlyList<Fault> Faults(RequirementQuery query)
    {
        var faults = new List<Fault>();
        if (query.Direction.Trim().ToUpperInvariant() is not ("IM" or "EX" or "TR" or "CO"))
            faults.Add(Fault(NotTaken, "direction", "Say IM, EX or TR; CO is decided by its procedure."));
        if (query.Profile.Trim() is { Length: > 0 } profile && Profile.Find(profile) is null)
            faults.Add(Fault(NotTaken, "profile", $"Say one of {string.Join(", ", Profile.Codes)}, or nothing."));
        foreach (var (name, text) in new[] { ("origin", query.Origin), ("destination", query.Destination), ("procedure", query.Procedure), ("mode", query.Mode) })
            if (text.Trim().Length > 0) faults.AddRange(OfCode(KnownAttribute.Find(name)!, text, name));
        if (query.Items.Count > MostItems) faults.Add(Fault(NotTaken, "items", $"Ask about {MostItems} goods items at most."));
        if (query.Items.Count == 0) faults.Add(Fault("SWR010", "items", "Name at least one goods item by its HS code."));
        for (var i = 0; i < Math.Min(query.Items.Count, MostItems); i++) faults.AddRange(OfItem(query.Items[i], $"items[{i}]"));
        return faults;
    }

    /// <summary>The same of a declaration that need not be whole: its type says the direction, and it has goods.</summary>
    public static IReadOnlyList<Fault> Faults(Declaration declaration)
    {
        var faults = new List<Fault>();
        if (Directions.Of(declaration) is not ("IM" or "EX" or "TR"))
            faults.Add(Fault("SWR010", "typeCode", "Say the type of the declaration: it begins with IM, EX, TR or CO."));
        if (declaration.GoodsShipment?.GovernmentAgencyGoodsItem.Count is not (> 0 and <= MostItems))
            faults.Add(Fault("SWR010", "goodsShipment.governmentAgencyGoodsItem", $"Declare between 1 and {MostItems} goods items."));
        return faults;
    }

    private static IEnumerable<Fault> OfItem(RequirementQueryItem item, string path)
    {
        if (item.Origin.Trim().Length > 0)
            foreach (var fault in OfCode(KnownAttribute.Find("origin")!, item.Origin, $"{path}.origin")) yield return fault;
        // As lodging has it: of a code that does not exist no rule could know.
        var hs = GoodsCode.Digits(item.Hs);
        if (hs.Length is not (6 or 8 or 10)) yield return Fault(NotTaken, $"{path}.hs", "Give the HS code of the goods: six, eight or ten digits.");
        else if (!HarmonisedSystem.Knows(hs.AsSpan(0, 4))) yield return Fault(NotTaken, $"{path}.hs", $"HS 2022 has no heading {hs[..4]}.");
        foreach (var (name, value) in item.Attributes)
        {
            var at = $"{path}.attributes.{name}";
            if (KnownAttribute.Find(name) is not { Index: > 0 } attribute) yield return Fault(Unknown, at, $"{name} is no attribute of goods.");
            else if (value.KindCase is not (Scalar.KindOneofCase.Unknown or Scalar.KindOneofCase.None))
                foreach (var fault in OfValue(attribute, value, at)) yield return fault;
        }
    }

    private static IEnumerable<Fault> OfValue(KnownAttribute attribute, Scalar value, string path)
    {
        if (attribute.Kind == AttributeKind.Code && value.KindCase == Scalar.KindOneofCase.Text) return OfCode(attribute, value.Text, path);
        var text = value.KindCase == Scalar.KindOneofCase.Text ? value.Text : value.Number;
        if (attribute.Kind == AttributeKind.Number && decimal.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && !attribute.Allows(number))
            return [Fault(NotTaken, path, $"{attribute.Name} takes a number{attribute.Range}.")];
        return GivenAttributes.Value(value, attribute).IsUnknown
            ? [Fault(NotTaken, path, $"{attribute.Name} takes a {attribute.Kind.ToString().ToLowerInvariant()}.")] : [];
    }

    private static IEnumerable<Fault> OfCode(KnownAttribute attribute, string text, string path)
    {
        var code = text.Trim().ToUpperInvariant();
        if (attribute.Name is "origin" or "destination")
            return CodeList.Country.Contains(code) ? [] : [Fault(NotTaken, path, $"{text} is no ISO 3166-1 country code.")];
        if (!GivenAttributes.Code(attribute, code).IsUnknown) return [];
        return [Fault(NotTaken, path, attribute.Name == "procedure" ? "Give a procedure by its two digits, or by four with the one before it."
            : QuestionText.Of(attribute).Values is { Count: > 0 } values ? $"{attribute.Name} is one of {string.Join(", ", values)}."
            : $"{attribute.Name} takes a code.")];
    }

    private static Fault Fault(string code, string path, string message) => new() { Code = code, Path = path, Message = message };
}
