// SPDX-License-Identifier: Apache-2.0
using System.Text;
using System.Xml.Linq;
using System.Xml.Schema;
using Cbm.Contracts;
using Cbm.Contracts.Schemas;
using Cbm.Contracts.Serialisation;
using Cbm.TestKit;
using CsCheck;
using Xunit;

namespace Cbm.UnitTests.Schemas;

/// <summary>The published XSDs take what the writer writes and what others have published, and refuse what the reader refuses.</summary>
public class XsdTests
{
    private static readonly XNamespace Dec = "urn:wco:datamodel:XX:SW-DEC:1";
    private static readonly Lazy<XmlSchemaSet> Schemas = new(Load);

    [Fact]
    public void Every_element_of_a_full_declaration_is_valid() =>
        Assert.All([1, 2, 3], seed => Assert.Equal("", Faults(Xml(RandomDeclarations.Full(seed)))));

    [Fact]
    public void Any_declaration_is_valid_in_its_envelope_and_out_of_it() =>
        Gen.Int.Sample(seed => Faults(Xml(RandomDeclarations.Some(seed))) + Faults(Xml(RandomDeclarations.Some(seed), envelope: true)) == "", iter: 50);

    [Fact]
    public void A_response_is_valid()
    {
        using var stream = new MemoryStream();
        XmlWriting.Write(stream, new Response { FunctionCode = "06", IssueDateTime = "2026-01-14T08:30:00Z", Declaration = new ResponseDeclaration { Id = "26FI000000000000R6" } }, "XX", envelope: true);
        Assert.Equal("", Faults(XDocument.Parse(Encoding.UTF8.GetString(stream.ToArray()))));
    }

    [Theory]
    [InlineData("FunctionCode", "nine")]
    [InlineData("FunctionalReferenceID", "A number that has more than thirty-five characters")]
    [InlineData("InvoiceAmount", "1,5")]
    [InlineData("TypeCode", null)]
    public void What_the_reader_refuses_is_not_valid(string element, string? value)
    {
        var xml = Xml(RandomDeclarations.Full(1));
        var found = xml.Root!.Element(Dec + element)!;
        if (value is null) found.Name = Dec + "TypCode";
        else found.Value = value;
        Assert.NotEqual("", Faults(xml));
    }

    [Fact]
    public void A_place_takes_only_what_its_class_has_there()
    {
        var xml = Xml(RandomDeclarations.Full(1));
        xml.Root!.Element(Dec + "Submitter")!.Add(new XElement(Dec + "RoleCode", "AA"));
        Assert.NotEqual("", Faults(xml));
    }

    [ConformanceFact]
    public async Task Every_published_file_that_the_reader_takes_is_valid()
    {
        // Who publishes a declaration again in a namespace of its own adds elements of its own.
        var files = (await PublishedFiles.Read()).Where(file => Found(file.File).Name.NamespaceName.StartsWith("urn:wco:", StringComparison.Ordinal)).ToList();
        Assert.NotEmpty(files);
        Assert.All(files, file => Assert.Equal("", Faults(Ours(file.File)) is { Length: > 0 } faults ? $"{file.File}: {faults}" : ""));
    }

    // The same elements in our namespace: WCO's schema has a namespace for each country and kind of value.
    private static XDocument Ours(string file)
    {
        var declaration = new XElement(Found(file));
        foreach (var element in declaration.DescendantsAndSelf())
        {
            element.Name = Dec + element.Name.LocalName;
            element.Attributes().Where(attribute => attribute.IsNamespaceDeclaration || attribute.Name.Namespace != XNamespace.None).Remove();
        }
        return new XDocument(declaration);
    }

    private static XElement Found(string file) => XDocument.Load(file).Descendants()
        .First(element => element.Name.LocalName == "Declaration" && element.Elements().Any(child => child.Name.LocalName == "FunctionCode"));

    private static XDocument Xml(Declaration declaration, bool envelope = false)
    {
        using var stream = new MemoryStream();
        XmlWriting.Write(stream, declaration, "XX", envelope);
        return XDocument.Parse(Encoding.UTF8.GetString(stream.ToArray()));
    }

    private static string Faults(XDocument document)
    {
        var faults = new List<string>();
        document.Validate(Schemas.Value, (_, found) => faults.Add(found.Message));
        return string.Join("\n", faults);
    }

    private static XmlSchemaSet Load()
    {
        var set = new XmlSchemaSet();
        foreach (var schema in PublishedSchema.For("XX").Where(schema => schema.MediaType == "application/xml"))
        {
            using var reader = System.Xml.XmlReader.Create(new MemoryStream(schema.Content));
            set.Add(null, reader);
        }
        set.Compile();
        return set;
    }
}
