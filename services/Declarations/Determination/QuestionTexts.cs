// SPDX-License-Identifier: Apache-2.0
using Cbm.Contracts.Conditions;
using Cbm.Contracts.Tables;

namespace Cbm.Declarations.Determination;

/// <summary>How a trader is asked for an attribute, and which element carries the answer (questions.csv).</summary>
internal sealed record QuestionText(KnownAttribute Attribute, bool OfDeclaration, string Element, IReadOnlyList<string> Values, string Text)
{
    private static readonly Dictionary<string, QuestionText> ByName =
        CsvTable.Embedded(typeof(QuestionText).Assembly, "questions.csv").Rows.Select(row => new QuestionText(
            KnownAttribute.Find(row["attribute"]) ?? throw new InvalidDataException($"questions.csv({row.Line}): unknown attribute."),
            row["subject"] == "declaration",
            row["pointer"],
            row["values"].Split(';', StringSplitOptions.RemoveEmptyEntries),
            row["text"])).ToDictionary(one => one.Attribute.Name, StringComparer.Ordinal);

    /// <summary>WCO pointer of the element that carries the answer, for the goods item in that place, from 1.</summary>
    public string Pointer(int item) => OfDeclaration ? Element : $"42A.67A.68A[{item}].{Element}";

    public static QuestionText Of(KnownAttribute attribute) => Find(attribute.Name)
        ?? throw new InvalidDataException($"questions.csv has no row for {attribute.Name}.");

    public static QuestionText? Find(string attribute) => ByName.GetValueOrDefault(attribute);
}
