// SPDX-License-Identifier: Apache-2.0
using System.Net;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.IdentityModel.JsonWebTokens;
using Xunit;

namespace Cbm.IntegrationTests.Identity;

/// <summary>What a client asks for at <c>/connect/authorize</c> is done, whatever way the person takes through the pages.</summary>
[Collection(nameof(SharedIdentity))]
public sealed class SignInAnewTests(SharedIdentity shared) : IDisposable
{
    private readonly Browser browser = new(shared.Identity);

    public void Dispose() => browser.Dispose();

    [Theory]
    [InlineData("prompt", "login")]
    [InlineData("max_age", "0")]
    public async Task A_sign_in_that_is_asked_for_anew_cannot_be_gone_round(string name, string value)
    {
        await browser.Code();
        var asked = Browser.Authorize((name, value));
        var signIn = (await browser.Get(asked)).Headers.Location!.ToString();
        Assert.StartsWith("/signin?", signIn, StringComparison.Ordinal);

        // Past the page, and with another request's sign-in.
        var request = QueryHelpers.ParseQuery(signIn[signIn.IndexOf('?', StringComparison.Ordinal)..])["returnUrl"].ToString();
        Assert.True(await IsAsked(request));
        var page = await browser.Get("/signin?returnUrl=" + Uri.EscapeDataString(request.Replace("state-1", "state-2", StringComparison.Ordinal)));
        Assert.Equal(HttpStatusCode.Redirect, (await browser.Send(page, ("name", "trader"), ("password", "single-window"))).StatusCode);
        Assert.True(await IsAsked(request));

        // As it is meant; and back again, after it has led to a code.
        Assert.Contains("code", Browser.Told(await browser.SignIn(asked)));
        Assert.True(await IsAsked(request));
        Assert.True(await IsAsked(asked));

        // Who asks for nothing of the kind is served by the session.
        Assert.Contains("code", Browser.Told(await browser.Get(Browser.Authorize())));
    }

    [Fact]
    public async Task A_client_that_leaves_its_one_address_out_is_served_there_to_the_end()
    {
        var back = await browser.SignIn(Browser.Authorize(("redirect_uri", null)));
        Assert.StartsWith(Browser.Portal + "?", back.Headers.Location!.ToString(), StringComparison.Ordinal);
        var tokens = await Browser.Json((await browser.RedeemBare(Browser.Told(back)["code"])).EnsureSuccessStatusCode());
        Assert.Equal("trader", new JsonWebToken((string)tokens["access_token"]!).GetClaim("role").Value);

        // The page's form may lead there, and nowhere else.
        using var other = new Browser(shared.Identity);
        var page = await other.Get((await other.Get(Browser.Authorize(("redirect_uri", null)))).Headers.Location!.ToString());
        Assert.Contains("form-action 'self' http://window.example:8080;", page.Headers.GetValues("Content-Security-Policy").Single(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Of_those_who_use_one_refresh_token_at_the_same_moment_one_is_served()
    {
        for (var round = 0; round < 4; round++)
        {
            var token = (string)(await Browser.Json(await browser.Redeem(await Code())))["refresh_token"]!;
            var answers = await Task.WhenAll(Enumerable.Range(0, 16).Select(_ => Task.Run(() => browser.Refresh(token))));

            Assert.Single(answers, answer => answer.StatusCode == HttpStatusCode.OK);
            foreach (var refused in answers.Where(answer => answer.StatusCode != HttpStatusCode.OK))
                Assert.Equal("400 invalid_grant", await Browser.Error(refused));
        }
    }

    private async Task<string> Code() => await browser.Get(Browser.Authorize()) is var answer && answer.Headers.Location!.ToString().StartsWith("/signin", StringComparison.Ordinal)
        ? await browser.Code() : Browser.Told(answer)["code"];

    private async Task<bool> IsAsked(string address) =>
        (await browser.Get(address)).Headers.Location?.ToString().StartsWith("/signin?", StringComparison.Ordinal) == true;
}
