// SPDX-License-Identifier: Apache-2.0
using System.Collections;
using System.Globalization;
using System.Text;
using System.Xml;
using Google.Protobuf;

namespace Cbm.Contracts.Serialisation;

/// <summary>Writes a Declaration or a Response as WCO XML of the country's Single Window, elements in the order of the contract.</summary>
public static class XmlWriting
{
    private const string Envelope = "urn:wco:datamodel:WCO:DocumentMetaData-DMS:2";

    private static readonly XmlWriterSettings Settings = new()
    {
        Encoding = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false),
        // A carriage return within a text would else be read as a line feed.
        NewLineHandling = NewLineHandling.Entitize,
        CloseOutput = false,
    };

    /// <summary>Writes <c>urn:wco:datamodel:{country}:SW-DEC:1</c>.</summary>
    /// <param name="target">A stream in memory: it is written to at once.</param>
    /// <param name="declaration">The declaration; what is empty is left out.</param>
    /// <param name="country">Code of the running profile (XX, FI, BW).</param>
    /// <param name="envelope">Within MetaData, which names model and type.</param>
    public static void Write(Stream target, Declaration declaration, string country, bool envelope = false) =>
        Write(target, declaration, "Declaration", $"urn:wco:datamodel:{country}:SW-DEC:1", envelope ? ("DEC", country) : null);

    /// <summary>Writes <c>urn:wco:datamodel:{country}:SW-RES:1</c>.</summary>
    /// <param name="target">A stream in memory: it is written to at once.</param>
    /// <param name="response">The response; what is empty is left out.</param>
    /// <param name="country">Code of the running profile (XX, FI, BW).</param>
    /// <param name="envelope">Within MetaData, which names model and type.</param>
    public static void Write(Stream target, Response response, string country, bool envelope = false) =>
        Write(target, response, "Response", $"urn:wco:datamodel:{country}:SW-RES:1", envelope ? ("RES", country) : null);

    /// <summary>Writes several responses as one document: <c>Responses</c>, which is our own, within MetaData.</summary>
    /// <param name="target">A stream in memory: it is written to at once.</param>
    /// <param name="responses">In the order in which they stand; there may be none.</param>
    /// <param name="country">Code of the running profile (XX, FI, BW).</param>
    public static void Write(Stream target, ResponseList responses, string country) =>
        Write(target, $"urn:wco:datamodel:{country}:SW-RES:1", ("RES", country), (writer, space) =>
        {
            writer.WriteStartElement("Responses", space);
            foreach (var response in responses.Responses) WriteRoot(writer, response, "Response", space);
            writer.WriteEndElement();
        });

    private static void Write(Stream target, IMessage message, string name, string space, (string Type, string Country)? envelope) =>
        Write(target, space, envelope, (writer, within) => WriteRoot(writer, message, name, within));

    private static void Write(Stream target, string space, (string Type, string Country)? envelope, Action<XmlWriter, string> content)
    {
        using var writer = XmlWriter.Create(target, Settings);
        if (envelope is { } told)
        {
            writer.WriteStartElement("MetaData", Envelope);
            writer.WriteElementString("WCODataModelVersionCode", Envelope, "3.6");
            writer.WriteElementString("WCOTypeName", Envelope, told.Type);
            writer.WriteElementString("ResponsibleCountryCode", Envelope, told.Country);
        }
        content(writer, space);
        if (envelope is not null) writer.WriteEndElement();
    }

    private static void WriteRoot(XmlWriter writer, IMessage message, string name, string space)
    {
        writer.WriteStartElement(name, space);
        WriteClass(writer, ElementTable.Of(message.Descriptor), message, space);
        writer.WriteEndElement();
    }

    private static void WriteClass(XmlWriter writer, ElementTable table, IMessage message, string space)
    {
        foreach (var element in table.Elements)
        {
            var value = element.Accessor.GetValue(message);
            if (element.IsRepeated)
            {
                foreach (var each in (IList)value) WriteElement(writer, element, each!, space);
            }
            else if (element.Field.HasPresence ? element.Accessor.HasValue(message) : value is not "")
            {
                WriteElement(writer, element, value, space);
            }
        }
    }

    private static void WriteElement(XmlWriter writer, Element element, object value, string space)
    {
        writer.WriteStartElement(element.XmlName, space);
        switch (value)
        {
            case Amount amount:
                WriteMeasure(writer, element, amount.Value, amount.CurrencyId);
                break;
            case Quantity quantity:
                WriteMeasure(writer, element, quantity.Value, quantity.UnitCode);
                break;
            case IMessage message:
                WriteClass(writer, element.Table, message, space);
                break;
            case int number:
                writer.WriteString(number.ToString(CultureInfo.InvariantCulture));
                break;
            case string time when element.IsTime:
                WriteTime(writer, time, space);
                break;
            case string text:
                writer.WriteString(Fit(text));
                break;
        }
        writer.WriteEndElement();
    }

    private static void WriteMeasure(XmlWriter writer, Element element, string value, string second)
    {
        if (second.Length > 0) writer.WriteAttributeString(element.XmlAttribute!, Fit(second));
        writer.WriteString(Fit(value));
    }

    // What somebody sent may have in it what no XML 1.0 can (2.2): a refusal that repeats it shows where it stood.
    private static string Fit(string text)
    {
        StringBuilder? fit = null;
        for (var index = 0; index < text.Length; index++)
        {
            if (XmlConvert.IsXmlChar(text[index])) continue;
            if (index + 1 < text.Length && XmlConvert.IsXmlSurrogatePair(text[index + 1], text[index])) index++;
            else (fit ??= new StringBuilder(text))[index] = '\uFFFD';
        }
        return fit?.ToString() ?? text;
    }

    private static void WriteTime(XmlWriter writer, string time, string space)
    {
        var (text, formatCode) = Times.ToWco(time) ?? throw new FormatException("A time in the message is not RFC 3339.");
        writer.WriteStartElement("DateTimeString", space);
        writer.WriteAttributeString("formatCode", formatCode);
        writer.WriteString(text);
        writer.WriteEndElement();
    }
}
