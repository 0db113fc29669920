// SPDX-License-Identifier: Apache-2.0
using System.Globalization;
using Cbm.Contracts;
using Cbm.Contracts.Codelists;
using Cbm.Contracts.Conditions;
using Cbm.Declarations.Validation;

namespace Cbm.Declarations.Determination;

/// <summary>Writes a trader's answers to questions of determination into the tree: they are declared data.</summary>
public static class Answering
{
    /// <summary>Code of the fault of an answer that holds nothing.</summary>
    public const string Missing = "SWA064";

    /// <summary>Code of the fault of an answer that does not fit its question.</summary>
    public const string Invalid = "SWA065";

    /// <summary>
    /// Answers the question in the declaration by a value, by text, or by documents: a disclaimer, or a document that the
    /// waiting rules accept. An older answer to the same question is replaced; where there is a fault nothing is written.
    /// </summary>
    public static IReadOnlyList<Fault> Write(Declaration declaration, Question question, Answer answer)
    {
        var (value, text, documents) = (answer.Value, answer.Text, answer.Documents);
        var words = QuestionText.Find(question.Attribute);
        var items = declaration.GoodsShipment?.GovernmentAgencyGoodsItem ?? [];
        if (words is null) return Refused(question, Invalid, $"{question.Attribute} is no question of determination.");
        if (question.Items.Any(item => item < 1 || item > items.Count))
            return Refused(question, Invalid, "The question is about goods items that the declaration no longer has.");

        var given = value is null || value.KindCase is Scalar.KindOneofCase.None or Scalar.KindOneofCase.Unknown ? text.Trim() : Written(value);
        if (given.Length == 0 && documents.Count == 0)
            return Refused(question, Missing, $"Give a value{(question.Disclaimers.Count > 0 ? " or a document" : "")}. {question.Text}");
        if (given.Length > 0 && Wrong(words, ref given) is { } why) return Refused(question, Invalid, $"{why} {question.Text}");

        if (documents.FirstOrDefault(one => Disclaims(one) && !IsAsked(one, question)) is { } stray)
            return Refused(question, Invalid, $"{DocumentCodes.Of(stray)} {stray.Id} answers another requirement than this question: amend the declaration for it.");

        if (question.Items.Count == 0 && given.Length > 0) AnswerPlace.OfDeclaration(declaration, words.Attribute.Name, given);

        // A document goes to the goods items, also where the question is one: those of the header are shown to the lead unit alone.
        foreach (var number in question.Items.Count > 0 ? question.Items : Enumerable.Range(1, items.Count))
        {
            items[number - 1].AdditionalDocument.AddRange(documents.Where(one => !items[number - 1].AdditionalDocument.Contains(one)).Select(one => one.Clone()));
            if (question.Items.Count > 0 && given.Length > 0) AnswerPlace.OfItem(items[number - 1], words.Attribute, given);
        }

        return [];
    }

    // An answer to one question must not take away another requirement, whose control may be drawn already.
    private static bool Disclaims(AdditionalDocument document) =>
        document.CategoryCode == "Y" || DocumentCodes.Of(document) == DocumentCodes.NationalDisclaimer;

    private static bool IsAsked(AdditionalDocument document, Question question) => DocumentCodes.Of(document) is var code
        && question.Disclaimers.Contains(code)
        && (code != DocumentCodes.NationalDisclaimer || question.Requirements.Contains(document.Id.Trim(), StringComparer.OrdinalIgnoreCase));

    /// <summary>Why a value does not answer; null where it does, in the form in which it is declared.</summary>
    private static string? Wrong(QuestionText words, ref string given)
    {
        switch (words.Attribute)
        {
            case { Name: "citesListed" }:
                // A species, not a claim: whether it is listed is for the agency's table to say.
                given = string.Join(' ', given.Split(' ', StringSplitOptions.RemoveEmptyEntries));
                var named = SpeciesReading.Words(given);
                return named.Length < 2 || SpeciesReading.IsFamily(named) ? "Genus and species are needed."
                    : SpeciesReading.NeedsSubspecies(named) ? "The subspecies is needed too: domestic and wild animals have the same species." : null;
            case { Kind: AttributeKind.Flag }:
                given = given.ToLowerInvariant() switch { "true" or "yes" => "true", "false" or "no" => "false", _ => "" };
                return given.Length == 0 ? "Answer true or false." : null;
            case { Kind: AttributeKind.Number }:
                return WrongNumber(words.Attribute.Name, ref given);
            case { Name: "commodityCode" }:
                given = GoodsCode.Digits(given);
                return given.Length is >= 6 and <= 10 && HarmonisedSystem.Knows(given.AsSpan(0, 4)) ? null : "Answer six to ten digits of a heading that HS 2022 has.";
            default:
                given = given.ToUpperInvariant();
                return WrongCode(words, given);
        }
    }

    private static string? WrongCode(QuestionText words, string given) => words.Attribute.Name switch
    {
        "origin" or "destination" => CodeList.Country.Contains(given) ? null : "Answer a country by its two letters in ISO 3166.",
        "procedure" => given.Length == 4 && Procedures.IsKnown(given[..2]) && Procedures.IsKnown(given[2..])
            ? null : "Answer four digits: the procedure asked for and the one before it, 00 where there is none.",
        "undgId" => given == "NONE" || (given.Length == 4 && given.All(char.IsAsciiDigit)) ? null : "Answer four digits, or NONE.",
        "preferenceCode" => given.Length == 3 && given.All(char.IsAsciiDigit) ? null : "Answer three digits, as in 100.",
        "previousDocumentType" => given.Length <= 3 && given.All(char.IsAsciiLetterOrDigit) ? null : "Answer a type of up to three letters or digits.",
        _ => words.Values.Count == 0 || words.Values.Contains(given) ? null : $"Answer one of {string.Join(", ", words.Values)}.",
    };

    // As long as the element's format allows: n..16 with 3 decimals of money and 6 of a measure, n..8 of a count.
    private static string? WrongNumber(string attribute, ref string given)
    {
        if (!decimal.TryParse(given, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number))
            return "Answer a number, with a point before decimals.";
        given = number.ToString(CultureInfo.InvariantCulture);
        return attribute switch
        {
            "packageCount" => given.Length <= 8 && given.All(char.IsAsciiDigit) ? null : "Answer a whole number of up to eight digits.",
            "animalOriginPct" => number <= 100 ? null : "Answer a number from 0 to 100.",
            _ => number.Scale <= (attribute == "valueEur" ? 3 : 6) && given.Count(char.IsAsciiDigit) <= 16
                ? null : "Answer a number of up to sixteen digits, three of them decimals of money or six of a measure.",
        };
    }

    private static string Written(Scalar value) => value.KindCase switch
    {
        Scalar.KindOneofCase.Flag => value.Flag ? "true" : "false",
        Scalar.KindOneofCase.Number => value.Number,
        _ => value.Text.Trim(),
    };

    private static IReadOnlyList<Fault> Refused(Question question, string code, string message) =>
        [new Fault { Code = code, Pointer = question.Pointer, Path = $"answers[{question.Id}]", Message = message }];
}
