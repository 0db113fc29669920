// SPDX-License-Identifier: Apache-2.0
namespace Cbm.Contracts.Conditions;

/// <summary>The code by which requirements know goods.</summary>
public static class GoodsCode
{
    /// <summary>
    /// The digits of a commodity's HS code with what a tariff adds to them: the classification marked HS, else the tariff's
    /// own (TSP), else the first of at least six digits; empty where there is none.
    /// </summary>
    public static string Of(Commodity? commodity)
    {
        if (commodity is null) return "";
        var best = "";
        foreach (var one in commodity.Classification)
        {
            var digits = Digits(one.Id);
            if (digits.Length == 0) continue;
            if (one.IdentificationTypeCode == "HS") return digits;
            if (one.IdentificationTypeCode == "TSP" || (best.Length == 0 && digits.Length >= 6)) best = digits;
        }

        return best;
    }

    /// <summary>A code without the dots and spaces that people write in it; empty where it holds anything but digits.</summary>
    public static string Digits(string code)
    {
        if (code.All(char.IsAsciiDigit)) return code;
        var digits = code.Replace(".", "", StringComparison.Ordinal).Replace(" ", "", StringComparison.Ordinal);
        return digits.All(char.IsAsciiDigit) ? digits : "";
    }
}
