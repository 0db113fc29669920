// SPDX-License-Identifier: Apache-2.0
using System.Globalization;
using Cbm.Contracts;
using Cbm.Contracts.Codelists;
using Cbm.Contracts.Conditions;

namespace Cbm.Declarations.Determination;

/// <summary>Where each attribute stands in the tree (attributes.csv).</summary>
internal static class AttributeReading
{
    private static readonly string[] Materials = ["WOOD", "PLASTIC", "PAPER", "METAL", "OTHER"];

    private static readonly Dictionary<string, Func<DeclaredAttributes, AttributeValue>> ByName = new(StringComparer.Ordinal)
    {
        ["profile"] = at => AttributeValue.Of(at.Catalogue.Profile.Code),
        ["commodityCode"] = at => Code(at.Hs),
        ["valueEur"] = at => AttributeValue.Of(Euro(at.Item.StatisticalValueAmount, at.AsOf)
            ?? Euro(at.Item.Commodity?.InvoiceLine?.ItemChargeAmount, at.AsOf)),
        ["packageCount"] = Packages,
        ["netMassKg"] = at => AttributeValue.Of(Kilograms(at.Item.Commodity?.GoodsMeasure?.NetNetWeightMeasure)),
        ["volumeLitre"] = at => AttributeValue.Of(Litres(at.Item.Commodity?.GoodsMeasure?.TariffQuantity)),
        ["preferenceCode"] = at => Codes(at.Item.Commodity?.DutyTaxFee, fee => fee.DutyRegimeCode),
        ["carnetType"] = Carnet,
        ["previousDocumentType"] = PreviousDocumentType,
        ["mode"] = at => Code(at.Declaration.BorderTransportMeans?.ModeCode),
        ["origin"] = at => Code(Origin(at.Item) ?? at.Item.ExportCountry?.Id ?? at.Declaration.GoodsShipment?.ExportCountry?.Id),
        ["destination"] = at => Code(at.Item.Destination is { CountryCode.Length: > 0 } own
            ? own.CountryCode : at.Declaration.GoodsShipment?.Destination?.CountryCode),
        ["procedure"] = at => at.Item.GovernmentProcedure is [{ CurrentCode.Length: >= 2 } first, ..] ? AttributeValue.Of(first.CurrentCode[..2]) : default,
        ["undgId"] = at => Codes(at.Item.Commodity?.DangerousGoods, one => one.UndgId),
        ["undgClass"] = DangerClass,
        ["intendedUse"] = at => Code(at.Item.Commodity?.IntendedUseCode),
        ["packagingMaterial"] = Material,
        ["citesListed"] = Cites,
        ["furSpecies"] = Fur,
        ["ipAlert"] = at => Listed(at, "ipAlert", Names(at, "BRD")),
        ["siirRegulated"] = at => Listed(at, "siirRegulated", []),
        ["conveyanceHealthEvent"] = Conveyance,
    };

    private static readonly Func<DeclaredAttributes, AttributeValue>?[] ByIndex =
        [.. KnownAttribute.All.Select(one => ByName.GetValueOrDefault(one.Name))];

    /// <summary>What the tree says; else what an ATT statement says; else what the profile says of such goods.</summary>
    public static AttributeValue Of(DeclaredAttributes at, KnownAttribute attribute)
    {
        var value = ByIndex[attribute.Index]?.Invoke(at) ?? default;
        if (!value.IsUnknown) return value;
        if (!attribute.IsLookup) value = Stated(at.Statement(attribute.Name), attribute.Kind);
        if (value.IsUnknown && at.Catalogue.Profile.AddFlags.TryGetValue(attribute.Name, out var flag)) return AttributeValue.Of(flag);
        // A trader is not asked for what an agency's table answers: unlisted is false. Only the species is asked for.
        return value.IsUnknown && attribute is { IsLookup: true, Kind: AttributeKind.Flag, Name: not "citesListed" } ? AttributeValue.Of(false) : value;
    }

