// SPDX-License-Identifier: Apache-2.0
using System.Text;
using System.Text.Json.Nodes;
using Cbm.Contracts;
using Cbm.Contracts.Schemas;
using Cbm.Contracts.Serialisation;
using Cbm.TestKit;
using Cbm.UnitTests.OpenApi;
using CsCheck;
using Json.Schema;
using Xunit;

namespace Cbm.UnitTests.Schemas;

/// <summary>The published JSON Schemas take what the reader takes and the writer writes, and refuse what the reader refuses.</summary>
public class JsonSchemaTests
{
    private static readonly Lazy<JsonSchema> Declared = new(() => Schema("declaration.json"));
    private static readonly Lazy<JsonSchema> Answered = new(() => Schema("response.json"));

    private static JsonNode ShowCase => JsonNode.Parse(File.ReadAllText(Path.Combine(Published.Folder, "samples", "show-case.json")))!;

    [Fact]
    public void The_show_case_is_valid() => Assert.Equal("", Published.Faults(Declared.Value, ShowCase));

    [Fact]
    public void Every_element_of_a_full_declaration_is_valid() =>
        Assert.All([1, 2, 3], seed => Assert.Equal("", Published.Faults(Declared.Value, Json(RandomDeclarations.Full(seed)))));

    [Fact]
    public void Any_declaration_is_valid() =>
        Gen.Int.Sample(seed => Published.Faults(Declared.Value, Json(RandomDeclarations.Some(seed))) == "", iter: 50);

    [Fact]
    public void A_response_is_valid() => Assert.Equal("", Published.Faults(Answered.Value, Json(new Response
    {
        FunctionCode = "06",
        FunctionalReferenceId = "R-1",
        IssueDateTime = "2026-01-14T08:30:00Z",
        Declaration = new ResponseDeclaration { Id = "26FI000000000000R6" },
    })));

    [Theory]
    [InlineData("functionCode", "null")]
    [InlineData("functionCode", "\"nine\"")]
    [InlineData("typeCode", "\"IMDX\"")]
    [InlineData("goodsShipment", "[]")]
    [InlineData("goodsShipmnt", "{}")]
    [InlineData("invoiceAmount", "{ \"value\": \"1,5\", \"currencyId\": \"EUR\" }")]
    [InlineData("invoiceAmount", "{ \"value\": \"12345678901234567\", \"currencyId\": \"EUR\" }")]
    [InlineData("totalGrossMassMeasure", "{ \"unitCode\": \"KGM\" }")]
    [InlineData("issueDateTime", "\"13.11.2025\"")]
    [InlineData("submitter", "{ \"roleCode\": \"AA\" }")]
    public void What_the_reader_refuses_is_not_valid(string member, string value)
    {
        var broken = ShowCase;
        broken[member] = JsonNode.Parse(value);
        if (value == "null") broken.AsObject().Remove(member);

        Assert.NotEmpty(JsonReading.Read<Declaration>(Encoding.UTF8.GetBytes(broken.ToJsonString())).Faults);
        Assert.NotEqual("", Published.Faults(Declared.Value, broken));
    }

    [ConformanceFact]
    public async Task Every_published_file_is_valid_as_json()
    {
        foreach (var declaration in await PublishedFiles.Read())
            Assert.Equal("", Published.Faults(Declared.Value, Json(declaration.Tree)));
    }

    private static JsonNode Json(Google.Protobuf.IMessage message) => JsonNode.Parse(JsonWriting.ToUtf8(message))!;

    private static JsonSchema Schema(string name) =>
        JsonSchema.FromText(Encoding.UTF8.GetString(PublishedSchema.For("XX").Single(schema => schema.Name == name).Content));
}
