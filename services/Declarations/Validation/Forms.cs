// SPDX-License-Identifier: Apache-2.0
using Cbm.Contracts;
using Cbm.Contracts.Codelists;

namespace Cbm.Declarations.Validation;

/// <summary>Codes whose form is fixed while their list is another's: valuation indicators, taxes, places, warehouses, offices.</summary>
internal static class Forms
{
    /// <summary>The judge of the element with this WCO id; null where its form is free.</summary>
    public static Judge? Of(string id) => id switch
    {
        "188" => Judge(static c => c.Length == 4 && !c.AsSpan().ContainsAnyExcept('0', '1'), "valuation indicator: four digits, each 0 or 1, as in 0000"),
        "113" => Judge(IsTax, "type of tax: a letter and two digits or three digits, as in A00"),
        "501" => Judge(static c => c is [>= '1' and <= '9'], "type of origin: a digit, 1 non-preferential, 2 preferential"),
        "D031" => Judge(static c => c is [(>= '0' and <= '9') or (>= 'A' and <= 'Z')], "category of documents: one capital letter or digit, as in N"),
        "L110" => Judge(static c => c is [>= 'A' and <= 'D'], "type of place: A designated, B authorised, C approved, D other"),
        // An address has a type only as that of a place.
        "410" => Judge(static c => c is [>= 'T' and <= 'Z'], "way to name a place: a letter from T to Z, as in U for UN/LOCODE", GoodsLocation.Descriptor),
        "L112" => Judge(static c => c is [>= 'R' and <= 'Z'], "type of warehouse: a letter from R to Z"),
        "065" or "G005" or "G012" or "G014" or "G015" => Judge(IsOffice, "customs office: the country and six more characters, as in FI002000"),
        _ => null,
    };

    private static Judge Judge(Func<string, bool> fits, string what, Google.Protobuf.Reflection.MessageDescriptor? only = null) => (value, at, findings) =>
    {
        if (only is not null && at.Above?.Field?.ContainingType != only) return;
        if (!fits((string)value)) findings.Error("SWV029", at.ToPath(), $"{value} is no {what}.");
    };

    // The Union's and the national taxes and, in digits, excise and the fees of agencies.
    private static bool IsTax(string code) =>
        code is [(>= 'A' and <= 'Z') or (>= '0' and <= '9'), >= '0' and <= '9', >= '0' and <= '9'];

    // Of a union's list eight characters, or the UN/LOCODE of its place.
    private static bool IsOffice(string code)
    {
        if (code.Length is not (5 or 8) || !CodeList.Country.Contains(code.AsSpan(0, 2))) return false;
        foreach (var c in code)
            if (!char.IsAsciiLetterUpper(c) && (code.Length == 5 || !char.IsAsciiDigit(c))) return false;
        return true;
    }
}
