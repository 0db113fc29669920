// SPDX-License-Identifier: Apache-2.0
using System.Text;
using System.Text.Json;
using Google.Api;
using Google.Protobuf.Reflection;
using Google.Protobuf.WellKnownTypes;

namespace Cbm.Contracts.Serialisation;

internal enum ElementKind { Class, Measured, Text, Integer, Long, Flag, Enumeration, Timestamp, Scalar, Map }

/// <summary>One field of a message with all that a reader or writer asks of it, worked out once.</summary>
internal sealed class Element
{
    private ElementTable? table;
    private ulong? lacks;

    /// <param name="field">The field.</param>
    /// <param name="at">Its place in its table.</param>
    /// <param name="value">The form of its value where its own options do not say it: the parts of a measure.</param>
    /// <param name="required">Required besides what its options say.</param>
    public Element(FieldDescriptor field, int at, ElementValue? value = null, bool required = false)
    {
        var options = Wco.Options(field);
        var format = options.GetExtension(WcoExtensions.WcoFormat) ?? "";
        Field = field;
        Accessor = field.Accessor;
        At = at;
        Kind = KindOf(field);
        IsRepeated = field.IsRepeated && !field.IsMap;
        Most = options.GetExtension(WcoExtensions.WcoMost) is var most and > 0 ? most : MostOfAnything;
        Required = required || options.GetExtension(WcoExtensions.WcoRequired);
        IsTheWindows = field.GetOptions()?.GetExtension(FieldBehaviorExtensions.FieldBehavior)?.Contains(FieldBehavior.OutputOnly) == true;
        Value = value ?? new ElementValue(options.GetExtension(WcoExtensions.WcoValue), format, Wco.Name(field).EndsWith("ID", StringComparison.Ordinal));
        JsonName = Encoding.UTF8.GetBytes(field.JsonName);
        JsonText = JsonEncodedText.Encode(field.JsonName);
        XmlName = Wco.Name(field);
        if (Kind == ElementKind.Enumeration) Words = EnumWords.Of(field.EnumType);
        if (Kind == ElementKind.Measured) table = ElementTable.OfMeasure(field.MessageType, Value.InTree ? format : "n..16,6");
    }

    /// <summary>Of an element that its table does not limit: as many as a declaration has goods items at the most.</summary>
    private const int MostOfAnything = 9999;

    public FieldDescriptor Field { get; }
    public IFieldAccessor Accessor { get; }
    public int At { get; }
    public ulong Bit => 1UL << At;
    public ElementKind Kind { get; }
    public bool IsRepeated { get; }
    public int Most { get; }
    public bool Required { get; }

    /// <summary>The window alone says it (OUTPUT_ONLY).</summary>
    public bool IsTheWindows { get; }
    public ElementValue Value { get; }
    public byte[] JsonName { get; }
    public JsonEncodedText JsonText { get; }
    public string XmlName { get; }
    public EnumWords? Words { get; }

    public bool IsTime => Wco.Options(Field).GetExtension(WcoExtensions.WcoValue) == WcoValue.DateTime;

    /// <summary>Attribute that carries a measure's second part in XML; the names are those of the UN/CEFACT data types.</summary>
    public string? XmlAttribute => Kind != ElementKind.Measured ? null : Field.MessageType == Amount.Descriptor ? "currencyID" : "unitCode";

    /// <summary>The class's own elements; made when first asked for, since classes may hold one another.</summary>
    public ElementTable Table => table ??= ElementTable.Of(Field.MessageType);

    /// <summary>Elements of the class that do not exist at this place, one bit each.</summary>
    public ulong Lacks => lacks ??= LackingBits();

    private ulong LackingBits()
    {
        var bits = 0UL;
        foreach (var name in Wco.Options(Field).GetExtension(WcoExtensions.WcoLacks) ?? [])
            bits |= Table.ByXmlName(name)?.Bit ?? throw new InvalidOperationException($"{Field.FullName} lacks {name}, which its class does not have");
        return bits;
    }

    private static ElementKind KindOf(FieldDescriptor field) => field switch
    {
        { IsMap: true } when field.MessageType.FindFieldByName("value").MessageType == Contracts.Scalar.Descriptor => ElementKind.Map,
        { FieldType: FieldType.String } => ElementKind.Text,
        { FieldType: FieldType.Int32 } => ElementKind.Integer,
        { FieldType: FieldType.Int64 } => ElementKind.Long,
        { FieldType: FieldType.Bool } => ElementKind.Flag,
        { FieldType: FieldType.Enum } => ElementKind.Enumeration,
        { FieldType: FieldType.Message, IsMap: false } when field.MessageType == Timestamp.Descriptor => ElementKind.Timestamp,
        { FieldType: FieldType.Message, IsMap: false } when field.MessageType == Contracts.Scalar.Descriptor => ElementKind.Scalar,
        { FieldType: FieldType.Message, IsMap: false } when field.MessageType == Amount.Descriptor || field.MessageType == Quantity.Descriptor => ElementKind.Measured,
        { FieldType: FieldType.Message, IsMap: false } => ElementKind.Class,
        _ => throw new NotSupportedException($"{field.FullName} is of a kind that the contract does not use"),
    };
}
