// SPDX-License-Identifier: Apache-2.0
using System.Net;
using Cbm.Identity;
using Cbm.Identity.People;
using Cbm.IntegrationTests.SqlServer;
using Cbm.ServiceDefaults.Hosting;
using Microsoft.AspNetCore.Identity;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;
using OpenIddict.Abstractions;
using Xunit;

namespace Cbm.IntegrationTests.Identity;

/// <summary>What Identity keeps from one start to the next, and with what it does not start.</summary>
public sealed class StartTests : IAsyncLifetime
{
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("cbm-identity-");
    private RunningIdentity identity = null!;

    public async Task InitializeAsync() => identity = await RunningIdentity.Start(folder.FullName, more: "--Identity:Services:CUSTOMS:Secret=between-us");

    public async Task DisposeAsync()
    {
        await identity.DisposeAsync();
        await Stores.Drop(folder.FullName);
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

        await Stores.Drop(other.FullName);
    }

    [Fact]
    public async Task Replicas_that_start_for_the_first_time_in_the_same_moment_have_one_key()
    {
        var shared = Directory.CreateTempSubdirectory("cbm-identity-");
        var keys = await Task.WhenAll(Enumerable.Range(0, 12).Select(_ => Task.Run(() => KeptKeys.Signing(shared.FullName).KeyId)));
        Assert.Single(keys.Distinct());
        Assert.Single(shared.GetFiles());
        shared.Delete(recursive: true);
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

        var refusal = await Assert.ThrowsAsync<RefusedToStartException>(() => RunningIdentity.Start(folder.FullName, "Production", Secrets()));

        Assert.Contains("demo-", refusal.Message, StringComparison.Ordinal);
        identity = await RunningIdentity.Start(folder.FullName);
    }

    [Fact]
    public async Task Nor_while_a_demo_person_is_left_or_one_with_its_name_and_password()
    {
        await identity.With<IOpenIddictApplicationManager, bool>(async clients =>
        {
            var demo = new List<object>();
            await foreach (var client in clients.ListAsync())
                if ((await clients.GetClientIdAsync(client))!.StartsWith("demo-", StringComparison.Ordinal)) demo.Add(client);
            foreach (var client in demo) await clients.DeleteAsync(client);
            return true;
        });
        await identity.DisposeAsync();
        var left = await Assert.ThrowsAsync<RefusedToStartException>(() => RunningIdentity.Start(folder.FullName, "Production", Secrets()));

        identity = await RunningIdentity.Start(folder.FullName);
        await identity.With<UserManager<Person>, bool>(async people =>
        {
            foreach (var person in people.Users.ToList()) await people.DeleteAsync(person);
            return (await people.CreateAsync(new Person { UserName = "admin" }, "single-window")).Succeeded;
        });
        await identity.DisposeAsync();
        var same = await Assert.ThrowsAsync<RefusedToStartException>(() => RunningIdentity.Start(folder.FullName, "Production", Secrets()));

        identity = await RunningIdentity.Start(folder.FullName);
        await identity.With<UserManager<Person>, bool>(async people =>
            (await people.ChangePasswordAsync((await people.FindByNameAsync("admin"))!, "single-window", "another-window-by-far")).Succeeded);
        await identity.DisposeAsync();
        identity = await RunningIdentity.Start(folder.FullName, "Production", Secrets());

        Assert.Contains("demo person", left.Message, StringComparison.Ordinal);
        Assert.Contains("demo person admin", same.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Production_does_not_start_where_services_could_not_be_told_apart_and_says_all_of_it_at_once()
    {
        var other = folder.CreateSubdirectory("services").FullName;
        var refusal = await Assert.ThrowsAsync<RefusedToStartException>(() => RunningIdentity.Start(other, "Production",
            "--Identity:Services:HEALTH:Secret=short", $"--Identity:Services:CUSTOMS:Secret={Secret('C')}", $"--Identity:Services:STANDARDS:Secret={Secret('C')}"));

        Assert.Equal(
            "Identity:Services:DECLARATIONS:Secret is missing; Identity:Services:AGRICULTURE:Secret is missing; "
            + "Identity:Services:HEALTH:Secret is shorter than 32 characters; CUSTOMS and STANDARDS have the same secret",
            refusal.Message);
    }

    [Fact]
    public async Task The_client_of_a_service_goes_with_its_setting()
    {
        await identity.DisposeAsync();
        identity = await RunningIdentity.Start(folder.FullName, more: "--Identity:Services:HEALTH:Secret=another");

        Assert.Equal(HttpStatusCode.Unauthorized, (await identity.SignIn("service-customs", "between-us")).StatusCode);
        Assert.Equal("HEALTH", new JsonWebToken(await identity.Token("service-health", "another")).GetClaim("service").Value);
        Assert.NotEmpty(await identity.Token("demo-trader"));
    }

    private static string Secret(char one) => new(one, 32);

    private static string[] Secrets() =>
        [.. new[] { "DECLARATIONS", "CUSTOMS", "HEALTH", "AGRICULTURE", "STANDARDS" }.Select(code => $"--Identity:Services:{code}:Secret={Secret(code[0])}")];

    [Fact]
    public async Task The_first_operator_is_configured_and_goes_with_its_setting()
    {
        await identity.DisposeAsync();
        identity = await RunningIdentity.Start(folder.FullName, more: "--Identity:AdminSecret=a-secret-of-at-least-thirty-two-characters");
        Assert.Equal("admin", new JsonWebToken(await identity.Token("window-admin", "a-secret-of-at-least-thirty-two-characters")).GetClaim("role").Value);

        await identity.DisposeAsync();
        await Assert.ThrowsAsync<RefusedToStartException>(() => RunningIdentity.Start(folder.FullName, more: "--Identity:AdminSecret=short"));
        identity = await RunningIdentity.Start(folder.FullName);
        Assert.Equal(HttpStatusCode.Unauthorized, (await identity.SignIn("window-admin", "a-secret-of-at-least-thirty-two-characters")).StatusCode);
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
