// SPDX-License-Identifier: Apache-2.0
using System.Buffers;
using System.Collections;
using System.Globalization;
using System.Text;
using System.Text.Json;
using Google.Protobuf.WellKnownTypes;

namespace Cbm.Contracts.Serialisation;

/// <summary>Reads one JSON value as its element's kind of value.</summary>
internal static class JsonValue
{
    /// <summary>Reads the value the reader stands on; false where it is as good as absent. The value is null where it could not be understood.</summary>
    public static bool Read(ref Utf8JsonReader reader, Element element, ReadingNotes notes, out object? value)
    {
        value = element.Kind switch
        {
            ElementKind.Class => Class(ref reader, element, notes),
            ElementKind.Measured => Measured(ref reader, element, notes),
            ElementKind.Text => TextOf(ref reader, element.Value, notes),
            ElementKind.Integer => Whole(ref reader, element.Value, notes) is { } whole ? (int)whole : null,
            ElementKind.Long => Whole(ref reader, null, notes),
            ElementKind.Flag => Flag(ref reader, notes),
            ElementKind.Enumeration => Word(ref reader, element.Words!, notes),
            ElementKind.Timestamp => Time(ref reader, notes),
            _ => ScalarOf(ref reader, notes),
        };
        if (value is not "") return true;
        if (element.Kind != ElementKind.Text) value = null;
        return false;
    }

