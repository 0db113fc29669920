// SPDX-License-Identifier: Apache-2.0
using System.Net;
using Cbm.Identity;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;
using Xunit;

namespace Cbm.IntegrationTests.Identity;

public sealed class TokenTests : IAsyncLifetime
{
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("cbm-identity-");
    private RunningIdentity identity = null!;

    public async Task InitializeAsync() => identity = await RunningIdentity.Start(folder.FullName, more: "--Identity:ServiceSecret=between-us");

    public async Task DisposeAsync()
    {
        await identity.DisposeAsync();
        folder.Delete(recursive: true);
    }

    [Theory]
    [InlineData("demo-trader", "role=trader party=FI1234567-8")]
    [InlineData("demo-other-trader", "role=trader party=FI7654321-2")]
    [InlineData("demo-broker", "role=agent party=FI2345678-0 represents=*")]
    [InlineData("demo-officer-customs", "role=officer agency=CUSTOMS")]
    [InlineData("demo-officer-health", "role=officer agency=HEALTH")]
    [InlineData("demo-officer-agriculture", "role=officer agency=AGRICULTURE")]
    [InlineData("demo-officer-plant", "role=officer agency=AGRICULTURE unit=PLANT_HEALTH")]
    [InlineData("demo-officer-vet", "role=officer agency=AGRICULTURE unit=VETERINARY")]
    [InlineData("demo-officer-standards", "role=officer agency=STANDARDS")]
    [InlineData("demo-supervisor-customs", "role=supervisor agency=CUSTOMS")]
    [InlineData("demo-supervisor-health", "role=supervisor agency=HEALTH")]
    [InlineData("demo-supervisor-agriculture", "role=supervisor agency=AGRICULTURE")]
    [InlineData("demo-supervisor-standards", "role=supervisor agency=STANDARDS")]
    [InlineData("demo-carrier", "role=carrier party=FI3456789-0")]
    [InlineData("demo-coordinator", "role=coordinator agency=CUSTOMS")]
    [InlineData("demo-auditor", "role=auditor")]
    public async Task A_token_says_who_its_client_is_and_nothing_more(string client, string expected)
    {
        var token = new JsonWebToken(await identity.Token(client));

        string[] told = ["role", "party", "agency", "unit", "represents"];
        Assert.Equal(expected, string.Join(' ', told.SelectMany(name => token.Claims.Where(claim => claim.Type == name)).Select(claim => $"{claim.Type}={claim.Value}")));
        Assert.Equal(client, token.Subject);
        Assert.Equal(["cbm"], token.Audiences);
        Assert.Equal("http://window.example:8080/", token.Issuer);
        Assert.Equal(TimeSpan.FromHours(1), token.ValidTo - token.IssuedAt);
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
    public async Task The_services_have_a_client_of_their_own() =>
        Assert.Equal("service", new JsonWebToken(await identity.Token("window-services", "between-us")).GetClaim("role").Value);

    [Theory]
    [InlineData("demo-trader", "single-windows")]
    [InlineData("demo-nobody", "single-window")]
    [InlineData("window-services", "single-window")]
    public async Task A_wrong_secret_or_an_unknown_client_gets_no_token(string client, string secret) =>
        Assert.Equal(HttpStatusCode.Unauthorized, (await identity.SignIn(client, secret)).StatusCode);

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
}
