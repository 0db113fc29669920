// SPDX-License-Identifier: Apache-2.0
using System.Globalization;
using System.Xml.Linq;
using Cbm.Contracts.Serialisation;
using Google.Protobuf.Reflection;

namespace Cbm.Contracts.Schemas;

/// <summary>
/// Writes the XML form of a tree as XSD 1.0: a type for each class, its elements in the order of the contract. The reader takes
/// them in any order; what is in this order is valid everywhere. A place where a class lacks elements has a type of its own.
/// </summary>
internal static class XsdWriting
{
    private static readonly XNamespace Xs = "http://www.w3.org/2001/XMLSchema";

    /// <summary>The schema of the tree that begins with the message.</summary>
    public static string Schema(MessageDescriptor root, string space)
    {
        var types = new SortedDictionary<string, XElement?>(StringComparer.Ordinal);
        var top = new XElement(Xs + "element", new XAttribute("name", root.Name), new XAttribute("type", Type(types, root, 0, root.Name)));
        return Document(space, [top, .. root == Response.Descriptor ? new[] { AllResponses() } : [], .. types.Values, DateTimeType(), DateTimeText()]);
    }

    private static XElement AllResponses() => new(Xs + "element", new XAttribute("name", "Responses"), Note("Our own: all responses about one declaration, oldest first."),
        new XElement(Xs + "complexType", new XElement(Xs + "sequence",
            new XElement(Xs + "element", new XAttribute("ref", Response.Descriptor.Name), new XAttribute("minOccurs", 0), new XAttribute("maxOccurs", "unbounded")))));

    /// <summary>The envelope in which a message may stand.</summary>
    public static string Envelope() => Document("urn:wco:datamodel:WCO:DocumentMetaData-DMS:2",
    [
        new XElement(Xs + "element", new XAttribute("name", "MetaData"), new XElement(Xs + "complexType", new XElement(Xs + "sequence",
            new[] { "WCODataModelVersionCode", "WCOTypeName", "ResponsibleCountryCode" }.Select(name =>
                new XElement(Xs + "element", new XAttribute("name", name), new XAttribute("type", "xs:string"), new XAttribute("minOccurs", 0))),
            new XElement(Xs + "any", new XAttribute("namespace", "##other"), new XAttribute("processContents", "lax"))))),
    ]);

    private static string Document(string space, IEnumerable<XElement?> content)
    {
        var schema = new XElement(Xs + "schema", new XAttribute(XNamespace.Xmlns + "xs", Xs), new XAttribute("xmlns", space),
            new XAttribute("targetNamespace", space), new XAttribute("elementFormDefault", "qualified"), content);
        return "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n" + schema.ToString().ReplaceLineEndings("\n") + "\n";
    }

    private static string Type(SortedDictionary<string, XElement?> types, MessageDescriptor message, ulong lacks, string name)
    {
        if (!types.TryAdd(name, null)) return name;
        types[name] = new XElement(Xs + "complexType", new XAttribute("name", name), Note($"Class {Wco.ClassId(message)} of the WCO Data Model."),
            new XElement(Xs + "sequence", ElementTable.Of(message).Elements.Where(element => (lacks & element.Bit) == 0)
                .Select(element => One(types, message, element))));
        return name;
    }

    private static XElement One(SortedDictionary<string, XElement?> types, MessageDescriptor parent, Element element)
    {
        var one = new XElement(Xs + "element", new XAttribute("name", element.XmlName));
        if (!element.Required) one.Add(new XAttribute("minOccurs", 0));
        if (element.IsRepeated) one.Add(new XAttribute("maxOccurs", element.Most < int.MaxValue ? element.Most : "unbounded"));
        var note = Note(Wco.Id(element.Field) is { Length: > 0 } id ? $"WCO {id}{(element.Value.InTree ? ", " + element.Value.Format : "")}." : "Our own.");
        if (element.Kind == ElementKind.Class)
        {
            var name = element.Lacks == 0 ? element.Field.MessageType.Name : $"{parent.Name}.{element.XmlName}";
            one.Add(new XAttribute("type", Type(types, element.Field.MessageType, element.Lacks, name)), note);
        }
        else if (element.IsTime) one.Add(new XAttribute("type", "DateTime"), note);
        else if (element.Kind == ElementKind.Measured) one.Add(note, Measured(types, element));
        else one.Add(note, Simple(element.Value));
        return one;
    }

    // A measure's type is its value with the attribute for its second part.
    private static XElement Measured(SortedDictionary<string, XElement?> types, Element element)
    {
        var name = "Decimal" + element.Value.Format.Replace("..", "To", StringComparison.Ordinal).Replace(',', '.');
        if (types.TryAdd(name, null))
        {
            types[name] = Simple(element.Value);
            types[name]!.SetAttributeValue("name", name);
        }
        return new XElement(Xs + "complexType", new XElement(Xs + "simpleContent", new XElement(Xs + "extension", new XAttribute("base", name),
            new XElement(Xs + "attribute", new XAttribute("name", element.XmlAttribute!), Simple(element.Table.Elements[1].Value)))));
    }

    private static XElement Simple(ElementValue value) => value.Kind switch
    {
        ElementValue.Form.Decimal => Restricted("xs:decimal", Facet("pattern", "-?[0-9]+(\\.[0-9]+)?"), Facet("totalDigits", value.Most), Facet("fractionDigits", value.Decimals)),
        ElementValue.Form.Letters => Restricted("xs:token", Facet("pattern", $"[A-Za-z]{Times(value)}")),
        ElementValue.Form.Digits => Restricted("xs:token", Facet("pattern", $"[0-9]{Times(value)}")),
        _ when value.IsExact => Restricted("xs:string", Facet("length", value.Most)),
        _ => Restricted("xs:string", Facet("maxLength", value.Most)),
    };

    private static string Times(ElementValue value) => string.Create(CultureInfo.InvariantCulture, $"{{{(value.IsExact ? "" : "1,")}{value.Most}}}");

    private static XElement DateTimeType() => new(Xs + "complexType", new XAttribute("name", "DateTime"), Note("UN/EDIFACT 2379: 102 is CCYYMMDD, 304 CCYYMMDDHHMMSS with the offset."),
        new XElement(Xs + "sequence", new XElement(Xs + "element", new XAttribute("name", "DateTimeString"),
            new XElement(Xs + "complexType", new XElement(Xs + "simpleContent", new XElement(Xs + "extension", new XAttribute("base", "DateTimeText"),
                new XElement(Xs + "attribute", new XAttribute("name", "formatCode"), new XAttribute("use", "required"),
                    Restricted("xs:token", Facet("enumeration", "102"), Facet("enumeration", "304")))))))));

    private static XElement DateTimeText()
    {
        var text = Restricted("xs:token", Facet("pattern", "[0-9]{8}([0-9]{6}(Z|[+\\-][0-9]{2}(:?[0-9]{2})?))?"));
        text.SetAttributeValue("name", "DateTimeText");
        return text;
    }

    private static XElement Restricted(string type, params XElement[] facets) =>
        new(Xs + "simpleType", new XElement(Xs + "restriction", new XAttribute("base", type), facets));

    private static XElement Facet(string name, object value) => new(Xs + name, new XAttribute("value", value));

    private static XElement Note(string text) => new(Xs + "annotation", new XElement(Xs + "documentation", text));
}
