// SPDX-License-Identifier: Apache-2.0
using System.Net;
using System.Text.Json.Nodes;
using System.Xml.Linq;
using Xunit;

namespace Cbm.IntegrationTests.Declarations;

/// <summary>What the window refuses, and how it says so.</summary>
public sealed class RefusalTests(RunningWindow window) : IClassFixture<RunningWindow>
{
    private const string Lodging = "/api/v1/declarations";

    [Fact]
    public async Task Faults_of_form_and_content_are_told_together_each_at_its_place()
    {
        var answer = await window.Trader.Lodge(Broken());

        Assert.Equal(HttpStatusCode.UnprocessableEntity, answer.Status);
        Assert.Equal("application/problem+json", answer.ContentType);
        var errors = answer.Json["errors"]!.AsArray();
        (string? Path, string? Pointer)[] places = [.. errors.Select(error => ((string?)error!["path"], (string?)error["pointer"]))];
        Assert.Contains(places, place => place.Path == "goodsShipment.colour");
        Assert.Contains(("goodsShipment.governmentAgencyGoodsItem[1].origin[0].countryCode", "42A.67A.68A[2].92A[1].063"), places);
        Assert.Contains(places, place => place.Path == "goodsItemQuantity" && place.Pointer == "42A.228");
        Assert.All(errors, error => Assert.NotEmpty((string)error!["message"]!));
        Assert.All(errors, error => Assert.NotEmpty((string)error!["code"]!));
    }

    [Fact]
    public async Task A_refusal_stores_nothing_and_leaves_the_LRN_free()
    {
        var broken = Broken();
        var lrn = (string)broken["functionalReferenceId"]!;
        await window.Trader.Lodge(broken);

        Assert.Empty((await window.Trader.Get($"{Lodging}?lrn={lrn}")).Json["declarations"]?.AsArray() ?? []);
        Assert.Equal(HttpStatusCode.Created, (await window.Trader.Lodge(Given.ShowCase(lrn))).Status);
    }

    [Theory]
    [InlineData("A\r\nB")]
    [InlineData("A\u007fB")]
    [InlineData("A\u202eB")]
    [InlineData("A\u200bB")]
    [InlineData("A\U000E0041B")]
    public async Task An_identifier_is_made_of_characters_that_are_seen(string lrn)
    {
        var declaration = Given.ShowCase(lrn);
        // What people read may have lines.
        declaration["exporter"]!["name"] = "Flowers\nand more";

        var refused = await window.Trader.Lodge(declaration);

        Assert.Equal(HttpStatusCode.UnprocessableEntity, refused.Status);
        Assert.Equal([("SWR015", "functionalReferenceId", "42A.D026")], refused.Json["errors"]!.AsArray()
            .Select(error => ((string)error!["code"]!, (string)error["path"]!, (string)error["pointer"]!)));
        var grpc = await Assert.ThrowsAsync<Grpc.Core.RpcException>(async () => await new Cbm.Contracts.DeclarationService.DeclarationServiceClient(window.Grpc).LodgeDeclarationAsync(
            new() { Declaration = Tree(declaration, lrn) }, new Grpc.Core.Metadata { { "authorization", $"Bearer {window.Issuer.Trader()}" } }));
        Assert.Equal("SWR015", Assert.Single(ServiceDefaults.Problems.Refusal.ProblemOf(grpc)!.Errors).Code);

        static Cbm.Contracts.Declaration Tree(JsonObject declaration, string lrn)
        {
            var tree = Given.Tree(declaration);
            tree.FunctionalReferenceId = lrn;
            return tree;
        }
    }

