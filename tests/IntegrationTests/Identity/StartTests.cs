// SPDX-License-Identifier: Apache-2.0
using System.Net;
using Cbm.Identity;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;
using Xunit;

namespace Cbm.IntegrationTests.Identity;

/// <summary>What Identity keeps from one start to the next, and with what it does not start.</summary>
public sealed class StartTests : IAsyncLifetime
{
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("cbm-identity-");
    private RunningIdentity identity = null!;

    public async Task InitializeAsync() => identity = await RunningIdentity.Start(folder.FullName, more: "--Identity:ServiceSecret=between-us");

    public async Task DisposeAsync()
    {
        await identity.DisposeAsync();
        folder.Delete(recursive: true);
    }

    [Fact]
    public async Task A_start_that_fails_half_way_leaves_no_client_behind()
    {
        var other = Directory.CreateTempSubdirectory("cbm-identity-");
        await Assert.ThrowsAnyAsync<Exception>(() => RunningIdentity.Start(other.FullName, more: "--Window:Agencies=CUSTOMS,CUSTOMS"));
        await using (var again = await RunningIdentity.Start(other.FullName, more: "--Window:Agencies=CUSTOMS"))
        {
            Assert.NotEmpty(await again.Token("demo-supervisor-customs"));
        }

        other.Delete(recursive: true);
    }

    [Fact]
    public async Task The_published_keys_check_the_token_and_survive_a_restart()
    {
        var token = await identity.Token("demo-trader");
        await identity.DisposeAsync();
        identity = await RunningIdentity.Start(folder.FullName);

        var keys = new JsonWebKeySet(await identity.Http.GetStringAsync("/.well-known/jwks"));
        var check = await new JsonWebTokenHandler { MapInboundClaims = false }.ValidateTokenAsync(token, new TokenValidationParameters
        {
            ValidIssuer = "http://window.example:8080/",
            ValidAudience = "cbm",
            IssuerSigningKeys = keys.GetSigningKeys(),
            ValidAlgorithms = ["RS256"],
        });

        Assert.True(check.IsValid, check.Exception?.Message);
    }

    [Fact]
    public async Task Production_does_not_start_while_a_demo_credential_exists()
    {
        await identity.DisposeAsync();

        var refusal = await Assert.ThrowsAsync<RefusedToStartException>(() => RunningIdentity.Start(folder.FullName, "Production"));

        Assert.Contains("demo-", refusal.Message, StringComparison.Ordinal);
        identity = await RunningIdentity.Start(folder.FullName);
    }

    [Fact]
    public void The_signing_key_is_readable_by_its_owner_alone()
    {
        if (OperatingSystem.IsWindows()) return;
        Assert.Equal(
            UnixFileMode.UserRead | UnixFileMode.UserWrite,
            File.GetUnixFileMode(Path.Combine(folder.FullName, "identity-signing-key.pem")));
    }

    [Fact]
    public async Task Demo_clients_come_back_only_when_nobody_is_registered()
    {
        await identity.DisposeAsync();
        var other = folder.CreateSubdirectory("other").FullName;
        identity = await RunningIdentity.Start(other, more: "--Window:Agencies=customs,POLICE");

        Assert.Equal("POLICE", new JsonWebToken(await identity.Token("demo-officer-police")).GetClaim("agency").Value);
        Assert.Equal(HttpStatusCode.Unauthorized, (await identity.SignIn("demo-officer-health")).StatusCode);

        await identity.DisposeAsync();
        identity = await RunningIdentity.Start(other);
        Assert.Equal(HttpStatusCode.Unauthorized, (await identity.SignIn("demo-officer-health")).StatusCode);
    }

    [Fact]
    public async Task Codes_refresh_tokens_and_sessions_survive_a_restart()
    {
        using var before = new Browser(identity);
        var refresh = (string)(await Browser.Json(await before.Redeem(await before.Code())))["refresh_token"]!;
        await identity.DisposeAsync();
        identity = await RunningIdentity.Start(folder.FullName);
        using var browser = new Browser(identity, before.Cookies);

        (await browser.Refresh(refresh)).EnsureSuccessStatusCode();
        Assert.Contains("code", Browser.Told(await browser.Get(Browser.Authorize(("prompt", "none")))));
    }
}
