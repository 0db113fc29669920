// SPDX-License-Identifier: Apache-2.0
using System.Net;
using System.Text.Json.Nodes;
using Xunit;

namespace Cbm.IntegrationTests.Declarations;

/// <summary>What anybody may ask, without signing in.</summary>
public sealed class PublicQueryTests(RunningWindow window) : IClassFixture<RunningWindow>
{
    [Fact]
    public async Task Who_regulates_what()
    {
        var agencies = (await window.As(null).Get("/api/v1/agencies")).Json["agencies"]!.AsArray();
        Assert.Equal(["CUSTOMS", "HEALTH", "AGRICULTURE", "STANDARDS"], agencies.Select(agency => (string)agency!["code"]!));
        Assert.Equal(
            ["PLANT_HEALTH", "VETERINARY"],
            agencies[2]!["units"]!.AsArray().Select(unit => (string)unit!["code"]!).Order());
        Assert.All(agencies, agency => Assert.NotEmpty((string)agency!["mandateVersion"]!));
    }

    [Theory]
    [InlineData("/api/v1/agencies/health/requirements", true)]
    [InlineData("/api/v1/agencies/HEALTH/requirements?hs=190110&direction=im", true)]
    [InlineData("/api/v1/agencies/HEALTH/requirements?hs=950300&direction=IM", false)]
    public async Task Requirements_of_an_agency_narrowed_as_asked(string path, bool infantFormula)
    {
        var answer = await window.As(null).Get(path);
        Assert.Equal(HttpStatusCode.OK, answer.Status);
        var ids = (answer.Json["requirements"]?.AsArray() ?? []).Select(rule => (string)rule!["id"]!).ToList();
        Assert.Equal(infantFormula, ids.Contains("HEA-009"));
    }

    [Fact]
    public async Task An_agency_that_does_not_exist() =>
        Assert.Equal(HttpStatusCode.NotFound, (await window.As(null).Get("/api/v1/agencies/POLICE/requirements")).Status);

    [Fact]
    public async Task What_would_be_asked_of_goods()
    {
        var answer = await window.As(null).Post("/api/v1/requirements/query", JsonNode.Parse(
            """{ "profile": "FI", "direction": "IM", "items": [{ "hs": "060290", "origin": "GB", "attributes": { "soilOrGrowingMedium": true, "invasiveAlien": null } }] }"""));
        Assert.Equal(HttpStatusCode.OK, answer.Status);
        Assert.Equal("FI", (string?)answer.Json["profile"]);
        var rules = answer.Json["requirements"]!.AsArray();
        Assert.Contains(rules, rule => (string?)rule!["status"] == "REQUIRED" && (string?)rule["id"] == "AGP-001");
        Assert.Contains(rules, rule => (string?)rule!["status"] == "QUESTION" && (string?)rule["question"] is { Length: > 0 });
        Assert.DoesNotContain(rules, rule => (string?)rule!["status"] == "NOT_APPLICABLE");

        var explained = await window.As(null).Post("/api/v1/requirements/query?explain=true", JsonNode.Parse(
            """{ "direction": "IM", "items": [{ "hs": "060290", "origin": "GB" }] }"""));
        Assert.Contains(explained.Json["requirements"]!.AsArray(), rule => (string?)rule!["status"] == "NOT_APPLICABLE");
    }

