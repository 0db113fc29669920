// SPDX-License-Identifier: Apache-2.0
using Cbm.Contracts.Serialisation;

namespace Cbm.Declarations.Validation;

/// <summary>Nothing is issued in the future; documents not yet in effect and goods past their date are told.</summary>
internal static class Dates
{
    public static void Check(Subject subject, Findings findings)
    {
        var declaration = subject.Declaration;
        // Clocks and calendars differ: a day is allowed.
        var latest = subject.Context.Now.AddDays(1);
        var earliest = subject.Context.Now.AddDays(-1);

        if (IsAfter(declaration.IssueDateTime))
            findings.Error("SWV061", "issueDateTime", "The declaration is issued in the future: correct the date.");
        if (IsAfter(declaration.GoodsShipment?.Invoice?.IssueDateTime))
            findings.Error("SWV061", "goodsShipment.invoice.issueDateTime", "The invoice is issued in the future: correct the date.");
        // What is supplemented was accepted, or entered in the records, before; else the window sets the time itself.
        if (IsAfter(declaration.AcceptanceDateTime) && subject.Type.IsSupplementary)
            findings.Error("SWV061", "acceptanceDateTime", "What this declaration completes cannot be accepted in the future: correct the date.");
        else if (IsAfter(declaration.AcceptanceDateTime))
            findings.Warning("SWV061", "acceptanceDateTime", "The time of acceptance lies in the future; the window sets it itself.");

        for (var i = 0; i < subject.Items.Count; i++)
        {
            var item = subject.Items[i];
            for (var j = 0; j < item.AdditionalDocument.Count; j++)
                if (IsAfter(item.AdditionalDocument[j].EffectiveDateTime))
                    findings.Warning("SWV062", $"{Findings.Item(i)}.additionalDocument[{j}].effectiveDateTime", "The document is not yet in effect: an officer will ask about it.");
            if (item.Commodity is not { } commodity) continue;
            if (IsPast(commodity.ExpiryDateTime))
                findings.Warning("SWV063", $"{Findings.Item(i)}.commodity.expiryDateTime", "The goods are past their expiry date: check it.");
            if (IsPast(commodity.BestBeforeDateTime))
                findings.Warning("SWV063", $"{Findings.Item(i)}.commodity.bestBeforeDateTime", "The goods are past their best-before date: check it.");
        }

        bool IsAfter(string? text) => !string.IsNullOrEmpty(text) && Times.TryRead(text, out var moment) && moment > latest;
        bool IsPast(string text) => text.Length > 0 && Times.TryRead(text, out var moment) && moment < earliest;
    }
}