    private static AttributeValue Stated(string? text, AttributeKind kind) => kind switch
    {
        _ when text is null => default,
        AttributeKind.Flag => bool.TryParse(text, out var flag) ? AttributeValue.Of(flag) : default,
        AttributeKind.Number => AttributeValue.Of(Number(text)),
        _ => text is "" or "NONE" ? AttributeValue.None : AttributeValue.Of(text.ToUpperInvariant()),
    };

    /// <summary>Whether packing is described by one of the known words.</summary>
    public static bool IsMaterial(string description) => Materials.Contains(description.Trim().ToUpperInvariant());

    private static AttributeValue Packages(DeclaredAttributes at)
    {
        decimal? sum = null;
        foreach (var one in at.Item.Packaging)
            if (Number(one.QuantityQuantity?.Value) is { } count) sum = (sum ?? 0) + count;
        return AttributeValue.Of(sum);
    }

    private static AttributeValue Carnet(DeclaredAttributes at)
    {
        foreach (var one in at.Documents)
            if (one.Code is "952" or "N952") return AttributeValue.Of("TIR");
        return default;
    }

    private static AttributeValue PreviousDocumentType(DeclaredAttributes at)
    {
        foreach (var one in at.Item.PreviousDocument)
            if (one.TypeCode.Length > 0 && !at.Answers(one)) return AttributeValue.Of(one.TypeCode);
        if (at.Declaration.GoodsShipment is not { } shipment || at.Item.PreviousDocument.Count > 0) return default;
        foreach (var one in shipment.PreviousDocument)
            if (one.TypeCode.Length > 0 && !at.Answers(one)) return AttributeValue.Of(one.TypeCode);
        return default;
    }

    private static AttributeValue DangerClass(DeclaredAttributes at)
    {
        var classes = new List<string>();
        foreach (var one in at.Item.Commodity?.DangerousGoods ?? [])
            if (at.Catalogue.Lookups.Value("undgClass", one.UndgId, at.AsOf) is { } listed) classes.Add(listed);
        var stated = Stated(at.Statement("undgClass"), AttributeKind.Code);
        return classes.Count > 0 ? AttributeValue.Of(classes, complete: true) : stated.IsUnknown ? AttributeValue.None : stated;
    }

    // What is not one of the known words, or not said of every package, may be anything.
    private static AttributeValue Material(DeclaredAttributes at)
    {
        if (at.Item.Packaging.Count == 1 && Array.IndexOf(Materials, at.Item.Packaging[0].PackingMaterialDescription) >= 0)
            return AttributeValue.Of(at.Item.Packaging[0].PackingMaterialDescription);
        var said = at.Item.Packaging.Select(one => one.PackingMaterialDescription.Trim().ToUpperInvariant()).ToList();
        var known = said.Where(IsMaterial).Distinct().ToList();
        return known.Count == 0 ? default : AttributeValue.Of(known, complete: said.TrueForAll(known.Contains));
    }

    // By the full scientific name, then genus and species, then the genus. A genus of which single species are listed does not tell.
    private static AttributeValue Cites(DeclaredAttributes at)
    {
        var names = Names(at, "SCI");
        if (names.Count == 0 || !at.Catalogue.Lookups.Has("citesListed"))
            return at.Statement("citesListed") is { } text && bool.TryParse(text, out var flag) && flag ? AttributeValue.Of(true) : default;
        var vague = false;
        foreach (var name in names)
        {
            var words = name.Split(' ', StringSplitOptions.RemoveEmptyEntries);
            var full = string.Join(' ', words);
            if (IsListed(full) || (words.Length > 2 && IsListed($"{words[0]} {words[1]}")) || IsListed(words[0])) return AttributeValue.Of(true);
            vague |= (words.Length == 1 || words[1] is "SP" or "SP." or "SPP" or "SPP.") && at.Catalogue.Lookups.NamesSpeciesOf(words[0]);
        }

        return vague ? default : AttributeValue.Of(false);

        bool IsListed(string key) => at.Catalogue.Lookups.Value("citesListed", key, at.AsOf) is not null;
    }

