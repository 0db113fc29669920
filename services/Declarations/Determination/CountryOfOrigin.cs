// SPDX-License-Identifier: Apache-2.0
using Cbm.Contracts;
using Cbm.Contracts.Codelists;

namespace Cbm.Declarations.Determination;

/// <summary>The country of origin as determination knows it: the goods item's own, else the country of export (attributes.csv).</summary>
public static class CountryOfOrigin
{
    private const string Shipment = "Declaration/GoodsShipment/";
    private const string Goods = Shipment + "GovernmentAgencyGoodsItem/";

    /// <summary>The country, empty where it is not known, and the path of the element that says it.</summary>
    public static (string Country, string Path) Of(Declaration declaration, GovernmentAgencyGoodsItem item)
    {
        if (Own(item) is { } own) return (own, Goods + "Origin/CountryCode");
        if (item.ExportCountry is { } exported && CodeList.Country.Contains(exported.Id)) return (exported.Id, Goods + "ExportCountry/ID");
        return declaration.GoodsShipment?.ExportCountry is { } all && CodeList.Country.Contains(all.Id) ? (all.Id, Shipment + "ExportCountry/ID") : ("", "");
    }

    // Preferential origin may be the Union or a group of countries (EU, 2005): no rule could be matched to it.
    private static string? Own(GovernmentAgencyGoodsItem item)
    {
        string? any = null;
        foreach (var one in item.Origin)
        {
            if (!CodeList.Country.Contains(one.CountryCode)) continue;
            // Type 1 is the country of origin as such, type 2 the preferential one.
            if (one.TypeCode is "" or "1") return one.CountryCode;
            any ??= one.CountryCode;
        }

        return any;
    }
}
