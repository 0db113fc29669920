// SPDX-License-Identifier: Apache-2.0
using System.Net;
using System.Net.Http.Headers;
using Cbm.Agencies;
using Cbm.Agencies.Standards;
using Cbm.IntegrationTests.SqlServer;
using Microsoft.AspNetCore.Builder;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;
using Xunit;

namespace Cbm.IntegrationTests.Identity;

/// <summary>Authorization code with PKCE, from the portal's link to a token and its renewals.</summary>
[Collection(nameof(SharedIdentity))]
public sealed class CodeFlowTests(SharedIdentity shared) : IDisposable
{
    private readonly RunningIdentity identity = shared.Identity;
    private readonly Browser browser = new(shared.Identity);

    public void Dispose() => browser.Dispose();

    [Fact]
    public async Task A_person_signs_in_and_the_portal_gets_tokens_that_say_who_it_is()
    {
        var back = await browser.SignIn(Browser.Authorize());
        Assert.StartsWith(Browser.Portal + "?", back.Headers.Location!.ToString(), StringComparison.Ordinal);
        Assert.Equal("state-1", Browser.Told(back)["state"]);

        var tokens = await Browser.Json((await browser.Redeem(Browser.Told(back)["code"])).EnsureSuccessStatusCode());
        var access = await Checked((string)tokens["access_token"]!, "cbm");
        var id = await Checked((string)tokens["id_token"]!, "portal");

        Assert.Equal("demo-person-trader", access.Subject);
        Assert.Equal("trader", access.GetClaim("role").Value);
        Assert.Equal("FI1234567-8", access.GetClaim("party").Value);
        Assert.Equal(TimeSpan.FromMinutes(15), access.ValidTo - access.IssuedAt);
        Assert.Equal("nonce-1", id.GetClaim("nonce").Value);
        Assert.Equal("Tara Trader", id.GetClaim("name").Value);
        Assert.Equal("trader", id.GetClaim("role").Value);
        Assert.True(id.TryGetClaim("auth_time", out _));
    }

    [Theory]
    [InlineData("trader", "role=trader party=FI1234567-8")]
    [InlineData("agent", "role=agent party=FI2345678-0")]
    [InlineData("customs", "role=officer agency=CUSTOMS")]
    [InlineData("health", "role=officer agency=HEALTH")]
    [InlineData("plant", "role=officer agency=AGRICULTURE unit=PLANT_HEALTH")]
    [InlineData("vet", "role=officer agency=AGRICULTURE unit=VETERINARY")]
    [InlineData("standards", "role=officer agency=STANDARDS")]
    [InlineData("supervisor", "role=supervisor agency=CUSTOMS")]
    [InlineData("coordinator", "role=coordinator agency=CUSTOMS")]
    [InlineData("auditor", "role=auditor")]
    [InlineData("admin", "role=admin")]
    public async Task Each_demo_person_is_what_it_is_called(string person, string expected)
    {
        var tokens = await Browser.Json(await browser.Redeem(await browser.Code(person)));
        var token = new JsonWebToken((string)tokens["access_token"]!);

        string[] told = ["role", "party", "agency", "unit", "represents"];
        Assert.Equal(expected, string.Join(' ', told.SelectMany(name => token.Claims.Where(claim => claim.Type == name)).Select(claim => $"{claim.Type}={claim.Value}")));
    }

