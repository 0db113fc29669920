// SPDX-License-Identifier: Apache-2.0
using System.Collections;
using System.Globalization;
using System.Xml;
using Google.Protobuf;

namespace Cbm.Contracts.Serialisation;

/// <summary>The walk through one XML document: what surrounds the declaration is passed, the declaration is built element by element.</summary>
internal sealed class XmlWalk
{
    // Longer than any element of the tree may be; what follows adds only to the fault.
    private const int MaxText = 4096;

    private readonly ReadingNotes notes = new(Declaration.Descriptor);
    private readonly Stack<OpenElement> open = new();
    private Declaration? declaration;
    private (string Name, string Namespace) root;
    private string ownNamespace = "";
    private bool isWrappersOwn;
    private bool hasFunctionCode;
    private int skipping = -1;

    /// <summary>Why the document is no declaration, once that is clear.</summary>
    public string? Refusal { get; private set; }

    /// <summary>Whether text that comes now belongs to the declaration.</summary>
    public bool WantsText => open.Count > 0 && skipping < 0;

    public void Start(XmlReader reader)
    {
        if (reader.Depth == 0) root = (reader.LocalName, reader.NamespaceURI);
        if (skipping >= 0) return;
        if (open.Count == 0) Outside(reader);
        else if (open.Peek() is { Table: not null } parent) Inside(reader, parent);
        else InValue(reader, open.Peek());
    }

    public void End(XmlReader reader)
    {
        if (skipping >= 0)
        {
            if (reader.Depth == skipping) skipping = -1;
        }
        else if (open.Count > 0 && open.Peek().Depth == reader.Depth)
        {
            Close();
        }
    }

    public void Text(string text, XmlReader reader)
    {
        var current = open.Peek();
        if (current.Table is null)
        {
            if (current.TextLength < MaxText) current.Add(text);
        }
        else if (current.TextLength == 0 && !string.IsNullOrWhiteSpace(text))
        {
            current.Add("told");
            notes.Line = Line(reader);
            notes.Add(ReadingCode.StrayText, $"Take the text {ElementValue.Shown(text.Trim())} out: only elements stand here.");
        }
    }

    public Reading<Declaration> Result()
    {
        if (declaration is null) return Reading<Declaration>.Refused("There is no Declaration element in this document.");
        if (isWrappersOwn && !hasFunctionCode)
            return Reading<Declaration>.Refused($"The Declaration is of the namespace {ElementValue.Shown(ownNamespace)} and has no FunctionCode: it tells of a declaration and is none.");
        return new Reading<Declaration>(declaration, notes.Faults, notes.Warnings, null);
    }

    private static int Line(XmlReader reader) => ((IXmlLineInfo)reader).LineNumber;

    private void Outside(XmlReader reader)
    {
        if (reader.LocalName == "Response" && Namespaces.IsWco(reader.NamespaceURI))
        {
            Refusal = string.Create(CultureInfo.InvariantCulture, $"This is a Response, not a declaration (line {Line(reader)}).");
        }
        else if (reader.LocalName == "Declaration" && declaration is not null)
        {
            Refusal = string.Create(CultureInfo.InvariantCulture, $"Send one declaration at a time: a second one begins at line {Line(reader)}.");
        }
        else if (reader.LocalName == "Declaration")
        {
            ownNamespace = reader.NamespaceURI;
            isWrappersOwn = !Namespaces.IsWco(ownNamespace);
            // Who publishes a declaration again in a namespace of its own wraps it in an element of its own; else the namespace is wrong.
            if (isWrappersOwn ? root.Namespace != ownNamespace || root.Name is "Declaration" or "MetaData" : !Namespaces.IsDeclaration(ownNamespace))
            {
                Refusal = string.Create(CultureInfo.InvariantCulture, $"The Declaration is of the namespace {ElementValue.Shown(ownNamespace)}, which is none of declarations (line {Line(reader)}): use urn:wco:datamodel:WCO:DEC-DMS:2, say.");
                return;
            }
            declaration = new Declaration();
            Begin(reader, new OpenElement(null, ElementTable.Of(Declaration.Descriptor), declaration, reader.Depth, Line(reader)));
        }
    }

    private void Inside(XmlReader reader, OpenElement parent)
    {
        notes.Line = Line(reader);
        var ours = Namespaces.IsDeclaration(reader.NamespaceURI);
        var element = ours || reader.NamespaceURI == ownNamespace ? parent.Table!.ByXmlName(reader.LocalName) : null;
        var lacking = element is not null && parent.Element is not null && (parent.Element.Lacks & element.Bit) != 0;
        if (element is null || lacking)
        {
            var member = char.ToLowerInvariant(reader.LocalName[0]) + reader.LocalName[1..];
            // Who publishes a declaration again in a namespace of its own adds what its own tree has.
            if (!ours && reader.NamespaceURI == ownNamespace) notes.Warn(ReadingCode.PassedOver, $"{reader.LocalName} is the wrapper's own and was passed over.", member);
            else if (lacking) NotHere(element!);
            else Unknown(reader.LocalName, member, parent);
            Skip(reader);
            return;
        }
        var index = element.IsRepeated ? ((IList)element.Accessor.GetValue(parent.Message)).Count : -1;
        if (element.IsRepeated ? index >= element.Most : (parent.Seen & element.Bit) != 0)
        {
            Surplus(element, parent);
            Skip(reader);
            return;
        }
        parent.Seen |= element.Bit;
        notes.Enter(element.Field, index);
        Begin(reader, element.Kind == ElementKind.Class
            ? new OpenElement(element, element.Table, element.Table.New(), reader.Depth, notes.Line)
            : new OpenElement(element, null, null, reader.Depth, notes.Line));
    }

