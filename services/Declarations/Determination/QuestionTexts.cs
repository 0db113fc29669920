// SPDX-License-Identifier: Apache-2.0
using Cbm.Contracts.Conditions;
using Cbm.Contracts.Tables;

namespace Cbm.Declarations.Determination;

/// <summary>Of what one answer is given.</summary>
internal enum Subject
{
    /// <summary>declaration: one answer for all.</summary>
    Declaration,

    /// <summary>item: one for all goods items of the same goods.</summary>
    Goods,

    /// <summary>own: each goods item has its own, as it has its own mass.</summary>
    Item,
}

/// <summary>How a trader is asked for an attribute, and which element carries the answer (questions.csv).</summary>
internal sealed record QuestionText(KnownAttribute Attribute, Subject Subject, string Element, IReadOnlyList<string> Values, string Text)
{
    private static readonly Dictionary<string, QuestionText> ByName =
        CsvTable.Embedded(typeof(QuestionText).Assembly, "questions.csv").Rows.Select(row => new QuestionText(
            row["attribute"] == KnownAttribute.CommodityCode.Name ? KnownAttribute.CommodityCode
                : KnownAttribute.Find(row["attribute"]) ?? throw new InvalidDataException($"questions.csv({row.Line}): unknown attribute."),
            row["subject"] switch
            {
                "declaration" => Subject.Declaration,
                "item" => Subject.Goods,
                "own" => Subject.Item,
                _ => throw new InvalidDataException($"questions.csv({row.Line}): {row["subject"]} is no subject of a question."),
            },
            row["pointer"],
            row["values"].Split(';', StringSplitOptions.RemoveEmptyEntries),
            row["text"])).ToDictionary(one => one.Attribute.Name, StringComparer.Ordinal);

    /// <summary>WCO pointer of the element that carries the answer, for the goods item in that place, from 1.</summary>
    public string Pointer(int item) => Subject == Subject.Declaration ? Element : $"42A.67A.68A[{item}].{Element}";

    /// <summary>The question as it is put for goods items, numbered from 1 in ascending order.</summary>
    public string For(IReadOnlyList<int> items)
    {
        if (Subject == Subject.Declaration || items.Count == 0) return Text;
        var ranges = new ItemRanges();
        foreach (var item in items) ranges.Add(item);
        return $"Goods item{(items.Count > 1 ? "s" : "")} {ranges}: {Text}";
    }

    /// <summary>
    /// A code as conditions compare it: in capitals, and none where NONE is an answer. Unknown where it is not of the
    /// attribute's list: a misspelt word would match no rule and so drop it.
    /// </summary>
    public static AttributeValue Code(KnownAttribute attribute, string text)
    {
        var code = text.Trim().ToUpperInvariant();
        if (code.Length == 0) return default;
        if (code == "NONE" && attribute.Name is ("carnetType" or "undgId" or "undgClass")) return AttributeValue.None;
        return Find(attribute.Name) is { Values.Count: > 0 } words && !words.Values.Contains(code) ? default : AttributeValue.Of(code);
    }

    public static QuestionText Of(KnownAttribute attribute) => Find(attribute.Name)
        ?? throw new InvalidDataException($"questions.csv has no row for {attribute.Name}.");

    public static QuestionText? Find(string attribute) => ByName.GetValueOrDefault(attribute);
}
