// SPDX-License-Identifier: Apache-2.0
using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Cbm.Agencies.Agriculture;
using Cbm.Contracts;
using Xunit;

namespace Cbm.IntegrationTests.Agencies;

/// <summary>The registers of LPCOs, over the JSON door, and their verification.</summary>
public sealed class LpcoTests(RunningAgency<AgricultureAgency> agency) : IClassFixture<RunningAgency<AgricultureAgency>>
{
    private const string Register = "/api/v1/agencies/agriculture/lpcos";

    [Fact]
    public async Task The_same_again_is_the_same_answer_and_other_content_is_refused()
    {
        var (status, made) = await Post(Register, Permit("PH-1"));
        Assert.Equal((HttpStatusCode.Created, "PLANT_HEALTH", "ISSUED"), (status, (string?)made["issuer"], (string?)made["state"]));
        var (again, same) = await Post(Register, Permit("PH-1"));
        Assert.Equal(HttpStatusCode.OK, again);
        Assert.Equal(made.ToJsonString(), same.ToJsonString());
        var other = Permit("PH-1");
        other["holder"] = "FI7654321-0";
        Assert.Equal(HttpStatusCode.Conflict, (await Post(Register, other)).Status);
        other["issuer"] = "NPPO of the United Kingdom";
        Assert.Equal(HttpStatusCode.Created, (await Post(Register, other)).Status);
    }