    private void Unknown(string name, string member, OpenElement parent)
    {
        var near = parent.Table!.NearestTo(member);
        parent.Meant |= near?.Bit ?? 0;
        notes.Add(ReadingCode.Unknown, near is null ? $"Take {name} out or mend its name: there is none of that name here."
            : near.XmlName == name ? $"Give {name} the namespace of the declaration: it is of another."
            : $"Did you mean {near.XmlName}? Mend the name {name} or take it out: there is none of that name here.", member);
    }

    private void NotHere(Element element)
    {
        notes.Enter(element.Field);
        notes.Add(ReadingCode.NotHere, $"Take {element.XmlName} out: its class has it, but not at this place.");
        notes.Leave();
    }

    private void Surplus(Element element, OpenElement parent)
    {
        notes.Enter(element.Field);
        if (!element.IsRepeated) notes.Add(ReadingCode.Repeated, $"Leave only one {element.XmlName}: it stands more than once.");
        else if ((parent.Present & element.Bit) != 0) notes.Add(ReadingCode.TooMany, string.Create(CultureInfo.InvariantCulture, $"Leave at most {element.Most} of {element.XmlName}."));
        // Said once for a list.
        if (element.IsRepeated) parent.Present &= ~element.Bit;
        notes.Leave();
    }

    private void Begin(XmlReader reader, OpenElement begun)
    {
        // A class counts where its place in the list is taken, so that the next one has the next index.
        if (begun.Message is not null && begun.Element is { } element)
        {
            var parent = open.Peek();
            parent.Present |= element.Bit;
            Set(element, parent.Message!, begun.Message);
        }
        open.Push(begun);
        Attributes(reader, begun);
        if (reader.IsEmptyElement) Close();
    }

    private void InValue(XmlReader reader, OpenElement value)
    {
        notes.Line = Line(reader);
        if (value.Element!.IsTime && reader.LocalName == "DateTimeString" && !value.StringSeen)
        {
            value.StringSeen = true;
            Attributes(reader, value);
            return;
        }
        notes.Add(ReadingCode.WrongKind, $"Take {reader.LocalName} out: {value.Element.XmlName} has text alone.");
        Skip(reader);
    }

    private void Attributes(XmlReader reader, OpenElement begun)
    {
        if (!reader.HasAttributes) return;
        while (reader.MoveToNextAttribute())
        {
            if (reader.Prefix is "xmlns" or "xml" || reader.Name == "xmlns" || reader.NamespaceURI == "http://www.w3.org/2001/XMLSchema-instance") continue;
            if (begun.Element is { Kind: ElementKind.Measured } measure && reader.Name == measure.XmlAttribute) begun.Second = reader.Value;
            else if (begun.Element is { IsTime: true } && reader.Name == "formatCode") begun.FormatCode = reader.Value;
            else if (isWrappersOwn) notes.Warn(ReadingCode.PassedOver, $"The attribute {reader.Name} is the wrapper's own and was passed over.", reader.LocalName);
            else Stray(reader, begun);
        }
        reader.MoveToElement();
    }

    private void Stray(XmlReader reader, OpenElement begun)
    {
        begun.HasStrayAttribute = true;
        notes.Add(ReadingCode.UnknownAttribute, $"Take the attribute {reader.Name} out: the element has none of that name.", reader.LocalName);
    }

    private static void Set(Element element, IMessage message, object value)
    {
        if (element.IsRepeated) ((IList)element.Accessor.GetValue(message)).Add(value);
        else element.Accessor.SetValue(message, value);
    }

    private void Skip(XmlReader reader)
    {
        if (!reader.IsEmptyElement) skipping = reader.Depth;
    }

    private void Close()
    {
        var closed = open.Pop();
        notes.Line = closed.Line;
        if (closed.Table is { } table)
        {
            JsonReading.Missing(table, closed.Present | closed.Meant, notes);
            if (closed.Element is null) hasFunctionCode = declaration!.FunctionCode.Length > 0;
        }
        else if (closed is { HasStrayAttribute: true, FormatCode: null, Element.IsTime: true })
        {
            // The stray attribute was to be the format of the time: that is told.
            open.Peek().Present |= closed.Element.Bit;
        }
        else if (XmlValue.Of(closed.Element!, closed.Text, closed.FormatCode, closed.Second, notes) is { } value)
        {
            var parent = open.Peek();
            parent.Present |= closed.Element!.Bit;
            if (value != XmlValue.NotUnderstood) Set(closed.Element, parent.Message!, value);
        }
        if (closed.Element is not null) notes.Leave();
    }
}
