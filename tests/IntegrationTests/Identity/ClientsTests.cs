// SPDX-License-Identifier: Apache-2.0
using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Cbm.IntegrationTests.SqlServer;
using Cbm.TestKit;
using Microsoft.IdentityModel.JsonWebTokens;
using Xunit;

namespace Cbm.IntegrationTests.Identity;

/// <summary>An operator registers integrators and applications of others (/connect/clients); the clock is the test's.</summary>
public sealed class ClientsTests : IAsyncLifetime
{
    private const string AdminSecret = "a-secret-of-at-least-thirty-two-characters";
    private const string Callback = "https://broker.example/callback";

    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("cbm-identity-");
    private readonly FakeClock clock = new(DateTimeOffset.UtcNow);
    private RunningIdentity identity = null!;
    private string admin = "";

    public async Task InitializeAsync()
    {
        identity = await RunningIdentity.Start(folder.FullName, clock, "Development", $"--Identity:AdminSecret={AdminSecret}");
        admin = await identity.Token("window-admin", AdminSecret);
    }

    public async Task DisposeAsync()
    {
        await identity.DisposeAsync();
        await Stores.Drop(folder.FullName);
    }

    [Fact]
    public async Task An_integrator_acts_for_one_party_and_changes_its_secret_without_a_gap()
    {
        var answer = await Ask(HttpMethod.Post, "", new JsonObject { ["kind"] = "INTEGRATOR", ["name"] = "Broker's system", ["party"] = "FI1234567-8" });
        var made = await Browser.Json(answer);
        string id = (string)made["clientId"]!, first = Secret(made);
        Assert.Equal(HttpStatusCode.Created, answer.StatusCode);
        Assert.Equal($"/connect/clients/{id}", answer.Headers.Location!.ToString());
        Assert.DoesNotContain(first, (await Shown(id)).ToJsonString(), StringComparison.Ordinal);
        var token = new JsonWebToken(await identity.Token(id, first));
        Assert.Equal(["trader", "integrator"], token.Claims.Where(claim => claim.Type == "role").Select(claim => claim.Value));
        Assert.Equal("FI1234567-8", token.GetClaim("party").Value);

        // Both are good for a week; a third one has to wait.
        var second = Secret(await Browser.Json(await Ask(HttpMethod.Post, $"/{id}/secrets", [])));
        Assert.NotEqual(first, second);
        Assert.Equal("200 200", await Tried(id, first, second));
        Assert.Equal(HttpStatusCode.Conflict, (await Ask(HttpMethod.Post, $"/{id}/secrets", [])).StatusCode);
        Assert.Equal(2, (await Shown(id))["secrets"]!.AsArray().Count);
        clock.Advance(TimeSpan.FromDays(7) + TimeSpan.FromSeconds(1));
        Assert.Equal("401 200", await Tried(id, first, second));
        admin = await identity.Token("window-admin", AdminSecret);

        // A leaked one is ended before its day.
        var third = Secret(await Browser.Json(await Ask(HttpMethod.Post, $"/{id}/secrets", new JsonObject { ["overlapDays"] = 90 })));
        Assert.Equal("401 200 200", await Tried(id, first, second, third));
        Assert.Equal(HttpStatusCode.NoContent, (await Ask(HttpMethod.Delete, $"/{id}/secrets/former")).StatusCode);
        Assert.Equal("401 401 200", await Tried(id, first, second, third));

        Assert.Equal(HttpStatusCode.NoContent, (await Ask(HttpMethod.Delete, $"/{id}")).StatusCode);
        Assert.Equal("401", await Tried(id, third));
        Assert.Equal(HttpStatusCode.NotFound, (await Ask(HttpMethod.Get, $"/{id}")).StatusCode);
    }

