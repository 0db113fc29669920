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
    private readonly List<DeclaredDocument> own = [];
    private List<DeclaredDocument>? all;
    private CompiledRule? asking;

    public Declaration Declaration => declaration;

    public CompiledCatalogue Catalogue => catalogue;

    public DateOnly AsOf => asOf;

    public GovernmentAgencyGoodsItem Item { get; private set; } = new();

    /// <summary>Digits of the item's HS or tariff code.</summary>
    public string Hs { get; private set; } = "";

    public void MoveTo(GovernmentAgencyGoodsItem item)
    {
        Item = item;
        Hs = GoodsCode.Of(item.Commodity);
        Array.Clear(read);
        own.Clear();
        all = null;
        DeclaredDocument.GatherOwn(declaration, item, own);
    }

    /// <summary>
    /// The documents that count for a rule: those that its unit is shown. The header's, and previous documents, are for the
    /// lead unit alone (slices.csv); were they counted for others, these could not verify them.
    /// </summary>
    public IReadOnlyList<DeclaredDocument> DocumentsFor(CompiledRule rule) =>
        rule.Requirement.Unit == catalogue.Profile.LeadUnit ? all ??= DeclaredDocument.Of(declaration, Item) : own;

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

    /// <summary>What an ATT statement of the item says; null where none does, or where two of one name say different things.</summary>
    public string? Statement(string name)
    {
        string? said = null;
        foreach (var text in Statements(name))
        {
            if (said is not null && !string.Equals(said, text, StringComparison.OrdinalIgnoreCase)) return null;
            said = text;
        }

        return said;
    }

    /// <summary>What the ATT statements of the item say of a name.</summary>
    public IEnumerable<string> Statements(string name)
    {
        foreach (var statement in Item.AdditionalInformation)
        {
            if (statement.StatementTypeCode != "ATT") continue;
            var text = statement.StatementDescription;
            var end = text.IndexOf('=', StringComparison.Ordinal);
            if (end > 0 && text.AsSpan(0, end).Trim().SequenceEqual(name)) yield return text[(end + 1)..].Trim();
        }
    }
}
