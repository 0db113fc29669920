// SPDX-License-Identifier: Apache-2.0
using System.Net;
using System.Xml.Linq;
using System.Xml.Schema;
using Cbm.Contracts.Schemas;
using Xunit;

namespace Cbm.IntegrationTests.Declarations;

/// <summary>The schemas, for anyone.</summary>
public sealed class SchemaPageTests(RunningWindow window) : IClassFixture<RunningWindow>
{
    [Fact]
    public async Task All_of_them_are_listed_and_served()
    {
        var listed = (await window.As(null).Get("/api/v1/schemas")).Json["schemas"]!.AsArray();
        Assert.Equal(PublishedSchema.For("XX").Select(schema => schema.Name), listed.Select(schema => (string)schema!["name"]!));
        foreach (var schema in listed)
            Assert.Equal(HttpStatusCode.OK, (await window.As(null).Get((string)schema!["href"]!)).Status);
    }

    [Fact]
    public async Task One_that_does_not_exist() =>
        Assert.Equal(HttpStatusCode.NotFound, (await window.As(null).Get("/api/v1/schemas/customs.json")).Status);

    [Theory]
    [InlineData(false, 1)]
    [InlineData(true, 2)]
    public async Task All_responses_about_a_declaration_are_one_document_that_its_schema_takes(bool isAmended, int least)
    {
        var declaration = Given.ShowCase();
        var lodged = await window.Trader.Lodge(declaration);
        var mrn = lodged.Mrn;
        if (isAmended) await window.Tell(Given.Approval(mrn, "STANDARDS"), Given.Approval(mrn, "PLANT_HEALTH"));

        var listed = (await window.Trader.Get($"/api/v1/declarations/{mrn}/responses")).Json["responses"]!.AsArray();
        var xml = XDocument.Parse((await window.Trader.Get($"/api/v1/declarations/{mrn}/responses", "application/xml")).Text);

        var all = Assert.Single(xml.Root!.Elements(), element => element.Name.LocalName == "Responses");
        var space = all.Name.Namespace;
        Assert.True(listed.Count >= least);
        Assert.Equal(
            listed.Select(response => ((string?)response!["functionalReferenceId"], (string?)response["functionCode"])),
            all.Elements(space + "Response").Select(response => ((string?)response.Element(space + "FunctionalReferenceID"), (string?)response.Element(space + "FunctionCode"))));
        var schemas = new XmlSchemaSet();
        foreach (var name in (string[])["response.xsd", "envelope.xsd"])
            schemas.Add(null, System.Xml.XmlReader.Create(new StringReader((await window.As(null).Get($"/api/v1/schemas/{name}")).Text)));
        xml.Validate(schemas, (_, wrong) => Assert.Fail(wrong.Message));
    }

    [Fact]
    public async Task The_code_lists_are_listed_with_the_error_catalogue()
    {
        var lists = (await window.As(null).Get("/api/v1/codelists")).Json["lists"]!.AsArray().Select(list => (string)list!["list"]!).ToList();
        Assert.Contains("errors", lists);
        Assert.Contains("ISO3166", lists);
        Assert.All(lists, list => Assert.NotEmpty(list));
    }
}