    [Fact]
    public async Task A_person_is_asked_once_what_an_application_of_others_may_do()
    {
        var made = await Browser.Json(await Ask(HttpMethod.Post, "", new JsonObject
        {
            ["kind"] = "APPLICATION",
            ["name"] = "<Broker> & Sons",
            ["redirectUris"] = new JsonArray(Callback),
        }));
        var id = (string)made["clientId"]!;
        (string, string?)[] application = [("client_id", id), ("redirect_uri", Callback)];
        using var browser = new Browser(identity);

        var page = await browser.SignIn(Browser.Authorize(application));
        var html = await page.Content.ReadAsStringAsync();
        Assert.Contains("Allow &lt;Broker&gt; &amp; Sons access?", html, StringComparison.Ordinal);
        Assert.Contains("in your name", html, StringComparison.Ordinal);
        Assert.Contains("form-action 'self' https://broker.example;", page.Headers.GetValues("Content-Security-Policy").Single(), StringComparison.Ordinal);

        Assert.Equal("access_denied", Browser.Told(await browser.Send(page, ("decision", "deny")))["error"]);
        Assert.Equal("consent_required", Browser.Told(await browser.Get(Browser.Authorize([.. application, ("prompt", "none")])))["error"]);
        // A link that claims the decision is asked all the same, and so is a form that is not ours.
        Assert.Equal(HttpStatusCode.OK, (await browser.Get(Browser.Authorize([.. application, ("decision", "allow")]))).StatusCode);
        var again = await browser.Send(page, ("decision", "allow"), ("__RequestVerificationToken", "forged"));
        Assert.Equal(HttpStatusCode.OK, again.StatusCode);

        var code = Browser.Told(await browser.Send(again, ("decision", "allow")))["code"];
        var tokens = await Browser.Json((await browser.Redeem(code, client: id, redirect: Callback)).EnsureSuccessStatusCode());
        Assert.Equal("trader", new JsonWebToken((string)tokens["access_token"]!).GetClaim("role").Value);
        Assert.Contains("code", Browser.Told(await browser.Get(Browser.Authorize([.. application, ("prompt", "none")]))));
        Assert.Equal("400 invalid_grant", await Browser.Error(await browser.Redeem(
            Browser.Told(await browser.Get(Browser.Authorize(application)))["code"], redirect: Callback)));
    }

