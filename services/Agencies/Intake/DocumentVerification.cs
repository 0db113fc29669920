// SPDX-License-Identifier: Apache-2.0
using Cbm.Contracts;
using Cbm.Contracts.Conditions;

namespace Cbm.Agencies.Intake;

/// <summary>
/// Verifies the documents of one requirement of one goods item as the requirement says (brief 2.2). A finding is read by
/// the trader too: it says what does not fit, never what the register holds.
/// </summary>
public static class DocumentVerification
{
    /// <summary>MET, WAIVED, MISSING, QUESTION, or JUDGED where only an officer can tell.</summary>
    public static Finding Of(SliceRequirement asked, Slice slice, RegisterExtract register, Wording wording)
    {
        var requirement = asked.Requirement;
        var (status, text) = requirement switch
        {
            { Status: RequirementStatus.Waived } => (RequirementStatus.Waived, $"Disclaimed by {requirement.Disclaimer}."),
            { Status: RequirementStatus.Question } => (RequirementStatus.Question, $"The trader is asked: {requirement.Question}"),
            { Obligation: Obligation.Prohibited } =>
                (RequirementStatus.Judged, $"{requirement.Name}: prohibited. An officer refuses it or waives the prohibition."),
            _ when asked.Verification == Verification.None => (RequirementStatus.Met, "No document is asked."),
            _ => OfDocuments(asked, slice, register, wording),
        };
        return new Finding { Requirement = requirement.Id, Item = requirement.Item, Status = status, Text = text };
    }

    private static (RequirementStatus Status, string Text) OfDocuments(
        SliceRequirement asked, Slice slice, RegisterExtract register, Wording wording)
    {
        var requirement = asked.Requirement;
        var item = SliceFacts.ItemOf(slice, requirement.Item);
        if (item is null || requirement.Documents.Count == 0)
        {
            // Doubt closes the gate: what the slice does not show is not taken as good.
            return (RequirementStatus.Judged, "The slice does not show what is to be verified.");
        }

        var declared = DeclaredDocument.Of(slice.Declaration, item);
        var whole = requirement.Documents.Select(alternative => alternative.Split('+'))
            .Where(parts => parts.All(part => declared.Any(document => document.Code == part))).ToList();
        if (whole.Count == 0)
        {
            return (RequirementStatus.Missing, $"{requirement.Name}: {Listed(requirement.Documents)} is not declared with the goods item. {wording.Missing}");
        }

        List<string>? least = null;
        foreach (var parts in whole)
        {
            var misfits = parts.SelectMany(part => Misfits(part, parts, declared, asked, slice, item, register)).ToList();
            if (misfits.Count == 0)
            {
                return (RequirementStatus.Met, $"Verified: {string.Join(" with ", parts)}.");
            }

            least = least is null || misfits.Count < least.Count ? misfits : least;
        }

        return (RequirementStatus.Judged, string.Join(" ", least!));
    }

    /// <summary>What does not fit of one needed document; several of one code: of the one that fits best.</summary>
    private static List<string> Misfits(
        string part, string[] parts, List<DeclaredDocument> declared, SliceRequirement asked, Slice slice, GovernmentAgencyGoodsItem item, RegisterExtract register)
    {
        // Within a lone code, the register may know the document by another code of the same list (N853 and 853).
        string[] codes = parts.Length > 1 ? [part, OtherForm(part)]
            : [.. asked.Requirement.Documents.Where(one => !one.Contains('+', StringComparison.Ordinal)), part, OtherForm(part)];
        return declared.Where(document => document.Code == part).Select(document =>
        {
            if (!IsWellFormed(document.Id.Trim()))
            {
                return [string.IsNullOrWhiteSpace(document.Id) ? $"{part} is declared without a number." : $"The number of {part} is not well formed."];
            }

            return asked.Verification == Verification.Form ? []
                : RegisterFit.Misfits(document, codes, asked.Requirement, slice, item, register);
        }).MinBy(misfits => misfits.Count)!;
    }

    /// <summary>A number that a document can bear: up to 70 characters, letters and digits with the usual marks between, and a letter or digit at its start.</summary>
    public static bool IsWellFormed(string number) =>
        number.Length is > 0 and <= 70 && char.IsLetterOrDigit(number[0])
        && number.All(c => char.IsLetterOrDigit(c) || " .,-/_:;()+#&*'\\".Contains(c, StringComparison.Ordinal));

    private static string OtherForm(string code) => code.StartsWith('N') ? code[1..] : "N" + code;

    private static string Listed(IReadOnlyList<string> alternatives) => string.Join(" or ", alternatives);
}
