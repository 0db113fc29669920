// SPDX-License-Identifier: Apache-2.0
using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using Cbm.Contracts.Identifiers;
using Cbm.Contracts.Serialisation;
using Xunit;

namespace Cbm.IntegrationTests.Declarations;

/// <summary>Lodging over JSON and XML: what is answered, what is kept, what reaches the units.</summary>
public sealed class LodgingTests(RunningWindow window) : IClassFixture<RunningWindow>
{
    private static readonly string[] Units = ["CUSTOMS", "PLANT_HEALTH", "PUBLIC_HEALTH", "STANDARDS", "VETERINARY"];

    [Fact]
    public async Task The_show_case_is_answered_with_its_view()
    {
        var lodged = await window.Trader.Lodge(Given.ShowCase("VIEW-1"));

        Assert.Equal(HttpStatusCode.Created, lodged.Status);
        Assert.True(Mrn.IsValid(lodged.Mrn), lodged.Mrn);
        Assert.Equal($"/api/v1/declarations/{lodged.Mrn}", lodged.Headers.Location?.OriginalString);
        Assert.Equal("\"1\"", lodged.Headers.ETag?.Tag);
        var view = lodged.Json;
        Assert.Equal("VIEW-1", (string?)view["lrn"]);
        Assert.Equal("UNDER_REVIEW", lodged.State);
        Assert.False((bool?)view["presented"] ?? false);
        Assert.Equal(Units, view["agencies"]!.AsArray().Select(part => (string)part!["unit"]!).Order());
        Assert.All(view["agencies"]!.AsArray(), part => Assert.Equal("PENDING", (string?)part!["state"]));
        Assert.All(view["agencies"]!.AsArray(), part => Assert.NotEmpty(part!["requirements"]!.AsArray()));
        Assert.Equal(4, view["items"]!.AsArray().Count);
        Assert.All(view["items"]!.AsArray(), item => Assert.Equal("WAIT", (string?)item!["state"]));
        Assert.Equal("02", (string?)Assert.Single(view["responses"]!.AsArray())!["functionCode"]);
        Assert.NotEmpty(view["nextSteps"]!.AsArray());
        Assert.Equal(view.ToJsonString(), (await window.Trader.View(lodged.Mrn)).Json.ToJsonString());
    }

    [Fact]
    public async Task Every_unit_is_sent_its_slice_and_the_trader_sees_the_same()
    {
        var mrn = (await window.Trader.Lodge(Given.ShowCase())).Mrn;
        await RunningWindow.Until(() => window.Agencies.Sum(agency => agency.Slices(mrn).Count) == Units.Length);

        var shown = (await window.Trader.Get($"/api/v1/declarations/{mrn}/slices")).Json["slices"]!.AsArray();
        foreach (var agency in window.Agencies)
        {
            foreach (var fact in agency.Taken(mrn))
            {
                var lodged = (Contracts.SliceLodged)fact.Fact;
                var sent = lodged.Slice;
                Assert.Equal((agency.Code, fact.Unit, 1), (sent.Agency, sent.Unit, sent.Version));
                Assert.Equal($"slice-lodged.{sent.Unit}", fact.Topic);
                Assert.False(lodged.Presented);
                Assert.All(sent.Requirements, one => Assert.Equal(sent.Unit, one.Requirement.Unit));
                var one = Assert.Single(shown, slice => (string?)slice!["unit"] == sent.Unit)!;
                Assert.Equal(lodged.Hash, (string?)one["hash"]);
                Assert.Equal(Text(sent), one["slice"]!.ToJsonString());
            }
        }

        // Each unit's own goods, and Customs' all.
        Assert.Equal([4], window["STANDARDS"].Slices(mrn)[0].Slice.Items.Select(item => item.Item));
        Assert.Equal([1, 2, 3, 4], window["CUSTOMS"].Slices(mrn)[0].Slice.Items.Select(item => item.Item));
    }

