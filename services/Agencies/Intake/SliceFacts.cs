// SPDX-License-Identifier: Apache-2.0
using Cbm.Contracts;
using Cbm.Contracts.Conditions;

namespace Cbm.Agencies.Intake;

/// <summary>The few facts that a unit reads from a slice itself.</summary>
public static class SliceFacts
{
    /// <summary>Id of a unit's review of a declaration.</summary>
    public static string ReviewId(string mrn, string unit) => $"{mrn}-{unit}";

    /// <summary>The goods item at that place of the whole declaration, null where the slice does not show it.</summary>
    public static GovernmentAgencyGoodsItem? ItemOf(Slice slice, int number)
    {
        var goods = slice.Declaration?.GoodsShipment?.GovernmentAgencyGoodsItem;
        for (var index = 0; index < slice.Items.Count && index < goods?.Count; index++)
        {
            if (slice.Items[index].Item == number)
            {
                return goods[index];
            }
        }

        return null;
    }

    /// <summary>Goods items that the review is about: those with a requirement, else all of the slice.</summary>
    public static IReadOnlyCollection<int> Items(Slice slice) => slice.Requirements.Count > 0
        ? [.. slice.Requirements.Select(asked => asked.Requirement.Item).Distinct().Order()]
        : [.. slice.Items.Select(item => item.Item)];

    /// <summary>Whose document it must be: the importer's, the exporter's, or in transit the declarant's. Without an id, the declarant's.</summary>
    public static (string Role, string Party) HolderOf(Slice slice)
    {
        var (role, party) = slice.Direction switch
        {
            "IM" => ("importer", slice.Declaration?.GoodsShipment?.Importer?.Id),
            "EX" => ("exporter", slice.Declaration?.Exporter?.Id),
            _ => ("declarant", null),
        };
        return party is { Length: > 0 } ? (role, party) : ("declarant", slice.Declaration?.Declarant?.Id ?? "");
    }

    /// <summary>Numbers of every document that the slice shows.</summary>
    public static IReadOnlyList<string> DocumentNumbers(Slice slice) =>
    [
        .. (slice.Declaration?.GoodsShipment?.GovernmentAgencyGoodsItem ?? [])
            .SelectMany(item => DeclaredDocument.Of(slice.Declaration!, item))
            .Select(document => document.Id.Trim()).Where(number => number.Length > 0).Distinct(),
    ];

    /// <summary>Writes onto a review the facts that officers search by.</summary>
    public static void Copy(Slice slice, Review review)
    {
        var goods = slice.Declaration?.GoodsShipment?.GovernmentAgencyGoodsItem ?? [];
        review.Importer = slice.Declaration?.GoodsShipment?.Importer is { } importer ? NameOf(importer.Id, importer.Name) : "";
        review.Exporter = slice.Declaration?.Exporter is { } exporter ? NameOf(exporter.Id, exporter.Name) : "";
        review.Hs6.AddRange(goods.Select(item => GoodsCode.Of(item.Commodity)).Where(hs => hs.Length > 0)
            .Select(hs => hs.Length > 6 ? hs[..6] : hs).Distinct());
        review.Origins.AddRange(goods.SelectMany(item => item.Origin).Select(origin => origin.CountryCode)
            .Where(country => country.Length > 0).Distinct());
    }

    private static string NameOf(string id, string name) => id.Length > 0 ? id : name;
}
