// SPDX-License-Identifier: Apache-2.0
namespace Cbm.Contracts.Serialisation;

/// <summary>Makes the value of one XML element from its text and attributes.</summary>
internal static class XmlValue
{
    /// <summary>Stands for a value that was given and could not be understood.</summary>
    public static readonly object NotUnderstood = new();

    /// <summary>The value; null where the element is empty, which is as good as absent.</summary>
    public static object? Of(Element element, string text, string? formatCode, string? second, ReadingNotes notes)
    {
        text = text.Trim();
        if (element.Kind == ElementKind.Measured) return text.Length == 0 && second is null ? null : Measure(element, text, second ?? "", notes);
        if (text.Length == 0) return null;
        return element switch
        {
            { Kind: ElementKind.Integer } => JsonValue.Whole(text, element.Value, notes) is { } whole ? (int)whole : NotUnderstood,
            { IsTime: true } => Time(text, formatCode, notes) ?? NotUnderstood,
            _ => JsonValue.Checked(text, element.Value, notes) ?? NotUnderstood,
        };
    }

    private static object Measure(Element element, string text, string second, ReadingNotes notes)
    {
        var value = Part(element.Table.Elements[0], text, notes);
        var unit = Part(element.Table.Elements[1], second.Trim(), notes);
        return element.Field.MessageType == Amount.Descriptor
            ? new Amount { Value = value, CurrencyId = unit }
            : new Quantity { Value = value, UnitCode = unit };
    }

    private static string Part(Element part, string text, ReadingNotes notes)
    {
        notes.Enter(part.Field);
        if (text.Length == 0 && part.Required) notes.Add(ReadingCode.Missing, "Give the number: a unit or currency alone says nothing.");
        var value = text.Length == 0 ? text : JsonValue.Checked(text, part.Value, notes) ?? "";
        notes.Leave();
        return value;
    }

    private static string? Time(string text, string? formatCode, ReadingNotes notes)
    {
        var time = Times.FromWco(text, formatCode);
        if (time is null)
            notes.Add(ReadingCode.NotTime, $"Give a DateTimeString with formatCode 304 (20251113172216Z) or 102 (20251113), not {ElementValue.Shown(text)} with {(formatCode is null ? "none" : ElementValue.Shown(formatCode))}.");
        return time;
    }
}