    [Theory]
    [InlineData(
        """{ "direction": "XX", "profile": "ZZ", "origin": "ZZ", "items": [{ "hs": "1", "origin": "QQ", "attributes": { "colour": "red", "invasiveAlien": "?" } }] }""",
        "direction profile origin items[0].origin items[0].hs items[0].attributes.colour items[0].attributes.invasiveAlien")]
    [InlineData("""{ "direction": "IM" }""", "items")]
    [InlineData("""{ "direction": "IM", "items": [{ "hs": "779900" }, { "hs": "8517131" }, { "hs": "190110", "attributes": { "animalOriginPct": 500, "valueEur": "-5" } }] }""",
        "items[0].hs items[1].hs items[2].attributes.animalOriginPct items[2].attributes.valueEur")]
    [InlineData("""{ "typeCode": "QQ", "goodsShipment": { "colour": "red" } }""", "goodsShipment.colour typeCode goodsShipment.governmentAgencyGoodsItem")]
    [InlineData("""{ "direction": "XX", "colour": "red", "items": [{ "hs": "060290", "weight": 1 }] }""", "colour items[0].weight direction")]
    public async Task Faults_of_a_query_all_at_once(string query, string expected)
    {
        var answer = await window.As(null).Post("/api/v1/requirements/query", JsonNode.Parse(query));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, answer.Status);
        Assert.Equal(expected, string.Join(' ', answer.Json["errors"]!.AsArray().Select(error => (string)error!["path"]!)));
    }

    [Fact]
    public async Task A_declaration_may_be_asked_about_as_it_stands()
    {
        var answer = await window.As(null).Post("/api/v1/requirements/query", Given.ShowCase());
        Assert.Equal(HttpStatusCode.OK, answer.Status);
        var asked = answer.Json["requirements"]!.AsArray();
        Assert.Equal(["CUSTOMS", "PLANT_HEALTH", "PUBLIC_HEALTH", "STANDARDS", "VETERINARY"], asked.Select(rule => (string)rule!["unit"]!).Distinct().Order());
    }

    [Theory]
    [InlineData("direction=ZZ")]
    [InlineData("origin=QQ")]
    [InlineData("hs=abc")]
    public async Task A_narrowing_that_fits_nothing_is_a_fault(string query) =>
        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await window.As(null).Get($"/api/v1/agencies/HEALTH/requirements?{query}")).Status);

    [Fact]
    public async Task A_query_has_an_end()
    {
        var items = new JsonArray([.. Enumerable.Range(0, 1001).Select(_ => new JsonObject { ["hs"] = "060290" })]);
        var answer = await window.As(null).Post("/api/v1/requirements/query", new JsonObject { ["direction"] = "IM", ["items"] = items });
        Assert.Equal("items", (string?)Assert.Single(answer.Json["errors"]!.AsArray())!["path"]);
    }

    [Fact]
    public async Task Code_lists_and_every_error_code_that_the_window_uses()
    {
        Assert.Contains((await List("ISO3166")), code => code == "FI");
        Assert.Equal(HttpStatusCode.NotFound, (await window.As(null).Get("/api/v1/codelists/colours")).Status);
        var errors = await List("errors");
        foreach (var code in (string[])["SWA050", "SWA051", "SWA060", "SWA061", "SWA062", "SWA063", "SWA064", "SWA065", "SWA016", "SWA071", "SWA017",
            "SWR001", "SWR010", "SWR020", "SWR021", "SWR022"])
        {
            Assert.Contains(code, errors);
        }
    }

    [Fact]
    public async Task An_LPCO_is_valid_where_any_register_holds_it_and_unknown_nowhere_while_one_is_away()
    {
        var known = await window.As(null).Get("/api/v1/lpcos/Office/STANDARDS-1/verification");
        Assert.Equal((true, true, "ISSUED"), ((bool)known.Json["known"]!, (bool)known.Json["valid"]!, (string)known.Json["state"]!));
        var unknown = await window.As(null).Get("/api/v1/lpcos/Office/X-1/verification");
        Assert.NotEqual(true, (bool?)unknown.Json["valid"]);

        window["HEALTH"].IsAway = true;
        var away = await window.As(null).Get("/api/v1/lpcos/Office/X-1/verification");
        window["HEALTH"].IsAway = false;
        Assert.Equal(HttpStatusCode.ServiceUnavailable, away.Status);
        Assert.NotNull(away.Headers.RetryAfter);
    }

    [Theory]
    [InlineData("/api/v1/declaration")]
    [InlineData("/cbm.v1.MandateService/GetMandate")]
    public async Task An_address_that_does_not_exist(string path) =>
        Assert.Equal(HttpStatusCode.NotFound, (await window.Trader.Get(path)).Status);

    private async Task<List<string>> List(string name) =>
        [.. (await window.As(null).Get($"/api/v1/codelists/{name}")).Json["codes"]!.AsArray().Select(code => (string)code!["code"]!)];
}
