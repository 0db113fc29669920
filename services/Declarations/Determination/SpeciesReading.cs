// SPDX-License-Identifier: Apache-2.0
using Cbm.Contracts.Conditions;

namespace Cbm.Declarations.Determination;

/// <summary>What the scientific names of goods say: whether CITES lists them, and whose fur it is.</summary>
internal static class SpeciesReading
{
    // Domestic cats and dogs share these with wild animals, so they do not tell.
    private static readonly string[] VagueFur = ["CANIS", "CANIS LUPUS", "FELIS", "FELIS SILVESTRIS"];
    private static readonly string[] Cats = ["FELIS CATUS", "FELIS SILVESTRIS CATUS", "FELIS DOMESTICUS"];
    private static readonly string[] Dogs = ["CANIS LUPUS FAMILIARIS", "CANIS FAMILIARIS", "CANIS DOMESTICUS"];

    /// <summary>
    /// Listed by the full name or by any beginning of it. A name is too vague to tell where it is a family, or where only
    /// parts of what it names are listed; so is an unlisted one beside the trader's own word that the goods are listed.
    /// </summary>
    public static AttributeValue Cites(DeclaredAttributes at)
    {
        var claimed = at.Statements("citesListed").Any(text => bool.TryParse(text, out var flag) && flag);
        var names = Names(at, "SCI");
        if (names.Count == 0 || !at.Catalogue.Lookups.Has("citesListed")) return claimed ? AttributeValue.Of(true) : default;
        var vague = claimed;
        foreach (var name in names)
        {
            var words = Words(name);
            for (var count = words.Length; count > 0; count--)
                if (at.Catalogue.Lookups.Value("citesListed", string.Join(' ', words[..count]), at.AsOf) is not null) return AttributeValue.Of(true);
            vague |= IsFamily(words) || at.Catalogue.Lookups.NamesPartsOf(string.Join(' ', words));
        }

        return vague ? default : AttributeValue.Of(false);
    }

    /// <summary>Whether a species has wild and domestic animals, which only the subspecies tells apart.</summary>
    public static bool NeedsSubspecies(string[] words) => VagueFur.Contains(string.Join(' ', words));

    /// <summary>CAT, DOG or OTHER by each name, and as stated: one that fits is enough.</summary>
    public static AttributeValue Fur(DeclaredAttributes at)
    {
        var animals = new List<string>();
        var vague = false;
        foreach (var name in Names(at, "SCI"))
        {
            var words = Words(name);
            var full = string.Join(' ', words);
            if (IsFamily(words) || VagueFur.Contains(full)) vague = true;
            else animals.Add(IsOne(Cats, full) ? "CAT" : IsOne(Dogs, full) ? "DOG" : "OTHER");
        }

        if (at.Statement("furSpecies") is { } text && QuestionText.Code(QuestionText.Find("furSpecies")!.Attribute, text) is { Has: true } stated)
        {
            animals.Add(stated[0]);
            vague = false;
        }

        return animals.Count == 0 ? default : AttributeValue.Of(animals, complete: !vague);
    }

    /// <summary>The names of a kind that the goods bear (SCI scientific, BRD brand), in capitals.</summary>
    public static List<string> Names(DeclaredAttributes at, string type) =>
    [
        .. (at.Item.Commodity?.Product ?? []).SelectMany(product => product.ProductName)
            .Where(name => name.TypeCode == type && name.Name.Trim().Length > 0).Select(name => name.Name.Trim().ToUpperInvariant()),
    ];

    /// <summary>The words of a scientific name in capitals, without the sign of a hybrid and without «species» at its end.</summary>
    public static string[] Words(string name)
    {
        string[] words = [.. name.ToUpperInvariant().Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(word => word.TrimStart('×')).Where(word => word is not ("" or "X"))];
        return words is [.. var rest, "SP" or "SP." or "SPP" or "SPP."] ? rest : words;
    }

    /// <summary>Whether a name is a family's, or none at all.</summary>
    public static bool IsFamily(string[] words) =>
        words is [] || words[0].EndsWith("ACEAE", StringComparison.Ordinal) || words[0].EndsWith("IDAE", StringComparison.Ordinal);

    private static bool IsOne(string[] animals, string full) =>
        animals.Any(animal => full == animal || full.StartsWith(animal + " ", StringComparison.Ordinal));
}
