// SPDX-License-Identifier: Apache-2.0
using Cbm.Contracts;
using Cbm.Contracts.Codelists;

namespace Cbm.Declarations.Validation;

/// <summary>The commodity code is digits, its heading exists in HS 2022, and so should its subheading.</summary>
internal static class CommodityCodes
{
    /// <summary>The classification carries a tariff code: HS, TSP (tariff in export and import nomenclatures), or no type said.</summary>
    public static bool IsTariff(Classification classification) => classification.IdentificationTypeCode is "HS" or "TSP" or "";

    /// <summary>The item has a commodity code.</summary>
    public static bool HasOne(GovernmentAgencyGoodsItem item)
    {
        if (item.Commodity is not { } commodity) return false;
        foreach (var classification in commodity.Classification)
            if (IsTariff(classification) && classification.Id.Length > 0) return true;
        return false;
    }

    public static void Check(Subject subject, Findings findings)
    {
        for (var i = 0; i < subject.Items.Count; i++)
        {
            if (subject.Items[i].Commodity is not { } commodity) continue;
            for (var j = 0; j < commodity.Classification.Count; j++)
            {
                var classification = commodity.Classification[j];
                if (!IsTariff(classification) || classification.Id.Length == 0) continue;
                var code = classification.Id.AsSpan();
                if (code.Length < 6 || code.ContainsAnyExceptInRange('0', '9'))
                    findings.Error("SWV030", Path(i, j), $"{code} is no commodity code: give six to ten digits without points or spaces.");
                else if (!HarmonisedSystem.Knows(code[..4]))
                    findings.Error("SWV031", Path(i, j), $"HS 2022 has no heading {code[..4]}: correct the commodity code {code}.");
                else if (!HarmonisedSystem.Knows(code[..6]))
                    findings.Warning("SWV032", Path(i, j), $"HS 2022 has heading {code[..4]} but no subheading {code[..6]}: check that the code {code} is of the present edition.");
            }
        }

        static string Path(int item, int at) => $"{Findings.Item(item)}.commodity.classification[{at}].id";
    }
}
