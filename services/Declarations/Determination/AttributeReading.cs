// SPDX-License-Identifier: Apache-2.0
using Cbm.Contracts;
using Cbm.Contracts.Codelists;
using Cbm.Contracts.Conditions;
using Cbm.Declarations.Validation;

namespace Cbm.Declarations.Determination;

/// <summary>Where each attribute stands in the tree (attributes.csv).</summary>
internal static class AttributeReading
{
    private static readonly string[] Materials = ["WOOD", "PLASTIC", "PAPER", "METAL", "OTHER"];

    private static readonly Dictionary<string, Func<DeclaredAttributes, AttributeValue>> ByName = new(StringComparer.Ordinal)
    {
        ["profile"] = at => AttributeValue.Of(at.Catalogue.Profile.Code),
        ["valueEur"] = at => AttributeValue.Of(Euro(at.Item.StatisticalValueAmount, at.AsOf)
            ?? Euro(at.Item.Commodity?.InvoiceLine?.ItemChargeAmount, at.AsOf)),
        ["packageCount"] = Packages,
        ["netMassKg"] = at => Numbers.TryKilograms(at.Item.Commodity?.GoodsMeasure?.NetNetWeightMeasure, out var mass) ? AttributeValue.Of(mass) : default,
        ["volumeLitre"] = at => AttributeValue.Of(Litres(at.Item.Commodity?.GoodsMeasure?.TariffQuantity)),
        ["preferenceCode"] = Preferences,
        ["carnetType"] = Carnet,
        ["previousDocumentType"] = PreviousDocumentType,
        ["mode"] = at => Code(at.Declaration.BorderTransportMeans?.ModeCode),
        ["origin"] = at => Code(CountryOfOrigin.Of(at.Declaration, at.Item).Country),
        ["destination"] = at => Code(at.Item.Destination is { CountryCode.Length: > 0 } own
            ? own.CountryCode : at.Declaration.GoodsShipment?.Destination?.CountryCode),
        ["procedure"] = at => at.Item.GovernmentProcedure is [{ CurrentCode.Length: >= 2 } first, ..] ? AttributeValue.Of(first.CurrentCode[..2]) : default,
        ["undgId"] = DangerousGoods,
        ["undgClass"] = DangerClass,
        ["intendedUse"] = at => Code(at.Item.Commodity?.IntendedUseCode),
        ["packagingMaterial"] = Material,
        ["citesListed"] = SpeciesReading.Cites,
        ["furSpecies"] = SpeciesReading.Fur,
        ["ipAlert"] = at => Listed(at, "ipAlert", SpeciesReading.Names(at, "BRD")),
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
        if (MayBeStated(attribute, at.Item)) value = Stated(at.Statement(attribute.Name), attribute);
        if (value.IsUnknown && at.Catalogue.Profile.AddFlags.TryGetValue(attribute.Name, out var flag)) return AttributeValue.Of(flag);
        // A trader is not asked for what an agency's table answers: unlisted is false. Only the species is asked for.
        return value.IsUnknown && attribute is { IsLookup: true, Kind: AttributeKind.Flag, Name: not "citesListed" } ? AttributeValue.Of(false) : value;
    }

    /// <summary>Whether packing is described by one of the known words.</summary>
    public static bool IsMaterial(string description) => Materials.Contains(description.Trim().ToUpperInvariant());

    /// <summary>Whether a volume is in litres or hectolitres.</summary>
    public static bool IsVolume(Quantity quantity) => Numbers.Unit(quantity) is "LTR" or "HLT";

    // Brief 2.3: what has no place in the tree travels as a statement. Where it has one, a statement is not heard beside it:
    // it could say otherwise, and units that do not read the place would read it there.
    private static bool MayBeStated(KnownAttribute attribute, GovernmentAgencyGoodsItem item) => attribute.IsStatement || attribute.Name switch
    {
        "carnetType" or "furSpecies" or "volumeLitre" or "preferenceCode" => true,
        "packageCount" or "packagingMaterial" => item.Packaging.Count == 0,
        "undgId" => item.Commodity is not { DangerousGoods.Count: > 0 },
        _ => false,
    };

    private static AttributeValue Stated(string? text, KnownAttribute attribute) => attribute.Kind switch
    {
        _ when text is null => default,
        AttributeKind.Flag => bool.TryParse(text, out var flag) ? AttributeValue.Of(flag) : default,
        AttributeKind.Number => AttributeValue.Of(Number(text)),
        _ => QuestionText.Code(attribute, text),
    };

    // A sum of which a part is missing is not known.
    private static AttributeValue Packages(DeclaredAttributes at)
    {
        if (at.Item.Packaging.Count == 0) return default;
        decimal sum = 0;
        foreach (var one in at.Item.Packaging)
        {
            if (Number(one.QuantityQuantity?.Value) is not { } count) return default;
            sum += count;
        }

        return AttributeValue.Of(sum);
    }

    // A carnet is one under whatever category its type is written; unlike other documents it counts from the header for all.
    private static AttributeValue Carnet(DeclaredAttributes at) =>
        at.Item.AdditionalDocument.Any(one => one.TypeCode == "952") || at.Declaration.AdditionalDocument.Any(one => one.TypeCode == "952")
            || at.Item.PreviousDocument.Any(one => one.TypeCode == "952")
            || at.Declaration.GoodsShipment is { } shipment && shipment.PreviousDocument.Any(one => one.TypeCode == "952")
            ? AttributeValue.Of("TIR") : default;

