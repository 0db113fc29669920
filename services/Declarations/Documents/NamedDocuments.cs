// SPDX-License-Identifier: Apache-2.0
using Cbm.Contracts;
using Cbm.Contracts.Serialisation;
using Cbm.Declarations.Cases;
using Cbm.Declarations.Storage;
using Cbm.Declarations.Validation;
using Cbm.ServiceDefaults.Doors;
using Microsoft.EntityFrameworkCore;

namespace Cbm.Declarations.Documents;

/// <summary>
/// Documents that a declaration or an answer names by <c>AdditionalDocument.imageBinaryObject</c>: they must be there and be
/// its party's, and the units that are shown such a name may read them.
/// </summary>
public sealed class NamedDocuments
{
    private const string Element = "imageBinaryObject";
    private const string Unknown = "SWA125";
    private readonly Dictionary<string, string> _parties;

    private NamedDocuments(Dictionary<string, string> parties) => _parties = parties;

    /// <summary>What is known of the documents that these name; asks nothing where they name none.</summary>
    public static async Task<NamedDocuments> Of(
        IDbContextFactory<DeclarationsContext> readers, IEnumerable<AdditionalDocument> documents, CancellationToken cancel)
    {
        var ids = Names(documents).ToHashSet();
        if (ids.Count == 0)
        {
            return new NamedDocuments([]);
        }

        await using var database = await readers.CreateDbContextAsync(cancel);
        return new NamedDocuments(await database.Documents.Where(known => ids.Contains(known.Id))
            .Select(known => new { known.Id, known.Party }).ToDictionaryAsync(known => known.Id, known => known.Party, cancel));
    }

    /// <summary>What reading found in a declaration, and besides each document that it names and that its declarant does not have.</summary>
    public static async Task<ReadFaults> Check(IDbContextFactory<DeclarationsContext> readers, Declaration tree, ReadFaults form, CancellationToken cancel)
    {
        var known = await Of(readers, In(tree).Select(named => named.Document), cancel);
        var faults = In(tree).Where(named => !known.Has(named.Document, tree.Declarant?.Id ?? ""))
            .Select(named => ElementPath.Of(Declaration.Descriptor, $"{named.Path}.{Element}").Fault(Unknown, Message)).ToList();
        return faults.Count == 0 ? form : form with { Faults = [.. form.Faults, .. faults] };
    }

    /// <summary>A fault for each document of an answer that the declaration's party does not have.</summary>
    public IEnumerable<Fault> Faults(IReadOnlyList<AdditionalDocument> documents, string party, string path)
    {
        for (var index = 0; index < documents.Count; index++)
        {
            if (!Has(documents[index], party))
            {
                yield return new Fault { Code = Unknown, Path = $"{path}.documents[{index}].{Element}", Message = Message };
            }
        }
    }

    /// <summary>Lets the officers of a unit read what it is shown by its slice.</summary>
    public static void Show(Case declaration, UnitPart part, Declaration seen) => Show(declaration, part, In(seen).Select(named => named.Document));

    /// <summary>Lets the officers of a unit read what an answer to it names.</summary>
    public static void Show(Case declaration, UnitPart part, IEnumerable<AdditionalDocument> documents)
    {
        foreach (var id in Names(documents).Where(id => !part.Documents.Contains(id)).Distinct().ToList())
        {
            part.Documents.Add(id);
            declaration.Context.DocumentUses.Add(new DocumentUseRecord { Document = id, Mrn = declaration.Record.Mrn, Unit = part.Unit, Agency = part.Agency });
        }
    }

    private const string Message = "There is no such document of the declarant: upload it first (POST /api/v1/documents) and name it by the id of the answer.";

    private bool Has(AdditionalDocument document, string party) =>
        document.ImageBinaryObject.Length == 0 || _parties.GetValueOrDefault(document.ImageBinaryObject) == party;

    private static IEnumerable<string> Names(IEnumerable<AdditionalDocument> documents) =>
        documents.Select(document => document.ImageBinaryObject).Where(id => id.Length > 0);

    private static IEnumerable<(string Path, AdditionalDocument Document)> In(Declaration tree)
    {
        for (var index = 0; index < tree.AdditionalDocument.Count; index++)
        {
            if (tree.AdditionalDocument[index].ImageBinaryObject.Length > 0)
            {
                yield return ($"additionalDocument[{index}]", tree.AdditionalDocument[index]);
            }
        }

        var items = tree.GoodsShipment?.GovernmentAgencyGoodsItem;
        for (var item = 0; item < items?.Count; item++)
        {
            for (var index = 0; index < items[item].AdditionalDocument.Count; index++)
            {
                if (items[item].AdditionalDocument[index].ImageBinaryObject.Length > 0)
                {
                    yield return ($"{Findings.Item(item)}.additionalDocument[{index}]", items[item].AdditionalDocument[index]);
                }
            }
        }
    }
}