    [Fact]
    public async Task A_service_takes_a_persons_token_and_no_other_of_Identitys()
    {
        var folder = Directory.CreateTempSubdirectory("cbm-agency-");
        await using var agency = AgencyHost.Build(new StandardsAgency(),
        [
            "--environment=Development", "--Urls:Http=http://127.0.0.1:0", .. await Stores.Of(folder.FullName, Stores.Agency("STANDARDS")),
            "--Identity:Issuer=http://window.example:8080", $"--Identity:Authority={identity.Http.BaseAddress}",
        ]);
        await agency.StartAsync();
        using var http = new HttpClient { BaseAddress = new Uri(agency.Urls.First()), DefaultRequestVersion = HttpVersion.Version20, DefaultVersionPolicy = HttpVersionPolicy.RequestVersionExact };
        async Task<int> Asked(string token)
        {
            http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
            return (int)(await http.GetAsync("/api/v1/agencies/STANDARDS/reviews")).StatusCode;
        }

        var tokens = await Browser.Json(await browser.Redeem(await browser.Code("standards")));
        var narrow = await Browser.Json(await browser.Redeem(Browser.Told(await browser.Get(Browser.Authorize(("scope", "openid"))))["code"]));

        // Until it has heard the keys it says that it is away.
        await Declarations.RunningWindow.Until(async () => await Asked((string)tokens["access_token"]!) != 503);
        Assert.Equal(200, await Asked((string)tokens["access_token"]!));
        Assert.Equal(401, await Asked((string)tokens["id_token"]!));
        Assert.Equal(401, await Asked((string)narrow["access_token"]!));
        await agency.StopAsync();
        await Stores.Drop(folder.FullName);
    }

    [Fact]
    public async Task Without_the_scope_of_the_window_a_token_is_not_for_the_window()
    {
        var code = await browser.Code("trader", ("scope", "openid"));
        var tokens = await Browser.Json(await browser.Redeem(code));
        var access = new JsonWebToken((string)tokens["access_token"]!);

        Assert.DoesNotContain("cbm", access.Audiences);
        Assert.DoesNotContain(access.Claims, claim => claim.Type is "role" or "party" or "name");
        Assert.False(tokens.ContainsKey("refresh_token"));
    }

    [Fact]
    public async Task A_code_is_good_once_and_its_second_use_ends_what_came_of_the_first()
    {
        var code = await browser.Code();
        var tokens = await Browser.Json((await browser.Redeem(code)).EnsureSuccessStatusCode());

        Assert.Equal("400 invalid_grant", await Browser.Error(await browser.Redeem(code)));
        Assert.Equal("400 invalid_grant", await Browser.Error(await browser.Refresh((string)tokens["refresh_token"]!)));
    }

    [Theory]
    [InlineData("another-verifier-of-the-length-that-the-standard-asks-for", "portal", Browser.Portal)]
    [InlineData(Browser.Verifier, "portal", "http://window.example:8080/elsewhere")]
    public async Task A_code_is_good_for_nobody_else(string verifier, string client, string redirect) =>
        Assert.Equal("400 invalid_grant", await Browser.Error(await browser.Redeem(await browser.Code(), verifier, client, redirect)));

    [Theory]
    [InlineData("code_challenge_method", "plain")]
    [InlineData("code_challenge_method", null)]
    [InlineData("code_challenge", null)]
    [InlineData("response_type", "token")]
    [InlineData("response_type", "code id_token")]
    [InlineData("response_mode", "form_post")]
    [InlineData("scope", "openid everything")]
    public async Task What_is_not_the_code_flow_with_S256_is_refused(string parameter, string? value)
    {
        var changes = parameter == "code_challenge" ? [(parameter, value), ("code_challenge_method", null)] : new (string, string?)[] { (parameter, value) };
        var answer = await browser.Get(Browser.Authorize(changes));

        // Told to the client where it can be, or shown to the person; never a sign-in.
        var location = answer.Headers.Location?.ToString() ?? "";
        Assert.True(answer.StatusCode == HttpStatusCode.BadRequest || location.Contains("error=", StringComparison.Ordinal), $"{answer.StatusCode} {location}");
    }

    [Theory]
    [InlineData("redirect_uri", "http://evil.example/callback")]
    [InlineData("redirect_uri", "http://window.example:8080/callback/../elsewhere")]
    [InlineData("redirect_uri", "http://window.example:8080/callback?next=http://evil.example")]
    [InlineData("client_id", "nobody")]
    public async Task An_address_that_is_not_registered_is_never_gone_to(string parameter, string value)
    {
        var answer = await browser.Get(Browser.Authorize((parameter, value)));

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.Null(answer.Headers.Location);
    }

