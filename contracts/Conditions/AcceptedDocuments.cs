// SPDX-License-Identifier: Apache-2.0
namespace Cbm.Contracts.Conditions;

/// <summary>Codes of documents as requirements name them (brief 1.2).</summary>
public static class DocumentCodes
{
    /// <summary>National code of a disclaimer that names its rule in the document's ID.</summary>
    public const string NationalDisclaimer = "0DIS";

    /// <summary>Category and type together (N + 853 = N853); a type alone is a UNCL 1001 code (853).</summary>
    public static string Of(AdditionalDocument document) => Of(document.CategoryCode, document.TypeCode);

    /// <summary>Category and type together (N + 355 = N355); a type alone is a UNCL 1001 code (355).</summary>
    public static string Of(PreviousDocument document) => Of(document.CategoryCode, document.TypeCode);

    private static string Of(string category, string type) => category.Length == 0 ? type : category + type;
}

/// <summary>
/// A document as declared: its code, its number, who issued it where that is said, and the element that carries it
/// (<paramref name="Additional"/> for an AdditionalDocument, null for a PreviousDocument or a TransportContractDocument).
/// </summary>
public readonly record struct DeclaredDocument(string Code, string Id, string Issuer, AdditionalDocument? Additional)
{
    /// <summary>
    /// The documents that apply to a goods item: its own first, then the header's, previous documents after the additional
    /// ones, and the transport contracts.
    /// </summary>
    public static List<DeclaredDocument> Of(Declaration declaration, GovernmentAgencyGoodsItem item)
    {
        var documents = new List<DeclaredDocument>(item.AdditionalDocument.Count + declaration.AdditionalDocument.Count + 2);
        foreach (var one in item.AdditionalDocument) documents.Add(Of(one));
        foreach (var one in declaration.AdditionalDocument) documents.Add(Of(one));
        foreach (var one in item.PreviousDocument) documents.Add(Of(one));
        foreach (var one in declaration.GoodsShipment?.PreviousDocument ?? []) documents.Add(Of(one));
        AddTransportContracts(declaration, documents);
        return documents;
    }

    /// <summary>
    /// Adds the documents of a goods item that every unit sees, where they are its own: its additional ones and the
    /// transport contracts. The header's, and every previous one, are shown to the lead unit alone (slices.csv).
    /// </summary>
    public static void GatherOwn(Declaration declaration, GovernmentAgencyGoodsItem item, List<DeclaredDocument> documents)
    {
        foreach (var one in item.AdditionalDocument) documents.Add(Of(one));
        AddTransportContracts(declaration, documents);
    }

    /// <summary>An additional document as declared.</summary>
    public static DeclaredDocument Of(AdditionalDocument one) => new(DocumentCodes.Of(one), one.Id, one.Submitter?.Name ?? "", one);

    /// <summary>A previous document as declared.</summary>
    public static DeclaredDocument Of(PreviousDocument one) => new(DocumentCodes.Of(one), one.Id, "", null);

    // It has no category of its own, so it answers in both forms: 705 and N705.
    private static void AddTransportContracts(Declaration declaration, List<DeclaredDocument> documents)
    {
        foreach (var one in declaration.GoodsShipment?.Consignment?.TransportContractDocument ?? [])
        {
            if (one.TypeCode.Length == 0) continue;
            documents.Add(new(one.TypeCode, one.Id, "", null));
            documents.Add(new("N" + one.TypeCode, one.Id, "", null));
        }
    }
}

/// <summary>Which declared documents answer a requirement.</summary>
public static class AcceptedDocuments
{
    /// <summary>
    /// The documents that answer the first alternative of which every part is there; none where no alternative is whole.
    /// An alternative is one code, or several joined by + (654+911). Whether an issuer fits is left to the caller.
    /// </summary>
    public static IReadOnlyList<DeclaredDocument> Find(IReadOnlyList<string> alternatives, IReadOnlyList<DeclaredDocument> documents)
    {
        for (var i = 0; i < alternatives.Count; i++)
        {
            var alternative = alternatives[i];
            if (!alternative.Contains('+', StringComparison.Ordinal))
            {
                if (First(alternative, documents) is { } only) return [only];
                continue;
            }

            var parts = alternative.Split('+');
            var found = new List<DeclaredDocument>(parts.Length);
            foreach (var part in parts)
                if (First(part, documents) is { } one) found.Add(one);
            if (found.Count == parts.Length) return found;
        }

        return [];
    }

    /// <summary>
    /// Whether one of the additional documents disclaims a rule: by its code, or by 0DIS that names the rule. A previous
    /// document says where goods come from, never that a rule is not theirs.
    /// </summary>
    public static bool Disclaims(string rule, string disclaimer, IReadOnlyList<DeclaredDocument> documents)
    {
        if (disclaimer.Length == 0) return false;
        var named = disclaimer == DocumentCodes.NationalDisclaimer;
        for (var i = 0; i < documents.Count; i++)
        {
            if (documents[i].Additional is not null && documents[i].Code == disclaimer && (!named || Names(documents[i].Id, rule)))
                return true;
        }

        return false;
    }

    /// <summary>Whether the ID of a 0DIS names a rule: in any case, spaces around it aside.</summary>
    public static bool Names(string id, string rule) => string.Equals(id.Trim(), rule, StringComparison.OrdinalIgnoreCase);

    private static DeclaredDocument? First(string code, IReadOnlyList<DeclaredDocument> documents)
    {
        for (var i = 0; i < documents.Count; i++)
            if (documents[i].Code == code) return documents[i];
        return null;
    }
}