    [Fact]
    public async Task The_same_content_again_is_the_same_declaration_in_JSON_and_in_XML()
    {
        var declaration = Given.ShowCase();
        var first = await window.Trader.Lodge(declaration);
        var again = await window.Trader.Lodge(declaration);
        var xml = await window.Trader.Post("/api/v1/declarations", Xml(declaration), "application/xml");

        Assert.Equal((HttpStatusCode.OK, first.Mrn), (again.Status, again.Mrn));
        Assert.Equal((HttpStatusCode.OK, first.Mrn), (xml.Status, xml.Mrn));
        Assert.Equal("\"1\"", again.Headers.ETag?.Tag);
    }

    [Fact]
    public async Task Other_content_under_a_used_LRN_is_refused_and_named()
    {
        var declaration = Given.ShowCase();
        var first = await window.Trader.Lodge(declaration);
        Given.Items(declaration)[0]!["commodity"]!["description"] = "Other orchids";
        var other = await window.Trader.Lodge(declaration);

        Assert.Equal(HttpStatusCode.Conflict, other.Status);
        Assert.Equal("application/problem+json", other.ContentType);
        Assert.Equal($"/api/v1/declarations/{first.Mrn}", (string?)other.Json["instance"]);
    }

    [Fact]
    public async Task Two_at_once_under_one_LRN_become_one_declaration()
    {
        var declaration = Given.ShowCase();
        var answers = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => window.Trader.Lodge(declaration)));

        Assert.Single(answers, answer => answer.Status == HttpStatusCode.Created);
        Assert.Single(answers.Select(answer => answer.Mrn).Distinct());
    }

    [Fact]
    public async Task XML_in_and_WCO_response_out_where_it_is_asked_for()
    {
        var lodged = await window.Trader.Post("/api/v1/declarations", Xml(Given.ShowCase("XML-1")), "application/xml", accept: "application/xml");

        Assert.Equal(HttpStatusCode.Created, lodged.Status);
        Assert.Equal("application/xml", lodged.ContentType);
        var response = System.Xml.Linq.XDocument.Parse(lodged.Text).Descendants().First(element => element.Name.LocalName == "Response");
        Assert.Equal("02", response.Elements().Single(element => element.Name.LocalName == "FunctionCode").Value);
        Assert.Equal("XML-1", response.Descendants().Single(element => element.Name.LocalName == "Declaration")
            .Elements().Single(element => element.Name.LocalName == "FunctionalReferenceID").Value);
    }

    [Fact]
    public async Task Validation_tells_all_of_it_and_stores_nothing()
    {
        var declaration = Given.WithoutStatement("invasiveAlien");
        var answer = await window.Trader.Post("/api/v1/declarations/validation", declaration);

        Assert.Equal(HttpStatusCode.OK, answer.Status);
        Assert.NotEmpty(answer.Json["requirements"]!.AsArray());
        Assert.Equal("invasiveAlien-1", (string?)Assert.Single(answer.Json["questions"]!.AsArray())!["id"]);
        Assert.Empty((await window.Trader.Get($"/api/v1/declarations?lrn={declaration["functionalReferenceId"]}")).Json["declarations"]?.AsArray() ?? []);
    }

    [Fact]
    public async Task A_key_used_for_one_lodging_is_refused_for_another()
    {
        var declaration = Given.ShowCase();
        var first = await window.Trader.Post("/api/v1/declarations", declaration, key: "lodging-1");
        var again = await window.Trader.Post("/api/v1/declarations", declaration, key: "lodging-1");
        var other = await window.Trader.Post("/api/v1/declarations", Given.ShowCase(), key: "lodging-1");

        Assert.Equal(HttpStatusCode.Created, first.Status);
        Assert.Equal(first.Mrn, again.Mrn);
        Assert.Equal(HttpStatusCode.Conflict, other.Status);
    }

    private static string Text(Google.Protobuf.IMessage message)
    {
        var bytes = new System.Buffers.ArrayBufferWriter<byte>();
        JsonWriting.Write(bytes, message);
        return JsonNode.Parse(bytes.WrittenSpan)!.ToJsonString();
    }

    private static string Xml(JsonObject declaration)
    {
        using var memory = new MemoryStream();
        XmlWriting.Write(memory, Given.Tree(declaration), "FI", envelope: true);
        return Encoding.UTF8.GetString(memory.ToArray());
    }
}
