// SPDX-License-Identifier: Apache-2.0
using Cbm.Contracts;
using Cbm.Contracts.Conditions;

namespace Cbm.Declarations.Determination;

/// <summary>
/// The facts of one goods item with the header facts that apply to it, read from the tree when asked for. One instance goes
/// through all items of a declaration, one after another.
/// </summary>
internal sealed class DeclaredAttributes(Declaration declaration, CompiledCatalogue catalogue, DateOnly asOf) : AttributeSource
{
    private readonly AttributeValue[] values = new AttributeValue[KnownAttribute.All.Count];
    private readonly bool[] read = new bool[KnownAttribute.All.Count];
    private readonly List<DeclaredDocument> documents = [];
    private CompiledRule? asking;

    public Declaration Declaration => declaration;

    public CompiledCatalogue Catalogue => catalogue;

    public DateOnly AsOf => asOf;

    public GovernmentAgencyGoodsItem Item { get; private set; } = new();

    /// <summary>Digits of the item's HS or tariff code.</summary>
    public string Hs { get; private set; } = "";

    /// <summary>The documents that apply to the item: its own, then the header's.</summary>
    public IReadOnlyList<DeclaredDocument> Documents => documents;

    public void MoveTo(GovernmentAgencyGoodsItem item)
    {
        Item = item;
        Hs = GoodsCode.Of(item.Commodity);
        Array.Clear(read);
        documents.Clear();
        DeclaredDocument.Gather(declaration, item, documents);
    }

    /// <summary>Names the rule that reads next.</summary>
    public void Asks(CompiledRule rule) => asking = rule;

    /// <summary>
    /// Whether a document is itself the answer to the rule that reads. A temporary-storage reference answers CUS-039, which
    /// asks for one where no previous document is declared: were it counted as such a document, the rule would vanish as
    /// soon as it is met.
    /// </summary>
    public bool Answers(PreviousDocument document) => asking?.Accepts(DocumentCodes.Of(document)) ?? false;

    public override AttributeValue Read(KnownAttribute attribute)
    {
        var at = attribute.Index;
        if (read[at]) return values[at];
        var value = AttributeReading.Of(this, attribute);
        values[at] = value;
        read[at] = attribute.Name != "previousDocumentType";
        return value;
    }

    /// <summary>What an ATT statement of the item says; the last of a name counts.</summary>
    public string? Statement(string name)
    {
        var statements = Item.AdditionalInformation;
        for (var i = statements.Count - 1; i >= 0; i--)
        {
            if (statements[i].StatementTypeCode != "ATT") continue;
            var text = statements[i].StatementDescription;
            var end = text.IndexOf('=', StringComparison.Ordinal);
            if (end > 0 && text.AsSpan(0, end).Trim().SequenceEqual(name)) return text[(end + 1)..].Trim();
        }

        return null;
    }
}
