// SPDX-License-Identifier: Apache-2.0
using System.Net;
using System.Text.Json.Nodes;
using Cbm.Identity;
using Cbm.Identity.People;
using Cbm.IntegrationTests.SqlServer;
using Cbm.ServiceDefaults.Hosting;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace Cbm.IntegrationTests.Identity;

/// <summary>What Identity gives a flood of sign-ins, and whom it believes that a request came by TLS.</summary>
public sealed class SharesAndProxiesTests : IAsyncLifetime
{
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("cbm-identity-");

    public Task InitializeAsync() => Task.CompletedTask;

    public Task DisposeAsync() => Stores.Drop(folder.FullName);

    [Fact]
    public async Task Passwords_are_checked_in_a_share_of_their_own_and_machines_are_served_beside_it()
    {
        await using var identity = await RunningIdentity.Start(folder.FullName, more: ["--Identity:Passwords:AtOnce=1", "--Identity:Passwords:Waiting=1"]);
        var share = await identity.With<PasswordShare, PasswordShare>(Task.FromResult);

        // The one place is taken: who comes waits, and who comes after is told when to come back.
        var place = await share.Place(CancellationToken.None);
        using var first = new Browser(identity);
        var waiting = SignIn(first);
        await Declarations.RunningWindow.Until(() =>
        {
            using var inside = share.Enter();
            return inside is null;
        });
        using var second = new Browser(identity);
        var refused = await SignIn(second);
        Assert.Equal(HttpStatusCode.ServiceUnavailable, refused.StatusCode);
        Assert.Equal(TimeSpan.FromSeconds(5), refused.Headers.RetryAfter?.Delta);
        Assert.Contains("Try again", await refused.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.NotEmpty(await identity.Token("demo-trader"));
        Assert.False(waiting.IsCompleted);

        place.Dispose();
        Assert.Equal(HttpStatusCode.Redirect, (await waiting).StatusCode);
        Assert.Equal(HttpStatusCode.Redirect, (await SignIn(second)).StatusCode);
    }

    [Fact]
    public async Task Behind_a_proxy_that_is_named_requests_are_what_it_says_and_behind_no_other()
    {
        string[] secrets = [.. new[] { "DECLARATIONS", "CUSTOMS", "HEALTH", "AGRICULTURE", "STANDARDS" }.Select(code => $"--Identity:Services:{code}:Secret={new string(code[0], 32)}")];
        await using (var demo = await RunningIdentity.Start(folder.FullName, more: secrets)) await demo.With<IdentityContext, int>(RemoveDemo);

        await using (var named = await RunningIdentity.Start(folder.FullName, "Production", [.. secrets, "--Identity:TrustedProxies=127.0.0.0/8, ::1/128"]))
        {
            Assert.Equal(HttpStatusCode.BadRequest, (await Discovery(named)).StatusCode);
            var told = JsonNode.Parse(await (await Discovery(named, ("X-Forwarded-Proto", "https"), ("X-Forwarded-Host", "window.example"))).Content.ReadAsStringAsync())!;
            Assert.Equal("https://window.example/connect/token", (string?)told["token_endpoint"]);
            told = JsonNode.Parse(await (await Discovery(named, ("X-Forwarded-Proto", "https"), ("X-Forwarded-Host", "evil.example"))).Content.ReadAsStringAsync())!;
            Assert.DoesNotContain("evil", told.ToJsonString(), StringComparison.Ordinal);
        }

        await using (var other = await RunningIdentity.Start(folder.FullName, "Production", [.. secrets, "--Identity:TrustedProxies=10.0.0.0/8"]))
            Assert.Equal(HttpStatusCode.BadRequest, (await Discovery(other, ("X-Forwarded-Proto", "https"))).StatusCode);
        await using (var none = await RunningIdentity.Start(folder.FullName, "Production", secrets))
            Assert.Equal(HttpStatusCode.BadRequest, (await Discovery(none, ("X-Forwarded-Proto", "https"))).StatusCode);
        var refusal = await Assert.ThrowsAsync<RefusedToStartException>(() => RunningIdentity.Start(folder.FullName, "Production", [.. secrets, "--Identity:TrustedProxies=all,10.0.0.0/8,proxy"]));
        Assert.Equal("Identity:TrustedProxies: all, proxy is no network (10.0.0.0/8)", refusal.Message);
    }

    private static async Task<HttpResponseMessage> SignIn(Browser browser) =>
        await browser.Send(await browser.Get("/signin"), ("name", "trader"), ("password", "single-window"));

    private static async Task<HttpResponseMessage> Discovery(RunningIdentity identity, params (string Name, string Value)[] headers)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/.well-known/openid-configuration");
        foreach (var (name, value) in headers) request.Headers.Add(name, value);
        return await identity.Http.SendAsync(request);
    }

    private static Task<int> RemoveDemo(IdentityContext context) => context.Database.ExecuteSqlRawAsync(
        "DELETE FROM PersonClaim; DELETE FROM Person; DELETE FROM OpenIddictApplications WHERE ClientId LIKE 'demo-%'");
}