    private static AttributeValue Fur(DeclaredAttributes at)
    {
        var names = Names(at, "SCI");
        if (names.Count == 0) return default;
        return AttributeValue.Of([.. names.Select(name =>
            name.StartsWith("FELIS CATUS", StringComparison.Ordinal) || name.StartsWith("FELIS SILVESTRIS CATUS", StringComparison.Ordinal) ? "CAT"
            : name.StartsWith("CANIS LUPUS FAMILIARIS", StringComparison.Ordinal) || name.StartsWith("CANIS FAMILIARIS", StringComparison.Ordinal) ? "DOG"
            : "OTHER")], complete: true);
    }

    private static AttributeValue Listed(DeclaredAttributes at, string attribute, IReadOnlyList<string> marks) =>
        at.Catalogue.Lookups.Has(attribute) ? AttributeValue.Of(at.Catalogue.Lookups.Lists(attribute, at.Hs, marks, at.AsOf)) : default;

    private static AttributeValue Conveyance(DeclaredAttributes at)
    {
        return AttributeValue.Of(IsReported(at.Declaration.BorderTransportMeans?.Id)
            || IsReported(at.Declaration.GoodsShipment?.Consignment?.ArrivalTransportMeans?.Id));

        bool IsReported(string? means) => means is { Length: > 0 }
            && at.Catalogue.Lookups.Value("conveyanceHealthEvent", means.Trim().ToUpperInvariant(), at.AsOf) is not null;
    }

    private static List<string> Names(DeclaredAttributes at, string type) =>
    [
        .. (at.Item.Commodity?.Product ?? []).SelectMany(product => product.ProductName)
            .Where(name => name.TypeCode == type && name.Name.Trim().Length > 0).Select(name => name.Name.Trim().ToUpperInvariant()),
    ];

    private static string? Origin(GovernmentAgencyGoodsItem item)
    {
        string? any = null;
        foreach (var one in item.Origin)
        {
            if (one.CountryCode.Length == 0) continue;
            // Type 1 is the country of origin as such, type 2 the preferential one.
            if (one.TypeCode is "" or "1") return one.CountryCode;
            any ??= one.CountryCode;
        }

        return any;
    }

    private static AttributeValue Code(string? code) => code is { Length: > 0 } ? AttributeValue.Of(code) : default;

    private static AttributeValue Codes<T>(IReadOnlyList<T>? elements, Func<T, string> code)
    {
        if (elements is not { Count: > 0 }) return default;
        if (elements.Count == 1) return Code(code(elements[0]));
        List<string> codes = [.. elements.Select(code).Where(one => one.Length > 0).Distinct()];
        return codes.Count == 0 ? default : AttributeValue.Of(codes, complete: true);
    }

    private static decimal? Euro(Amount? amount, DateOnly day) => Number(amount?.Value) is not { } value ? null
        : amount!.CurrencyId is "" or "EUR" ? value : Rates.ToEuro(value, amount.CurrencyId, day);

    private static decimal? Kilograms(Quantity? mass) => mass?.UnitCode switch
    {
        "" or "KGM" => Number(mass.Value),
        "TNE" => Number(mass.Value) * 1000,
        "GRM" => Number(mass.Value) / 1000,
        _ => null,
    };

    private static decimal? Litres(Quantity? volume) => volume?.UnitCode switch
    {
        "LTR" => Number(volume.Value),
        "HLT" => Number(volume.Value) * 100,
        _ => null,
    };

    private static decimal? Number(string? text) =>
        decimal.TryParse(text, NumberStyles.Number, CultureInfo.InvariantCulture, out var number) ? number : null;
}
