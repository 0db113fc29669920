// SPDX-License-Identifier: Apache-2.0
using Cbm.Contracts;
using Cbm.Contracts.Codelists;

namespace Cbm.Declarations.Validation;

/// <summary>Classifications say what they are; the commodity code is digits, its heading exists in HS 2022, and so should its subheading.</summary>
internal static class CommodityCodes
{
    private static readonly CodeList Kinds = CodeList.Named("SW-Classification");

    /// <summary>The goods have a commodity code, or one whose kind is misspelt, which is then told.</summary>
    public static bool HasOne(Commodity commodity)
    {
        foreach (var classification in commodity.Classification)
            if (IsTariff(classification.IdentificationTypeCode) || !Kinds.Contains(classification.IdentificationTypeCode)) return true;
        return false;
    }

    public static void Check(Subject subject, Findings findings)
    {
        for (var i = 0; i < subject.Items.Count; i++)
        {
            if (subject.Items[i].Commodity is not { } commodity) continue;
            for (var j = 0; j < commodity.Classification.Count; j++)
                One(commodity.Classification[j], $"{Findings.Item(i)}.commodity.classification[{j}]", findings);
            Disagreements(commodity, Findings.Item(i), findings);
        }
    }

    // Requirements know goods by one code: what another one says would be lost unseen.
    private static void Disagreements(Commodity commodity, string item, Findings findings)
    {
        Classification? first = null;
        for (var j = 0; j < commodity.Classification.Count; j++)
        {
            var one = commodity.Classification[j];
            if (!IsTariff(one.IdentificationTypeCode) || one.Id.Length < 6 || one.Id.AsSpan().ContainsAnyExceptInRange('0', '9')) continue;
            if (first is null)
                first = one;
            else if (!one.Id.AsSpan(0, 6).SequenceEqual(first.Id.AsSpan(0, 6)))
                findings.Error("SWV035", $"{item}.commodity.classification[{j}].id", $"The commodity code {first.Id} above says other goods than {one.Id}: goods of two kinds are two goods items.");
            else if (one.IdentificationTypeCode == first.IdentificationTypeCode)
                findings.Error("SWV035", $"{item}.commodity.classification[{j}].id", $"The goods have the commodity code {first.Id} of this kind above: give one.");
        }
    }

    // HS, TSP (tariff in export and import nomenclatures), or no kind said.
    private static bool IsTariff(string kind) => kind is "HS" or "TSP" or "";

    private static void One(Classification classification, string path, Findings findings)
    {
        var (kind, code) = (classification.IdentificationTypeCode, classification.Id);
        if (kind.Length > 0 && !Kinds.Contains(kind))
            findings.Error("SWV034", $"{path}.identificationTypeCode", $"{kind} is no kind of classification: use {string.Join(", ", Kinds.Codes.Keys.Order(StringComparer.Ordinal))}.");
        // A code that is not there is missed by KeyFields; of which kind one is whose kind was not read, nobody knows.
        else if (code.Length == 0 || (kind.Length == 0 && findings.IsUnread($"{path}.identificationTypeCode")))
            return;
        else if (kind.Length == 0 && code.Length is 2 or 4)
            findings.Error("SWV034", $"{path}.identificationTypeCode", $"Say of which classification {code} is a code: use {string.Join(", ", Kinds.Codes.Keys.Order(StringComparer.Ordinal))}.");
        else if (IsTariff(kind))
            Tariff(code, $"{path}.id", findings);
        else if ((kind == "TRC" && (code.Length != 2 || code.AsSpan().ContainsAnyExceptInRange('0', '9'))) || (kind is "TRA" or "GN" && code.Length != 4))
            findings.Warning("SWV033", $"{path}.id", $"{code} is no usual code of {kind}: TRC has two digits, TRA and GN four characters.");
    }

    private static void Tariff(string code, string path, Findings findings)
    {
        if (code.Length is not (6 or 8 or 10) || code.AsSpan().ContainsAnyExceptInRange('0', '9'))
            findings.Error("SWV030", path, $"{code} is no commodity code: give six, eight or ten digits without points or spaces.");
        else if (!HarmonisedSystem.Knows(code.AsSpan(0, 4)))
            findings.Error("SWV031", path, $"HS 2022 has no heading {code[..4]}: correct the commodity code {code}.");
        else if (!HarmonisedSystem.Knows(code.AsSpan(0, 6)))
            findings.Warning("SWV032", path, $"HS 2022 has heading {code[..4]} but no subheading {code[..6]}: check that the code {code} is of the present edition.");
    }
}