    private static AttributeValue PreviousDocumentType(DeclaredAttributes at)
    {
        foreach (var one in at.Item.PreviousDocument)
            if (one.TypeCode.Length > 0 && !at.Answers(one)) return AttributeValue.Of(one.TypeCode);
        if (at.Declaration.GoodsShipment is not { } shipment || at.Item.PreviousDocument.Count > 0) return default;
        foreach (var one in shipment.PreviousDocument)
            if (one.TypeCode.Length > 0 && !at.Answers(one)) return AttributeValue.Of(one.TypeCode);
        return default;
    }

    private static AttributeValue Preferences(DeclaredAttributes at)
    {
        if (at.Item.Commodity is not { DutyTaxFee: { Count: > 0 } lines }) return default;
        // A fee line without a regime asks for no preference.
        List<string> codes = [.. lines.Select(line => line.DutyRegimeCode).Where(code => code.Length > 0).Distinct()];
        return codes.Count == 0 ? default : AttributeValue.Of(codes, complete: true);
    }

    private static AttributeValue DangerousGoods(DeclaredAttributes at)
    {
        if (at.Item.Commodity is not { DangerousGoods: { Count: > 0 } goods }) return default;
        List<string> numbers = [.. goods.Select(one => one.UndgId).Where(number => number.Length > 0).Distinct()];
        return numbers.Count == 0 ? default : AttributeValue.Of(numbers, complete: goods.All(one => one.UndgId.Length > 0));
    }

    // The classes of the numbers that the table lists, and those stated; a number that it does not list is of no class that
    // a rule asks for. Dangerous goods without a number are of any class until one is stated.
    private static AttributeValue DangerClass(DeclaredAttributes at)
    {
        var classes = new List<string>();
        var nameless = false;
        foreach (var one in at.Item.Commodity?.DangerousGoods ?? [])
        {
            nameless |= one.UndgId.Length == 0;
            if (at.Catalogue.Lookups.Value("undgClass", one.UndgId, at.AsOf) is { } listed) classes.Add(listed);
        }

        foreach (var text in at.Statements("undgClass"))
        {
            var stated = QuestionText.Code(QuestionText.Find("undgClass")!.Attribute, text);
            if (stated.Has && !IsClass(stated[0])) continue;
            nameless = false;
            if (stated.Has) classes.Add(stated[0]);
        }

        return classes.Count > 0 ? AttributeValue.Of(classes, complete: !nameless) : nameless ? default : AttributeValue.None;
    }

    // A class of the UN Model Regulations, 1 to 9, perhaps with a division and a letter (1.4S): any other word says nothing.
    private static bool IsClass(string text) => text is [>= '1' and <= '9'] or [>= '1' and <= '9', '.', >= '1' and <= '6', ..];

    // What is not one of the known words, or not said of every package, may be anything.
    private static AttributeValue Material(DeclaredAttributes at)
    {
        if (at.Item.Packaging.Count == 1 && Array.IndexOf(Materials, at.Item.Packaging[0].PackingMaterialDescription) >= 0)
            return AttributeValue.Of(at.Item.Packaging[0].PackingMaterialDescription);
        var said = at.Item.Packaging.Select(one => one.PackingMaterialDescription.Trim().ToUpperInvariant()).ToList();
        var known = said.Where(IsMaterial).Distinct().ToList();
        return known.Count == 0 ? default : AttributeValue.Of(known, complete: said.TrueForAll(known.Contains));
    }

    private static AttributeValue Listed(DeclaredAttributes at, string attribute, IReadOnlyList<string> marks) =>
        at.Catalogue.Lookups.Has(attribute) ? AttributeValue.Of(at.Catalogue.Lookups.Lists(attribute, at.Hs, marks, at.AsOf)) : default;

    private static AttributeValue Conveyance(DeclaredAttributes at)
    {
        var border = at.Declaration.BorderTransportMeans;
        var arrival = at.Declaration.GoodsShipment?.Consignment?.ArrivalTransportMeans;
        return AttributeValue.Of(IsReported(border?.Id, border?.IdentificationTypeCode) || IsReported(arrival?.Id, arrival?.IdentificationTypeCode));

        bool IsReported(string? id, string? type)
        {
            if (id is not { Length: > 0 }) return false;
            var means = id.Trim().ToUpperInvariant();
            // Ships are known by their IMO number, written with or without the word (brief 1.5: type 10).
            if (type == "10" || means.StartsWith("IMO", StringComparison.Ordinal)) means = string.Concat(means.Where(char.IsAsciiDigit));
            return at.Catalogue.Lookups.Value("conveyanceHealthEvent", means, at.AsOf) is not null;
        }
    }

    private static AttributeValue Code(string? code) => code is { Length: > 0 } ? AttributeValue.Of(code) : default;

    private static decimal? Euro(Amount? amount, DateOnly day) => Number(amount?.Value) is not { } value ? null
        : amount!.CurrencyId is "" or "EUR" ? value : Rates.ToEuro(value, amount.CurrencyId, day);

    private static decimal? Litres(Quantity? volume) => volume is null || !IsVolume(volume) ? null
        : Number(volume.Value) * (Numbers.Unit(volume) is "HLT" ? 100 : 1);

    private static decimal? Number(string? text) => Numbers.TryRead(text, out var number) ? number : null;
}