    [Fact]
    public async Task A_refresh_token_is_good_once_and_its_second_use_ends_its_successors()
    {
        var first = (string)(await Browser.Json(await browser.Redeem(await browser.Code())))["refresh_token"]!;
        var renewed = await Browser.Json((await browser.Refresh(first)).EnsureSuccessStatusCode());
        var second = (string)renewed["refresh_token"]!;

        Assert.NotEqual(first, second);
        Assert.Equal("trader", (await Checked((string)renewed["access_token"]!, "cbm")).GetClaim("role").Value);
        Assert.Equal("400 invalid_grant", await Browser.Error(await browser.Refresh(first)));
        Assert.Equal("400 invalid_grant", await Browser.Error(await browser.Refresh(second)));
    }

    [Fact]
    public async Task Who_is_signed_in_is_not_asked_again_unless_the_client_wants_it()
    {
        Assert.Equal("login_required", Browser.Told(await browser.Get(Browser.Authorize(("prompt", "none"))))["error"]);
        await browser.SignIn(Browser.Authorize());

        Assert.Contains("code", Browser.Told(await browser.Get(Browser.Authorize(("prompt", "none")))));
        Assert.Contains("code", Browser.Told(await browser.SignIn(Browser.Authorize(("prompt", "login")))));
        Assert.Contains("code", Browser.Told(await browser.Get(Browser.Authorize(("max_age", "3600")))));
    }

    [Fact]
    public async Task Userinfo_tells_what_the_scopes_allow()
    {
        var tokens = await Browser.Json(await browser.Redeem(await browser.Code("plant")));
        using var request = new HttpRequestMessage(HttpMethod.Get, "/connect/userinfo") { Headers = { Authorization = new AuthenticationHeaderValue("Bearer", (string)tokens["access_token"]!) } };
        var told = await Browser.Json((await identity.Http.SendAsync(request)).EnsureSuccessStatusCode());

        Assert.Equal("""{"sub":"demo-person-plant","name":"Pia Plant","role":"officer","agency":"AGRICULTURE","unit":"PLANT_HEALTH"}""", told.ToJsonString());
        using var client = new HttpRequestMessage(HttpMethod.Get, "/connect/userinfo") { Headers = { Authorization = new AuthenticationHeaderValue("Bearer", await identity.Token("demo-trader")) } };
        Assert.Equal(HttpStatusCode.Unauthorized, (await identity.Http.SendAsync(client)).StatusCode);
    }

    [Fact]
    public async Task A_client_takes_a_refresh_token_back()
    {
        var refresh = (string)(await Browser.Json(await browser.Redeem(await browser.Code())))["refresh_token"]!;
        (await identity.Http.PostAsync("/connect/revocation", new FormUrlEncodedContent(new Dictionary<string, string>
        {
            ["client_id"] = "portal",
            ["token"] = refresh,
        }))).EnsureSuccessStatusCode();

        Assert.Equal("400 invalid_grant", await Browser.Error(await browser.Refresh(refresh)));
    }

    private async Task<JsonWebToken> Checked(string token, string audience)
    {
        var keys = new JsonWebKeySet(await identity.Http.GetStringAsync("/.well-known/jwks"));
        var check = await new JsonWebTokenHandler { MapInboundClaims = false }.ValidateTokenAsync(token, new TokenValidationParameters
        {
            ValidIssuer = "http://window.example:8080/",
            ValidAudience = audience,
            IssuerSigningKeys = keys.GetSigningKeys(),
            ValidAlgorithms = ["RS256"],
        });
        Assert.True(check.IsValid, check.Exception?.Message);
        return (JsonWebToken)check.SecurityToken;
    }
}
