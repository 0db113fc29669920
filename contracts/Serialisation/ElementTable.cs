// SPDX-License-Identifier: Apache-2.0
using System.Collections.Concurrent;
using System.Collections.Frozen;
using System.Linq.Expressions;
using System.Text.Json;
using Google.Protobuf;
using Google.Protobuf.Reflection;

namespace Cbm.Contracts.Serialisation;

/// <summary>The elements of one message by their names in JSON and XML, in the order of the contract.</summary>
internal sealed class ElementTable
{
    private static readonly ConcurrentDictionary<MessageDescriptor, ElementTable> Known = new();
    private readonly FrozenDictionary<string, Element> byXmlName;
    private readonly Func<IMessage> create;
    private readonly string[] names;

    private ElementTable(MessageDescriptor type, Element[] elements)
    {
        if (elements.Length > 64) throw new NotSupportedException($"{type.FullName} has more fields than there are bits to tick them off");
        Elements = elements;
        names = [.. elements.Select(e => e.Field.JsonName)];
        InTree = Wco.HasClass(type);
        byXmlName = elements.ToFrozenDictionary(e => e.XmlName, StringComparer.Ordinal);
        create = Expression.Lambda<Func<IMessage>>(Expression.New(type.ClrType)).Compile();
        foreach (var element in elements)
            if (element.Required) Required |= element.Bit;
    }

    public Element[] Elements { get; }

    /// <summary>Elements that must stand wherever the class stands, one bit each.</summary>
    public ulong Required { get; }

    /// <summary>A class of the WCO tree.</summary>
    public bool InTree { get; }

    public static ElementTable Of(MessageDescriptor type) => Known.GetOrAdd(type, static t =>
        new ElementTable(t, [.. t.Fields.InFieldNumberOrder().Select((field, at) => new Element(field, at))]));

    /// <summary>An amount or quantity, whose value has the format of the element that it is.</summary>
    public static ElementTable OfMeasure(MessageDescriptor type, string format)
    {
        var fields = type.Fields.InFieldNumberOrder();
        // A national unit may carry a qualifier after the code of Recommendation 20 (KGM#G).
        var second = type == Amount.Descriptor ? new ElementValue(WcoValue.Code, "a3") : new ElementValue(WcoValue.Code, "an..8");
        return new ElementTable(type, [
            new Element(fields[0], 0, new ElementValue(WcoValue.Decimal, format), required: true),
            new Element(fields[1], 1, second)]);
    }

    public IMessage New() => create();

    public Element? ByXmlName(string name) => byXmlName.GetValueOrDefault(name);

    /// <summary>The element that a name which is none of the class's was probably meant for.</summary>
    public Element? NearestTo(string jsonName) => Spelling.Nearest(jsonName, names) is >= 0 and var at ? Elements[at] : null;

    /// <summary>The element that the reader's member names; members mostly come in the order of the contract, so the search starts after the last one.</summary>
    public Element? ByMember(ref Utf8JsonReader reader, ref int next)
    {
        for (var tried = 0; tried < Elements.Length; tried++)
        {
            var at = next + tried;
            if (at >= Elements.Length) at -= Elements.Length;
            if (!IsNamed(ref reader, Elements[at])) continue;
            next = at + 1 == Elements.Length ? 0 : at + 1;
            return Elements[at];
        }
        return null;
    }

    private static bool IsNamed(ref Utf8JsonReader reader, Element element)
    {
        try
        {
            return reader.ValueTextEquals(element.JsonName);
        }
        catch (InvalidOperationException)
        {
            // Half of a surrogate pair is no name.
            return false;
        }
    }
}