    [Fact]
    public async Task Every_fault_is_told_at_once_with_its_path()
    {
        var (status, problem) = await Post(Register, new JsonObject
        {
            ["unit"] = "PLANT_HEALTH",
            ["documentCode"] = "853",
            ["direction"] = "IN",
            ["hs"] = new JsonArray("06O2"),
            ["origin"] = "gb",
            ["validFrom"] = "2026-13-01",
            ["validTo"] = "2026-01-01",
            ["quantity"] = "-1",
        });
        Assert.Equal(HttpStatusCode.UnprocessableEntity, status);
        Assert.Equal(
            ["number", "holder", "documentCode", "direction", "hs[0]", "origin", "validFrom", "validTo", "quantity"],
            problem["errors"]!.AsArray().Select(fault => (string?)fault!["path"]));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await Post(Register, new JsonObject { ["licence"] = "1" })).Status);
    }

    [Theory]
    [InlineData("CUSTOMS", "SWA028")]
    [InlineData(" Health ", "SWA028")]
    [InlineData("veterinary", "SWA028")]
    [InlineData("PUBLIC_HEALTH", "SWA028")]
    [InlineData("Agriculture, veterinary", "SWA028")]
    [InlineData("Agriculture, plant health", null)]
    [InlineData("NPPO of the Customs Union", null)]
    [InlineData("agriculture", null)]
    [InlineData("NPPO\u202E", "SWA029")]
    public async Task Nobody_registers_what_another_agency_of_the_window_issues(string issuer, string? code)
    {
        var permit = Permit($"PH-ISS-{issuer.Length}");
        permit["issuer"] = issuer;

        var (status, answer) = await Post(Register, permit);

        Assert.Equal(code is null ? HttpStatusCode.Created : HttpStatusCode.UnprocessableEntity, status);
        if (code is not null) Assert.Equal((code, "issuer"), ((string?)answer["errors"]![0]!["code"], (string?)answer["errors"]![0]!["path"]));
    }

    [Fact]
    public async Task Whoever_is_not_of_the_unit_finds_none()
    {
        Assert.Equal(HttpStatusCode.NotFound, (await Post(Register, Permit("PH-2"), agency.Issuer.Officer("AGRICULTURE", "vet", "VETERINARY"))).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await Post(Register, Permit("PH-2"), agency.Issuer.Officer("CUSTOMS"))).Status);
        Assert.Equal(HttpStatusCode.Forbidden, (await Post(Register, Permit("PH-2"), agency.Issuer.Supervisor("AGRICULTURE"))).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await Post(Register.Replace("agriculture", "health", StringComparison.Ordinal), Permit("PH-2"))).Status);
    }

    [Fact]
    public async Task Withdrawn_is_listed_and_verified_as_such_and_a_number_may_hold_a_slash()
    {
        await Post(Register, Permit("GB/EW/7"));
        Assert.Equal((true, true, "ISSUED"), await Verify("GB/EW/7"));
        var (status, withdrawn) = await Post($"{Register}/GB%2FEW%2F7/withdrawal", new JsonObject { ["unit"] = "PLANT_HEALTH", ["reason"] = "holder gone" });
        Assert.Equal((HttpStatusCode.OK, "WITHDRAWN"), (status, (string?)withdrawn["state"]));
        Assert.Equal((true, false, "WITHDRAWN"), await Verify("GB/EW/7"));
        Assert.Equal((false, false, ""), await Verify("GB/EW/8"));
        using var list = await Client(agency.Issuer.Officer("AGRICULTURE")).GetAsync($"{Register}?number=GB%2FEW%2F7");
        var listed = (await list.Content.ReadFromJsonAsync<JsonObject>())!["lpcos"]!.AsArray();
        Assert.Equal("WITHDRAWN", (string?)Assert.Single(listed)!["state"]);
    }

    [Fact]
    public async Task Blanks_and_capital_letters_make_no_other_document_and_every_own_name_is_the_unit()
    {
        Assert.Equal(HttpStatusCode.Created, (await Post(Register, Permit("PH-9"))).Status);
        foreach (var own in new[] { "plant_health", " Agriculture ", "AGRICULTURE" })
        {
            var same = Permit(" PH-9 ");
            (same["issuer"], same["holder"]) = (own, " fi1234567-8 ");
            Assert.Equal(HttpStatusCode.OK, (await Post(Register, same)).Status);
            Assert.True((await Verify(" PH-9 ", own)).Valid);
        }

        var foreign = Permit("PH-9");
        foreign["issuer"] = "NPPO of Norway";
        Assert.Equal(HttpStatusCode.Created, (await Post(Register, foreign)).Status);
        foreign["issuer"] = "nppo of norway";
        Assert.Equal(HttpStatusCode.OK, (await Post(Register, foreign)).Status);
        using var list = await Client(agency.Issuer.Officer("AGRICULTURE")).GetAsync($"{Register}?number=PH-9&holder=fi1234567-8");
        Assert.Equal(2, (await list.Content.ReadFromJsonAsync<JsonObject>())!["lpcos"]!.AsArray().Count);

        var (status, withdrawn) = await Post(Register + "/PH-9/withdrawal", new JsonObject { ["unit"] = "PLANT_HEALTH", ["issuer"] = " NPPO OF NORWAY", ["reason"] = "fraud" });
        Assert.Equal((HttpStatusCode.OK, "NPPO of Norway"), (status, (string?)withdrawn["issuer"]));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await Post(
            Register + "/PH-9/withdrawal", new JsonObject { ["unit"] = "PLANT_HEALTH", ["reason"] = " " })).Status);
    }

    private static JsonObject Permit(string number) => new()
    {
        ["number"] = number,
        ["unit"] = "PLANT_HEALTH",
        ["documentCode"] = "911",
        ["holder"] = "FI1234567-8",
        ["direction"] = "IM",
        ["hs"] = new JsonArray("0602"),
        ["validFrom"] = "2020-01-01",
        ["validTo"] = "2099-12-31",
    };

    private async Task<(bool Known, bool Valid, string State)> Verify(string number, string issuer = "plant_health")
    {
        var answer = await agency.Mandates.VerifyLpcoAsync(
            new VerifyLpcoRequest { Issuer = issuer, Number = number }, RunningAgency<AgricultureAgency>.Signed(agency.Issuer.Service("DECLARATIONS")));
        return (answer.Known, answer.Valid, answer.State);
    }

    private async Task<(HttpStatusCode Status, JsonObject Body)> Post(string path, JsonObject body, string? token = null)
    {
        using var http = Client(token ?? agency.Issuer.Officer("AGRICULTURE"));
        using var answer = await http.PostAsJsonAsync(path, body);
        return (answer.StatusCode, (await answer.Content.ReadFromJsonAsync<JsonObject>())!);
    }

    private HttpClient Client(string token) => new()
    {
        BaseAddress = agency.Address,
        DefaultRequestVersion = HttpVersion.Version20,
        DefaultVersionPolicy = HttpVersionPolicy.RequestVersionExact,
        DefaultRequestHeaders = { Authorization = new AuthenticationHeaderValue("Bearer", token) },
    };
}
