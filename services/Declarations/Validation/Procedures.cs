// SPDX-License-Identifier: Apache-2.0
using System.Collections.Frozen;

namespace Cbm.Declarations.Validation;

/// <summary>Procedure codes: form, list and direction; preference and valuation method by their form.</summary>
internal static class Procedures
{
    private static readonly FrozenSet<string> Export = FrozenSet.Create(StringComparer.Ordinal, "10", "11", "21", "22", "23", "31");
    private static readonly FrozenSet<string> Import = FrozenSet.Create(
        StringComparer.Ordinal, "01", "02", "07", "40", "41", "42", "43", "44", "45", "46", "48", "49", "51", "53", "54", "61", "63", "68", "71", "78", "91", "92", "95", "96");
    private static readonly FrozenSet<string> Either = FrozenSet.Create(StringComparer.Ordinal, "00", "76", "77");

    /// <summary>A procedure of export.</summary>
    public static bool IsExport(string code) => Export.Contains(code);

    /// <summary>A procedure that can be asked for.</summary>
    public static bool IsKnown(string code) => Export.Contains(code) || Import.Contains(code) || Either.Contains(code);

    /// <summary>A procedure that goods can have been under; behind 00, which asks for none, traders name whatever there was in two digits.</summary>
    public static bool IsPrevious(string current, string previous) => current == "00" ? IsTwoDigits(previous) : IsKnown(previous);

    /// <summary>An additional procedure: three capital letters or digits.</summary>
    public static bool IsAdditional(string code)
    {
        if (code.Length != 3) return false;
        foreach (var c in code)
            if (!char.IsAsciiDigit(c) && !char.IsAsciiLetterUpper(c)) return false;
        return true;
    }

    public static void Check(Subject subject, Findings findings)
    {
        for (var i = 0; i < subject.Items.Count; i++)
        {
            var item = subject.Items[i];
            // Transit has no procedure codes of its own.
            if (item.GovernmentProcedure.Count > 0 && subject.Type.Direction != Direction.Transit && !findings.IsUnread($"{Findings.Item(i)}.governmentProcedure"))
                Codes(subject, i, findings);

            if (item.CustomsValuation?.MethodCode is { Length: > 0 } method && method is not [>= '1' and <= '6'])
                findings.Error("SWV103", $"{Findings.Item(i)}.customsValuation.methodCode", $"{method} is no method of valuation: use 1 to 6.");
            if (item.Commodity?.DutyTaxFee is not { } fees) continue;
            for (var j = 0; j < fees.Count; j++)
                if (fees[j].DutyRegimeCode is { Length: > 0 } regime && (regime.Length != 3 || regime.AsSpan().ContainsAnyExceptInRange('0', '9')))
                    findings.Error("SWV102", $"{Findings.Item(i)}.commodity.dutyTaxFee[{j}].dutyRegimeCode", $"{regime} is no preference: use three digits, as in 100.");
        }
    }

    private static void Codes(Subject subject, int i, Findings findings)
    {
        var procedures = subject.Items[i].GovernmentProcedure;
        var procedure = Procedure.Of(subject.Items[i]);
        var (current, previous) = (procedure.Current, procedure.Previous);
        var right = IsKnown(current);
        // A code that is not there is missed by KeyFields.
        if (current.Length > 0 && !right)
            findings.Error("SWV100", Path(0, "currentCode"), $"{current} is no procedure: use two digits, as in 40 for release for free circulation.");
        if (Opposite(subject.Type.Direction) is { } opposite && opposite.Contains(current))
        {
            right = false;
            findings.Error("SWV101", Path(0, "currentCode"), $"Procedure {current} does not fit a declaration of type {subject.Declaration.TypeCode}: correct the one or the other.");
        }
        // What can come before a wrong procedure is not known, and before an additional one in its place there is none.
        if (previous.Length == 0 ? !IsAdditional(current) : right ? !IsPrevious(current, previous) : !IsTwoDigits(previous))
            findings.Error("SWV100", Path(0, procedures[0].CurrentCode.Length > 3 ? "currentCode" : "previousCode"), previous.Length == 0
                ? "Give the previous procedure in two digits, 00 where there is none."
                : $"{previous} is no procedure that the goods can have been under: use two digits, 00 where there was none.");
        for (var j = 1; j < procedures.Count; j++)
            if (procedures[j].CurrentCode is { Length: > 0 } code && !IsAdditional(code))
                findings.Error("SWV100", Path(j, "currentCode"), $"{code} is no additional procedure: use three capital letters or digits, as in C07.");

        string Path(int at, string field) => $"{Findings.Item(i)}.governmentProcedure[{at}].{field}";
    }

    private static bool IsTwoDigits(string code) => code is [>= '0' and <= '9', >= '0' and <= '9'];

    private static FrozenSet<string>? Opposite(Direction? direction) => direction switch
    {
        Direction.Export => Import,
        Direction.Import => Export,
        _ => null,
    };
}