    public static bool ReadMap(ref Utf8JsonReader reader, IDictionary map, ReadingNotes notes)
    {
        if (reader.TokenType != JsonTokenType.StartObject)
        {
            Wrong(ref reader, "an object", notes);
            return true;
        }
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var name = Text(ref reader);
            reader.Read();
            if (name is null) notes.Add(ReadingCode.WrongCharacter, "Take out what is not UTF-8 in the member's name.");
            else if (map.Contains(name)) notes.Add(ReadingCode.Repeated, "Leave only one of these: the member stands more than once.", name);
            else if (ScalarOf(ref reader, notes, name) is { } scalar) map.Add(name, scalar);
            reader.Skip();
        }
        return true;
    }

    /// <summary>Text of a string or name; null where its bytes or escapes are no characters.</summary>
    public static string? Text(ref Utf8JsonReader reader)
    {
        try
        {
            return reader.GetString();
        }
        catch (InvalidOperationException)
        {
            return null;
        }
    }

    private static object? Class(ref Utf8JsonReader reader, Element element, ReadingNotes notes)
    {
        var message = element.Table.New();
        if (reader.TokenType != JsonTokenType.StartObject) Wrong(ref reader, "an object", notes);
        else JsonReading.ReadClass(ref reader, element.Table, message, element.Lacks, notes);
        // Even where it is of the wrong kind: what follows it in a list keeps its place.
        return message;
    }

    private static object? Measured(ref Utf8JsonReader reader, Element element, ReadingNotes notes)
    {
        if (reader.TokenType == JsonTokenType.StartObject || element.Field.MessageType == Amount.Descriptor || reader.TokenType is not (JsonTokenType.String or JsonTokenType.Number))
            return Class(ref reader, element, notes);
        var text = TextOf(ref reader, element.Table.Elements[0].Value, notes);
        return text is "" ? text : new Quantity { Value = text ?? "" };
    }

    private static string? TextOf(ref Utf8JsonReader reader, ElementValue form, ReadingNotes notes)
    {
        if (reader.TokenType == JsonTokenType.Number && form.IsDecimal)
        {
            if (!IsInteger(ref reader))
            {
                notes.Add(ReadingCode.WrongKind, "Put the decimal number in quotation marks (\"12.5\"), so that no digit is lost.");
                return null;
            }
        }
        else if (reader.TokenType != JsonTokenType.String)
        {
            Wrong(ref reader, form.IsDecimal ? "a decimal number in quotation marks" : "text in quotation marks", notes);
            return null;
        }
        var text = reader.TokenType == JsonTokenType.Number ? Raw(ref reader) : Text(ref reader);
        if (text is null)
        {
            notes.Add(ReadingCode.WrongCharacter, "Take out what is no character: half of a surrogate pair, or bytes that are not UTF-8.");
            return null;
        }
        return Checked(text, form, notes);
    }

    /// <summary>The text as the tree keeps it: one with characters too many stays, so that it counts as given; what is no number or time, or no text, does not.</summary>
    public static string? Checked(string text, ElementValue form, ReadingNotes notes)
    {
        if (form.InTree) text = text.Trim();
        if (form.IsTime) text = Times.WithoutFraction(text);
        if (text.Length == 0 || form.Check(text) is not { } wrong) return text;
        notes.Add(wrong);
        return wrong.Code is ReadingCode.TooLong or ReadingCode.WrongFormat ? text : null;
    }

    /// <summary>A whole number from its text; null, and noted, where it is none or does not fit.</summary>
    public static long? Whole(string text, ElementValue? form, ReadingNotes notes)
    {
        var inTree = form is { InTree: true };
        if (long.TryParse(text, inTree ? NumberStyles.None : NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var whole)
            && (form is null || whole is >= int.MinValue and <= int.MaxValue)
            && !(inTree && form!.Check(text) is not null))
            return whole;
        notes.Add(ReadingCode.NotWhole, $"Give a whole number{(inTree ? " of as many digits as the element has" : "")}, not {ElementValue.Shown(text)}.");
        return null;
    }

    private static long? Whole(ref Utf8JsonReader reader, ElementValue? form, ReadingNotes notes)
    {
        if (reader.TokenType is JsonTokenType.Number or JsonTokenType.String)
            return Whole(reader.TokenType == JsonTokenType.Number ? Raw(ref reader) : Text(ref reader) ?? "?", form, notes);
        Wrong(ref reader, "a whole number", notes);
        return null;
    }

    private static object? Flag(ref Utf8JsonReader reader, ReadingNotes notes)
    {
        if (reader.TokenType is JsonTokenType.True or JsonTokenType.False) return reader.TokenType == JsonTokenType.True;
        Wrong(ref reader, "true or false", notes);
        return null;
    }

    private static object? Word(ref Utf8JsonReader reader, EnumWords words, ReadingNotes notes)
    {
        if (reader.TokenType != JsonTokenType.String)
        {
            Wrong(ref reader, "a word in quotation marks", notes);
            return null;
        }
        var text = Text(ref reader) ?? "?";
        if (text.Length == 0) return text;
        var value = words.Value(text);
        if (value is null) notes.Add(ReadingCode.NotWord, $"Give one of {words.Listed}, not {ElementValue.Shown(text)}.");
        return value;
    }

    private static object? Time(ref Utf8JsonReader reader, ReadingNotes notes)
    {
        if (reader.TokenType != JsonTokenType.String)
        {
            Wrong(ref reader, "a time in quotation marks", notes);
            return null;
        }
        var text = Text(ref reader) ?? "?";
        if (text.Length == 0) return text;
        if (Times.TryRead(text, out var time)) return Timestamp.FromDateTimeOffset(time);
        notes.Add(ReadingCode.NotTime, $"Give a time with its offset (2025-11-13T17:22:16Z), not {ElementValue.Shown(text)}.");
        return null;
    }

    private static Scalar? ScalarOf(ref Utf8JsonReader reader, ReadingNotes notes, string? member = null)
    {
        switch (reader.TokenType)
        {
            case JsonTokenType.Null:
                return new Scalar { Unknown = true };
            case JsonTokenType.True or JsonTokenType.False:
                return new Scalar { Flag = reader.TokenType == JsonTokenType.True };
            case JsonTokenType.String when Text(ref reader) is { } text:
                return new Scalar { Text = text };
            case JsonTokenType.Number when Raw(ref reader) is var number && number.AsSpan().IndexOfAny('e', 'E') < 0:
                return new Scalar { Number = number };
        }
        notes.Add(ReadingCode.WrongKind, "Give text, a decimal number, true, false or null.", member);
        reader.Skip();
        return null;
    }

    private static void Wrong(ref Utf8JsonReader reader, string due, ReadingNotes notes)
    {
        notes.Add(ReadingCode.WrongKind, $"Give {due} here.");
        reader.Skip();
    }

    private static bool IsInteger(ref Utf8JsonReader reader) => reader.ValueSpan.IndexOfAny((byte)'.', (byte)'e', (byte)'E') < 0;

    private static string Raw(ref Utf8JsonReader reader) => Encoding.UTF8.GetString(reader.HasValueSequence ? reader.ValueSequence.ToArray() : reader.ValueSpan);
}
