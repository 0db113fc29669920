// SPDX-License-Identifier: Apache-2.0
using System.Collections;
using System.Globalization;
using System.Text.Json;
using Google.Protobuf;
using Google.Protobuf.Reflection;

namespace Cbm.Contracts.Serialisation;

/// <summary>Reads any message of the contract from JSON by its descriptor: camelCase members only, every fault at once.</summary>
public static class JsonReading
{
    private const int MaxDepth = 64;

    private static ReadOnlySpan<byte> ByteOrderMark => [0xEF, 0xBB, 0xBF];

    /// <summary>The message in the bytes of one JSON object; not readable where they are not one, whatever else is wrong are faults.</summary>
    /// <param name="utf8">The object.</param>
    /// <param name="elsewhere">Members that the message has and its sender gives in another place, as in an address: here they are unknown.</param>
    public static Reading<T> Read<T>(ReadOnlySpan<byte> utf8, IReadOnlySet<FieldDescriptor>? elsewhere = null) where T : class, IMessage<T>, new() =>
        Read<T>(utf8, isAnswer: false, elsewhere);

    /// <summary>The message in an answer of the window, which may be later than this contract: members and words that are not known here are passed over.</summary>
    public static Reading<T> ReadAnswer<T>(ReadOnlySpan<byte> utf8) where T : class, IMessage<T>, new() => Read<T>(utf8, isAnswer: true, null);

    private static Reading<T> Read<T>(ReadOnlySpan<byte> utf8, bool isAnswer, IReadOnlySet<FieldDescriptor>? elsewhere) where T : class, IMessage<T>, new()
    {
        var message = new T();
        var notes = new ReadingNotes(message.Descriptor, isAnswer, elsewhere);
        if (utf8.StartsWith(ByteOrderMark)) utf8 = utf8[ByteOrderMark.Length..];
        try
        {
            var reader = new Utf8JsonReader(utf8, new JsonReaderOptions { MaxDepth = MaxDepth });
            reader.Read();
            if (reader.TokenType != JsonTokenType.StartObject) return Reading<T>.Refused("Send one JSON object: this is JSON of another kind.");
            ReadClass(ref reader, ElementTable.Of(message.Descriptor), message, 0, notes);
            reader.Read(); // refuses what stands after the object
        }
        catch (JsonException wrong)
        {
            return Reading<T>.Refused(string.Create(CultureInfo.InvariantCulture,
                $"This is not JSON that can be read: line {wrong.LineNumber + 1}, byte {wrong.BytePositionInLine + 1} (one object, at most {MaxDepth} levels deep)."));
        }
        return new Reading<T>(message, notes.Faults, notes.Warnings, null);
    }

    /// <summary>The members of the object that the reader stands on, up to its end.</summary>
    internal static void ReadClass(ref Utf8JsonReader reader, ElementTable table, IMessage message, ulong lacks, ReadingNotes notes)
    {
        var seen = 0UL;
        var present = 0UL;
        var meant = 0UL;
        var next = 0;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            if (table.ByMember(ref reader, ref next) is not { } element)
            {
                var name = JsonValue.Text(ref reader) ?? "?";
                var near = table.NearestTo(name);
                meant |= near?.Bit ?? 0;
                notes.Add(ReadingCode.Unknown, near is null
                    ? "Take this member out or mend its name: there is none of that name here."
                    : $"Did you mean {near.Field.JsonName}? Mend the member's name or take it out: there is none of that name here.", name);
                reader.Skip();
                continue;
            }
            if (notes.IsNotTheSenders(element))
            {
                notes.Add(ReadingCode.Unknown, "Take this member out: the window says it, or the address.", element.Field.JsonName);
                reader.Skip();
                continue;
            }
            notes.Enter(element.Field);
            reader.Read();
            if ((seen & element.Bit) != 0)
            {
                notes.Add(ReadingCode.Repeated, "Leave only one of these: the member stands more than once.");
                reader.Skip();
            }
            else if (reader.TokenType != JsonTokenType.Null || element.Kind == ElementKind.Scalar)
            {
                if ((lacks & element.Bit) != 0)
                {
                    notes.Add(ReadingCode.NotHere, "Take this member out: its class has it, but not at this place.");
                    reader.Skip();
                }
                else if (ReadElement(ref reader, element, message, notes))
                {
                    present |= element.Bit;
                }
            }
            seen |= element.Bit;
            notes.Leave();
        }
        Missing(table, present | meant, notes);
    }

    /// <summary>Notes the required elements that are not there; one that stands under a misspelt name is told as that.</summary>
    internal static void Missing(ElementTable table, ulong present, ReadingNotes notes)
    {
        if ((table.Required & ~present) == 0) return;
        foreach (var element in table.Elements)
        {
            if (!element.Required || (present & element.Bit) != 0) continue;
            notes.Enter(element.Field);
            notes.Add(ReadingCode.Missing, $"Give {element.XmlName}: it is required here.");
            notes.Leave();
        }
    }

    private static bool ReadElement(ref Utf8JsonReader reader, Element element, IMessage message, ReadingNotes notes)
    {
        if (element.Kind == ElementKind.Map) return JsonValue.ReadMap(ref reader, (IDictionary)element.Accessor.GetValue(message), notes);
        if (element.IsRepeated) return ReadList(ref reader, element, (IList)element.Accessor.GetValue(message), notes);
        var there = JsonValue.Read(ref reader, element, notes, out var value);
        if (value is not null) element.Accessor.SetValue(message, value);
        return there;
    }

    private static bool ReadList(ref Utf8JsonReader reader, Element element, IList list, ReadingNotes notes)
    {
        if (reader.TokenType != JsonTokenType.StartArray)
        {
            notes.Add(ReadingCode.WrongKind, "Give a list in square brackets: this may stand several times.");
            reader.Skip();
            return true;
        }
        var (count, isWhole) = (0, true);
        for (; reader.Read() && reader.TokenType != JsonTokenType.EndArray; count++)
        {
            if (count >= element.Most || !(isWhole = notes.MayKeep()))
            {
                reader.Skip();
                continue;
            }
            notes.At(count);
            JsonValue.Read(ref reader, element, notes, out var value);
            if (value is not (null or "")) list.Add(value);
        }
        notes.At(-1);
        if (!isWhole) notes.Add(ReadingCode.TooMany, "Send less at once: the message has more elements than are read.");
        else if (count > element.Most) notes.Add(ReadingCode.TooMany, string.Create(CultureInfo.InvariantCulture, $"Leave at most {element.Most}: there are {count}."));
        return count > 0;
    }
}