    [Theory]
    [InlineData("http://127.0.0.1:7000/callback")]
    [InlineData("com.example.app:/callback")]
    public async Task An_app_on_the_persons_own_machine_gets_no_code_without_the_person(string callback)
    {
        var made = await Browser.Json(await Ask(HttpMethod.Post, "", new JsonObject { ["kind"] = "APPLICATION", ["name"] = "App", ["redirectUris"] = new JsonArray(callback) }));
        (string, string?)[] application = [("client_id", (string)made["clientId"]!), ("redirect_uri", callback)];
        using var browser = new Browser(identity);
        var page = await browser.SignIn(Browser.Authorize(application));
        Assert.Contains("code", Browser.Told(await browser.Send(page, ("decision", "allow"))));

        // Another program may listen there by now: what was allowed to one is asked again.
        Assert.Equal("consent_required", Browser.Told(await browser.Get(Browser.Authorize([.. application, ("prompt", "none")])))["error"]);
        page = await browser.Get(Browser.Authorize(application));
        Assert.Contains("Allow App access?", await page.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.Contains("code", Browser.Told(await browser.Send(page, ("decision", "allow"))));
    }

    [Fact]
    public async Task A_client_that_leaves_its_address_out_and_has_several_is_refused_with_a_page()
    {
        var made = await Browser.Json(await Ask(HttpMethod.Post, "", new JsonObject
        {
            ["kind"] = "APPLICATION",
            ["name"] = "Broker",
            ["redirectUris"] = new JsonArray(Callback, Callback + "/2"),
        }));
        using var browser = new Browser(identity);
        foreach (var scope in (string[])["openid cbm", "cbm"])
        {
            var answer = await browser.Get(Browser.Authorize(("client_id", (string?)made["clientId"]), ("redirect_uri", null), ("scope", scope)));
            Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
            Assert.Equal("text/html", answer.Content.Headers.ContentType?.MediaType);
            Assert.Contains("redirect_uri", await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Everything_wrong_with_a_client_is_told_at_once()
    {
        var answer = await Ask(HttpMethod.Post, "", new JsonObject
        {
            ["kind"] = "APPLICATION",
            ["name"] = "",
            ["party"] = "FI1234567-8",
            ["redirectUris"] = new JsonArray("http://broker.example/", "https://broker.example/#a", "https://user@broker.example/", "javascript:alert(1)", "/callback", "http://127.0.0.1:7000/", "com.example.app:/callback", Callback),
        });

        Assert.Equal(HttpStatusCode.UnprocessableEntity, answer.StatusCode);
        Assert.Equal(
            ["SWI002 name", "SWI003 party", "SWI004 redirectUris[0]", "SWI004 redirectUris[1]", "SWI004 redirectUris[2]", "SWI004 redirectUris[3]", "SWI004 redirectUris[4]"],
            await Faults(answer));
        Assert.Equal(["SWI001 kind", "SWI002 name"], await Faults(await Ask(HttpMethod.Post, "", [])));
        Assert.Equal(["SWI003 party"], await Faults(await Ask(HttpMethod.Post, "", new JsonObject { ["kind"] = "INTEGRATOR", ["name"] = "A", ["party"] = "?" })));
        Assert.Equal(["SWR001 roles"], await Faults(await Ask(HttpMethod.Post, "", new JsonObject { ["roles"] = "admin" })));
    }

    [Fact]
    public async Task Nobody_but_an_operator_comes_near_and_clients_of_configuration_are_not_there()
    {
        var operatorsToken = admin;
        using var browser = new Browser(identity);
        var person = await Browser.Json(await browser.Redeem(await browser.Code("admin")));
        var strange = await Browser.Json(await browser.Redeem(Browser.Told(await browser.Get(Browser.Authorize(("scope", "openid"))))["code"]));
        foreach (var (token, status) in new[]
        {
            ("", 401), ("nonsense", 401), (await identity.Token("demo-trader"), 403), ((string)strange["access_token"]!, 401), ((string)person["access_token"]!, 200),
        })
        {
            admin = token;
            Assert.Equal(status, (int)(await Ask(HttpMethod.Get, "")).StatusCode);
        }

        admin = operatorsToken;
        foreach (var id in (string[])["portal", "window-admin", "demo-trader", "nobody"])
            Assert.Equal(HttpStatusCode.NotFound, (await Ask(HttpMethod.Delete, $"/{id}")).StatusCode);
    }

    [Fact]
    public async Task A_code_and_a_session_end_in_time()
    {
        using var browser = new Browser(identity);
        var code = await browser.Code();
        clock.Advance(TimeSpan.FromMinutes(6));
        Assert.Equal("400 invalid_grant", await Browser.Error(await browser.Redeem(code)));
        Assert.Equal("login_required", Browser.Told(await browser.Get(Browser.Authorize(("prompt", "none"), ("max_age", "300"))))["error"]);
        Assert.Contains("code", Browser.Told(await browser.Get(Browser.Authorize(("prompt", "none")))));
        clock.Advance(TimeSpan.FromHours(8));
        Assert.Equal("login_required", Browser.Told(await browser.Get(Browser.Authorize(("prompt", "none"))))["error"]);
    }

    private static string Secret(JsonObject client) => (string)client["secrets"]![0]!["secret"]!;

    private async Task<JsonObject> Shown(string id) => await Browser.Json((await Ask(HttpMethod.Get, $"/{id}")).EnsureSuccessStatusCode());

    private async Task<string> Tried(string id, params string[] secrets) =>
        string.Join(' ', await Task.WhenAll(secrets.Select(async secret => (int)(await identity.SignIn(id, secret)).StatusCode)));

    private static async Task<string[]> Faults(HttpResponseMessage answer) =>
        [.. (await Browser.Json(answer))["errors"]!.AsArray().Select(error => $"{error!["code"]} {error["path"]}")];

    private async Task<HttpResponseMessage> Ask(HttpMethod method, string path, JsonObject? body = null)
    {
        using var request = new HttpRequestMessage(method, "/connect/clients" + path) { Content = body is null ? null : JsonContent.Create(body) };
        if (admin.Length > 0) request.Headers.Authorization = new("Bearer", admin);
        return await identity.Http.SendAsync(request);
    }
}
