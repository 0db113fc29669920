// SPDX-License-Identifier: Apache-2.0
using System.Buffers;
using System.Collections;
using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;

namespace Cbm.Contracts.Serialisation;

/// <summary>Writes any message of the contract as the JSON that <see cref="JsonReading"/> reads: camelCase, enumerations as bare words, what is empty left out; outside the WCO tree lists and flags always stand.</summary>
public static class JsonWriting
{
    // The answer is application/json, never part of a page: only what JSON itself needs is escaped.
    private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, SkipValidation = true };
    private static readonly ElementValue AnyNumber = new(WcoValue.Decimal, "n..99,99");
    private static readonly JsonEncodedText Value = JsonEncodedText.Encode("value");

    /// <summary>Writes the message to a buffer (a response's body writer, say).</summary>
    public static void Write(IBufferWriter<byte> target, IMessage message)
    {
        using var writer = new Utf8JsonWriter(target, Options);
        Write(writer, message);
    }

    /// <summary>Writes the message to a stream.</summary>
    public static void Write(Stream target, IMessage message)
    {
        using var writer = new Utf8JsonWriter(target, Options);
        Write(writer, message);
    }

    /// <summary>The message as UTF-8 JSON.</summary>
    public static byte[] ToUtf8(IMessage message)
    {
        var buffer = new ArrayBufferWriter<byte>(4096);
        Write(buffer, message);
        return buffer.WrittenSpan.ToArray();
    }

    /// <summary>Writes the message as one value of a larger JSON document.</summary>
    public static void Write(Utf8JsonWriter writer, IMessage message) => WriteClass(writer, ElementTable.Of(message.Descriptor), message);

    private static void WriteClass(Utf8JsonWriter writer, ElementTable table, IMessage message)
    {
        writer.WriteStartObject();
        foreach (var element in table.Elements)
        {
            var value = element.Accessor.GetValue(message);
            if (element.Kind == ElementKind.Map) WriteMap(writer, element, (IDictionary)value);
            else if (element.IsRepeated) WriteList(writer, element, (IList)value, always: !table.InTree);
            else if (!IsEmpty(element, message, value, table.InTree))
            {
                writer.WritePropertyName(element.JsonText);
                WriteValue(writer, element, value);
            }
        }
        writer.WriteEndObject();
    }

    private static bool IsEmpty(Element element, IMessage message, object? value, bool inTree) => element.Kind switch
    {
        ElementKind.Text => ((string)value!).Length == 0 && !(element.Field.HasPresence && element.Accessor.HasValue(message)),
        ElementKind.Integer or ElementKind.Long => element.Field.HasPresence ? !element.Accessor.HasValue(message) : Convert.ToInt64(value, CultureInfo.InvariantCulture) == 0,
        ElementKind.Flag => inTree && !(bool)value!,
        ElementKind.Enumeration => element.Words!.Word((int)value!) is null,
        _ => value is null,
    };

    private static void WriteList(Utf8JsonWriter writer, Element element, IList list, bool always)
    {
        if (list.Count == 0 && !always) return;
        writer.WriteStartArray(element.JsonText);
        foreach (var value in list) WriteValue(writer, element, value!);
        writer.WriteEndArray();
    }

    private static void WriteMap(Utf8JsonWriter writer, Element element, IDictionary map)
    {
        if (map.Count == 0) return;
        writer.WriteStartObject(element.JsonText);
        foreach (DictionaryEntry entry in map)
        {
            writer.WritePropertyName((string)entry.Key);
            WriteScalar(writer, (Scalar)entry.Value!);
        }
        writer.WriteEndObject();
    }

    private static void WriteValue(Utf8JsonWriter writer, Element element, object value)
    {
        switch (element.Kind)
        {
            case ElementKind.Text:
                writer.WriteStringValue((string)value);
                break;
            case ElementKind.Integer:
                writer.WriteNumberValue((int)value);
                break;
            case ElementKind.Long:
                writer.WriteNumberValue((long)value);
                break;
            case ElementKind.Flag:
                writer.WriteBooleanValue((bool)value);
                break;
            case ElementKind.Enumeration:
                if (element.Words!.Word((int)value) is { } word) writer.WriteStringValue(word);
                else writer.WriteNullValue();
                break;
            case ElementKind.Timestamp:
                writer.WriteStringValue(((Timestamp)value).ToDateTimeOffset().ToString("yyyy-MM-dd'T'HH:mm:ss.FFFFFFF'Z'", CultureInfo.InvariantCulture));
                break;
            case ElementKind.Scalar:
                WriteScalar(writer, (Scalar)value);
                break;
            case ElementKind.Measured:
                WriteMeasure(writer, element, value);
                break;
            default:
                WriteClass(writer, element.Table, (IMessage)value);
                break;
        }
    }

    private static void WriteMeasure(Utf8JsonWriter writer, Element element, object measure)
    {
        var (value, second) = measure is Amount amount ? (amount.Value, amount.CurrencyId) : (((Quantity)measure).Value, ((Quantity)measure).UnitCode);
        writer.WriteStartObject();
        if (value.Length > 0) writer.WriteString(Value, value);
        if (second.Length > 0) writer.WriteString(element.Table.Elements[1].JsonText, second);
        writer.WriteEndObject();
    }

    private static void WriteScalar(Utf8JsonWriter writer, Scalar scalar)
    {
        switch (scalar.KindCase)
        {
            case Scalar.KindOneofCase.Text:
                writer.WriteStringValue(scalar.Text);
                break;
            case Scalar.KindOneofCase.Flag:
                writer.WriteBooleanValue(scalar.Flag);
                break;
            case Scalar.KindOneofCase.Number when AnyNumber.Check(scalar.Number) is null:
                writer.WriteRawValue(scalar.Number);
                break;
            case Scalar.KindOneofCase.Number:
                // No number at all came over gRPC: as text it harms nobody.
                writer.WriteStringValue(scalar.Number);
                break;
            default:
                writer.WriteNullValue();
                break;
        }
    }
}