    [Theory]
    [InlineData(Lodging)]
    [InlineData($"{Lodging}/validation")]
    public async Task Who_asks_for_XML_is_refused_in_WCO_XML(string path)
    {
        var answer = await window.Trader.Post(path, Broken(), accept: "application/xml");

        Assert.Equal(HttpStatusCode.UnprocessableEntity, answer.Status);
        Assert.Equal("application/xml", answer.ContentType);
        var elements = XDocument.Parse(answer.Text).Descendants().ToList();
        Assert.Equal("03", elements.First(element => element.Name.LocalName == "FunctionCode").Value);
        var error = elements.Where(element => element.Name.LocalName == "Error")
            .Single(one => one.Descendants().Any(element => element.Name.LocalName == "TagID" && element.Value == "063"));
        Assert.Equal(
            ["42A", "67A", "68A", "92A"], error.Descendants().Where(element => element.Name.LocalName == "DocumentSectionCode").Select(element => element.Value));
    }

    [Theory]
    [InlineData("{", "application/json", 400)]
    [InlineData("[]", "application/json", 400)]
    [InlineData("<Declaration", "application/xml", 400)]
    [InlineData("<Order/>", "application/xml", 400)]
    [InlineData("a,b", "text/csv", 415)]
    [InlineData("", "application/json", 400)]
    public async Task What_is_no_declaration_at_all(string body, string contentType, int expected) =>
        Assert.Equal(expected, (int)(await window.Trader.Post(Lodging, body, contentType)).Status);

    [Fact]
    public async Task Anothers_declarant_is_refused_before_anything_is_said_of_the_content()
    {
        var answer = await window.As(window.Issuer.Trader("FI7654321-0")).Lodge(Broken());

        Assert.Equal(HttpStatusCode.Forbidden, answer.Status);
        Assert.Empty(answer.Json["errors"]?.AsArray() ?? []);
    }

    [Fact]
    public async Task Without_a_declarant_it_is_incomplete_whoever_sends_it()
    {
        var declaration = Given.ShowCase();
        declaration.Remove("declarant");
        var answer = await window.Trader.Lodge(declaration);

        Assert.Equal(HttpStatusCode.UnprocessableEntity, answer.Status);
    }

    [Fact]
    public async Task Anothers_MRN_is_as_unknown_as_one_that_does_not_exist()
    {
        var mrn = (await window.Trader.Lodge(Given.ShowCase())).Mrn;
        var other = window.As(window.Issuer.Trader("FI7654321-0"));
        foreach (var part in (string[])["", "/slices", "/responses", "/events"])
        {
            var (anothers, nobodys) = (await other.Get($"{Lodging}/{mrn}{part}"), await window.Trader.Get($"{Lodging}/26FI0000000000000R{part}"));
            Assert.Equal(HttpStatusCode.NotFound, anothers.Status);
            Assert.Equal(HttpStatusCode.NotFound, nobodys.Status);
            Assert.Equal(nobodys.Text, anothers.Text);
        }
    }

    [Fact]
    public async Task Without_a_token_the_answer_is_401_with_its_challenge()
    {
        var answer = await window.As(null).Lodge(Given.ShowCase());

        Assert.Equal(HttpStatusCode.Unauthorized, answer.Status);
        Assert.Equal("Bearer", answer.Headers.WwwAuthenticate.ToString());
        Assert.True(answer.Headers.Contains("X-Correlation-ID"));
    }

    [Theory]
    [InlineData("?limit=0x", 422)]
    [InlineData("?limit=201", 422)]
    [InlineData("?limit=0", 422)]
    [InlineData("?limit=-1", 422)]
    [InlineData("?cursor=nonsense", 422)]
    [InlineData("?updatedSince=yesterday", 422)]
    [InlineData("?colour=red", 422)]
    [InlineData("?state=under_review", 200)]
    [InlineData("?state=BOGUS", 422)]
    public async Task Parameters_that_are_wrong_are_refused_not_ignored(string query, int expected) =>
        Assert.Equal(expected, (int)(await window.Trader.Get(Lodging + query)).Status);

    // One fault of form that stops nothing, one of form at a code, one of content.
    private static JsonObject Broken()
    {
        var declaration = Given.ShowCase();
        declaration["goodsShipment"]!["colour"] = "red";
        Given.Items(declaration)[1]!["origin"]![0]!["countryCode"] = "ZZ";
        declaration["goodsItemQuantity"]!["value"] = "5";
        return declaration;
    }
}
