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

    /// <summary>Whether two digits are a procedure.</summary>
    public static bool IsKnown(string procedure) => Export.Contains(procedure) || Import.Contains(procedure) || Either.Contains(procedure);

    public static void Check(Subject subject, Findings findings)
    {
        for (var i = 0; i < subject.Items.Count; i++)
        {
            var item = subject.Items[i];
            // Transit has no procedure codes of its own.
            if (item.GovernmentProcedure.Count > 0 && subject.Type.Direction != Direction.Transit) Codes(i);

            if (item.CustomsValuation?.MethodCode is { Length: > 0 } method && method is not [>= '1' and <= '6'])
                findings.Error("SWV103", $"{Findings.Item(i)}.customsValuation.methodCode", $"{method} is no method of valuation: use 1 to 6.");
            if (item.Commodity?.DutyTaxFee is not { } fees) continue;
            for (var j = 0; j < fees.Count; j++)
                if (fees[j].DutyRegimeCode is { Length: > 0 } regime && (regime.Length != 3 || regime.AsSpan().ContainsAnyExceptInRange('0', '9')))
                    findings.Error("SWV102", $"{Findings.Item(i)}.commodity.dutyTaxFee[{j}].dutyRegimeCode", $"{regime} is no preference: use three digits, as in 100.");
        }

        void Codes(int i)
        {
            var procedures = subject.Items[i].GovernmentProcedure;
            var (current, previous, _) = Procedure.Of(subject.Items[i]);
            if (current.Length > 0 && !IsKnown(current))
                findings.Error("SWV100", Path(i, 0, "currentCode"), $"{current} is no procedure: use two digits, as in 40 for release for free circulation.");
            else if ((subject.Type.Direction == Direction.Export ? Import : Export).Contains(current))
                findings.Error("SWV101", Path(i, 0, "currentCode"), $"Procedure {current} does not fit a declaration of type {subject.Declaration.TypeCode}: correct the one or the other.");
            if (previous.Length != 2 || !char.IsAsciiDigit(previous[0]) || !char.IsAsciiDigit(previous[1]))
                findings.Error("SWV100", Path(i, 0, "previousCode"), "Give the previous procedure in two digits, 00 where there is none.");
            for (var j = 1; j < procedures.Count; j++)
                if (procedures[j].CurrentCode is var code && !IsAdditional(code))
                    findings.Error("SWV100", Path(i, j, "currentCode"), $"{code} is no additional procedure: use three capital letters or digits, as in C07.");
        }

        static string Path(int item, int at, string field) => $"{Findings.Item(item)}.governmentProcedure[{at}].{field}";
    }

    private static bool IsAdditional(string code)
    {
        if (code.Length != 3) return false;
        foreach (var c in code)
            if (!char.IsAsciiDigit(c) && !char.IsAsciiLetterUpper(c)) return false;
        return true;
    }
}
