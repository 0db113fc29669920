// SPDX-License-Identifier: Apache-2.0
using Cbm.Contracts;
using Google.Protobuf.Collections;

namespace Cbm.Declarations.Validation;

/// <summary>Documents have their number and stand once; 0DIS names the rule it answers; a health entry document names its line.</summary>
internal static class DocumentDetails
{
    public static void Check(Subject subject, Findings findings)
    {
        List(subject.Declaration.AdditionalDocument, -1, findings);
        for (var i = 0; i < subject.Items.Count; i++) List(subject.Items[i].AdditionalDocument, i, findings);
    }

    private static void List(RepeatedField<AdditionalDocument> documents, int item, Findings findings)
    {
        var seen = documents.Count > 1 ? new HashSet<AdditionalDocument>(documents.Count) : null;
        for (var j = 0; j < documents.Count; j++)
        {
            var document = documents[j];
            if (seen?.Add(document) == false)
                findings.Error("SWV112", Path(j), "The same document is given twice: give it once.");
            else if ((document.CategoryCode, document.TypeCode) is ("0", "DIS"))
                Disclaimer(document.Id, j);
            else if (document.Id.Length == 0 && NeedsNumber(document))
                findings.Error("SWV111", $"{Path(j)}.id", "Give the number of the document.");
            else if (document.Id.Length > 0 && IsHealthEntry(document) && !EndsInLine(document.Id))
                findings.Warning("SWV114", $"{Path(j)}.id", $"Add the line of the goods to the health entry document, as in {document.Id}-01.");
        }

        void Disclaimer(string id, int j)
        {
            if (!NamesRule(id))
                findings.Error("SWV113", $"{Path(j)}.id", "Name the requirement that 0DIS answers, as in HEA-008.");
        }

        string Path(int j) => item < 0 ? $"additionalDocument[{j}]" : $"{Findings.Item(item)}.additionalDocument[{j}]";
    }

    // A statement that no document is needed (Y), a national code (9), and what is waived for a reason that the name tells.
    private static bool NeedsNumber(AdditionalDocument document) =>
        document.TypeCode.Length > 0 && document.Name.Length == 0 && document.CategoryCode is not ("Y" or "9");

    private static bool IsHealthEntry(AdditionalDocument document) => (document.CategoryCode, document.TypeCode) is
        ("N", "853") or ("C", "640") or ("C", "678") or ("C", "085");

    private static bool EndsInLine(string id) =>
        id.Length > 3 && char.IsAsciiDigit(id[^1]) && char.IsAsciiDigit(id[^2]) && (id[^3] == '-' || (char.IsAsciiDigit(id[^3]) && id[^4] == '-'));

    // An agency's letters and a number (HEA-008); how many of either is its own affair.
    private static bool NamesRule(string written)
    {
        var id = written.Trim().ToUpperInvariant();
        var hyphen = id.IndexOf('-', StringComparison.Ordinal);
        return hyphen >= 2 && hyphen < id.Length - 1
            && !id.AsSpan(0, hyphen).ContainsAnyExceptInRange('A', 'Z') && !id.AsSpan(hyphen + 1).ContainsAnyExceptInRange('0', '9');
    }
}
