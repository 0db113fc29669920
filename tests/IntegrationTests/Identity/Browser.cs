// SPDX-License-Identifier: Apache-2.0
using System.Net;
using System.Net.Http.Json;
using System.Security.Cryptography;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.WebUtilities;

namespace Cbm.IntegrationTests.Identity;

/// <summary>A person's browser before Identity, with its cookies and without scripts, and the client that the person came from.</summary>
internal sealed partial class Browser : IDisposable
{
    public const string Portal = "http://window.example:8080/callback";

    /// <summary>RFC 7636, appendix B.</summary>
    public const string Verifier = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk";

    private readonly HttpClient http;

    public Browser(RunningIdentity identity, CookieContainer? cookies = null)
    {
        Cookies = cookies ?? new CookieContainer();
        http = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false, CookieContainer = Cookies }) { BaseAddress = identity.Http.BaseAddress };
    }

    public CookieContainer Cookies { get; }

    /// <summary>The address at which a client asks for a code; a change with null takes a parameter out.</summary>
    public static string Authorize(params (string Name, string? Value)[] changes)
    {
        var parameters = new Dictionary<string, string?>
        {
            ["client_id"] = "portal",
            ["redirect_uri"] = Portal,
            ["response_type"] = "code",
            ["scope"] = "openid profile cbm offline_access",
            ["state"] = "state-1",
            ["nonce"] = "nonce-1",
            ["code_challenge"] = WebEncoders.Base64UrlEncode(SHA256.HashData(System.Text.Encoding.ASCII.GetBytes(Verifier))),
            ["code_challenge_method"] = "S256",
        };
        foreach (var (name, value) in changes)
        {
            if (value is null) parameters.Remove(name);
            else parameters[name] = value;
        }
        return QueryHelpers.AddQueryString("/connect/authorize", parameters);
    }

    public Task<HttpResponseMessage> Get(string address) => http.GetAsync(address);

    /// <summary>Fills in the form of a page and sends it.</summary>
    public async Task<HttpResponseMessage> Send(HttpResponseMessage page, params (string Name, string Value)[] filledIn)
    {
        var html = await page.Content.ReadAsStringAsync();
        var fields = Hidden().Matches(html).ToDictionary(field => WebUtility.HtmlDecode(field.Groups[1].Value), field => WebUtility.HtmlDecode(field.Groups[2].Value));
        foreach (var (name, value) in filledIn) fields[name] = value;
        return await http.PostAsync(WebUtility.HtmlDecode(Action().Match(html).Groups[1].Value), new FormUrlEncodedContent(fields));
    }

    /// <summary>Opens an address, signs in where that is asked for, and follows to where it leads in the end.</summary>
    public async Task<HttpResponseMessage> SignIn(string address, string name = "trader", string password = "single-window")
    {
        var page = await Get((await Get(address)).Headers.Location!.ToString());
        var answer = await Send(page, ("name", name), ("password", password));
        return answer.StatusCode == HttpStatusCode.Redirect ? await Get(answer.Headers.Location!.ToString()) : answer;
    }

    /// <summary>What the client is told by the address that the browser is sent to.</summary>
    public static Dictionary<string, string> Told(HttpResponseMessage redirect) =>
        QueryHelpers.ParseQuery(redirect.Headers.Location!.Query).ToDictionary(one => one.Key, one => one.Value.ToString());

    /// <summary>A code for a person who signs in.</summary>
    public async Task<string> Code(string name = "trader", params (string Name, string? Value)[] changes) =>
        Told(await SignIn(Authorize(changes), name))["code"];

    public Task<HttpResponseMessage> Redeem(string code, string verifier = Verifier, string client = "portal", string redirect = Portal) =>
        Token(("grant_type", "authorization_code"), ("code", code), ("code_verifier", verifier), ("client_id", client), ("redirect_uri", redirect));

    /// <summary>Without an address, as a client does that has left it out before.</summary>
    public Task<HttpResponseMessage> RedeemBare(string code) =>
        Token(("grant_type", "authorization_code"), ("code", code), ("code_verifier", Verifier), ("client_id", "portal"));

    public Task<HttpResponseMessage> Refresh(string token, string client = "portal") =>
        Token(("grant_type", "refresh_token"), ("refresh_token", token), ("client_id", client));

    public static async Task<JsonObject> Json(HttpResponseMessage answer) => (await answer.Content.ReadFromJsonAsync<JsonObject>())!;

    public static async Task<string> Error(HttpResponseMessage answer) => $"{(int)answer.StatusCode} {(string?)(await Json(answer))["error"]}";

    public void Dispose() => http.Dispose();

    private Task<HttpResponseMessage> Token(params (string Name, string Value)[] form) =>
        http.PostAsync("/connect/token", new FormUrlEncodedContent(form.ToDictionary(one => one.Name, one => one.Value)));

    [GeneratedRegex("<input type=\"hidden\" name=\"([^\"]*)\" value=\"([^\"]*)\">")]
    private static partial Regex Hidden();

    [GeneratedRegex("<form method=\"post\" action=\"([^\"]*)\">")]
    private static partial Regex Action();
}
