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

    // A statement (Y), a national code (a digit) or a document that is waived may stand without a number.
    private static bool NeedsNumber(AdditionalDocument document) =>
        document.TypeCode.Length > 0 && document.LpcoExemptionCode.Length == 0 && document.CategoryCode is not (['Y', ..] or [>= '0' and <= '9', ..]);

    private static bool IsHealthEntry(AdditionalDocument document) => (document.CategoryCode, document.TypeCode) is
        ("N", "853") or ("C", "640") or ("C", "678") or ("C", "085");

    private static bool EndsInLine(string id) =>
        id.Length > 3 && char.IsAsciiDigit(id[^1]) && char.IsAsciiDigit(id[^2]) && (id[^3] == '-' || (char.IsAsciiDigit(id[^3]) && id[^4] == '-'));

    private static bool NamesRule(string id) =>
        id is [>= 'A' and <= 'Z', >= 'A' and <= 'Z', >= 'A' and <= 'Z', '-', >= '0' and <= '9', >= '0' and <= '9', >= '0' and <= '9'];
}
