// SPDX-License-Identifier: Apache-2.0
using System.Net;
using System.Security.Claims;
using System.Security.Cryptography;
using Cbm.Agencies;
using Cbm.Agencies.Standards;
using Cbm.ServiceDefaults.Callers;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;
using Xunit;

namespace Cbm.IntegrationTests.Access;

/// <summary>Another OpenID Connect provider, by settings alone: its own place for keys, its own names for claims, elliptic curves.</summary>
public sealed class OtherProviderTests : IAsyncLifetime
{
    private readonly ECDsa curve = ECDsa.Create(ECCurve.NamedCurves.nistP256);
    private readonly RSA rsa = RSA.Create(2048);
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("cbm-provider-");
    private WebApplication provider = null!;
    private WebApplication agency = null!;
    private HttpClient http = null!;

    public async Task InitializeAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        provider = builder.Build();
        provider.MapGet("/realms/trade/metadata", (HttpRequest request) => Results.Json(new { jwks_uri = $"http://{request.Host}/realms/trade/certs" }));
        provider.MapGet("/realms/trade/certs", () => Results.Json(new
        {
            keys = new[] { Shown(JsonWebKeyConverter.ConvertFromECDsaSecurityKey(Curve)), Shown(JsonWebKeyConverter.ConvertFromRSASecurityKey(Rsa)) },
        }));
        await provider.StartAsync();
        agency = AgencyHost.Build(new StandardsAgency(),
        [
            "--environment=Development", "--Urls:Http=http://127.0.0.1:0", $"--Data:Folder={folder}", "--Identity:Issuer=https://login.example/realms/trade",
            $"--Identity:Metadata={provider.Urls.First()}/realms/trade/metadata", "--Identity:Audience=single-window", "--Identity:Algorithms=ES256,PS256",
            "--Identity:Claims:Role=groups", "--Identity:Claims:Agency=department", "--Identity:Claims:Unit=desk", "--Identity:Claims:Sub=oid",
        ]);
        await agency.StartAsync();
        http = new HttpClient { BaseAddress = new Uri(agency.Urls.First()), DefaultRequestVersion = HttpVersion.Version20, DefaultVersionPolicy = HttpVersionPolicy.RequestVersionExact };
    }

    public async Task DisposeAsync()
    {
        http.Dispose();
        await agency.StopAsync();
        await agency.DisposeAsync();
        await provider.DisposeAsync();
        curve.Dispose();
        rsa.Dispose();
        Microsoft.Data.Sqlite.SqliteConnection.ClearAllPools();
        folder.Delete(recursive: true);
    }

    [Theory]
    [InlineData("ES256", "oid=o-1 groups=staff groups=officer department=STANDARDS", 200)]
    [InlineData("PS256", "oid=o-1 groups=officer department=STANDARDS", 200)]
    // It is signed as nobody has allowed, though by the provider's own key.
    [InlineData("RS256", "oid=o-1 groups=officer department=STANDARDS", 401)]
    // Claims that have our names and are not what the settings name say nothing.
    [InlineData("ES256", "oid=o-1 role=officer agency=STANDARDS", 403)]
    [InlineData("ES256", "oid=o-1 groups=officer agency=STANDARDS", 404)]
    [InlineData("ES256", "sub=o-1 groups=officer department=STANDARDS", 401)]
    public async Task Its_tokens_are_read_by_its_names(string algorithm, string claims, int status) =>
        Assert.Equal(status, await Status(Token(algorithm, claims)));

    [Theory]
    [InlineData("https://login.example/realms/other", "single-window")]
    [InlineData("https://login.example/realms/trade", "cbm")]
    public async Task For_another_audience_or_of_another_issuer_they_are_nothing(string issuer, string audience) =>
        Assert.Equal(401, await Status(Token("ES256", "oid=o-1 groups=officer department=STANDARDS", issuer, audience)));

    [Theory]
    [InlineData("HS256")]
    [InlineData("none")]
    [InlineData("RS256,HS256")]
    [InlineData(" ")]
    public void A_way_of_signing_that_needs_no_private_key_is_refused_at_the_start(string algorithms)
    {
        var configuration = new ConfigurationBuilder().AddInMemoryCollection(new Dictionary<string, string?> { ["Identity:Algorithms"] = algorithms }).Build();
        Assert.Throws<InvalidOperationException>(() => TokenOptions.Of(configuration));
    }

    [Fact]
    public void Outside_Development_nobody_is_an_agent_of_everybody()
    {
        var options = TokenOptions.Of(new ConfigurationBuilder().Build());
        var token = new ClaimsPrincipal(new ClaimsIdentity([new("sub", "a"), new("role", "agent"), new("represents", "*"), new("represents", "FI1234567-8")], "Bearer"));

        Assert.True(Caller.Of(options.InOurNames(token, isDevelopment: true)).ActsFor("FI7654321-2"));
        Assert.False(Caller.Of(options.InOurNames(token, isDevelopment: false)).ActsFor("FI7654321-2"));
        Assert.True(Caller.Of(options.InOurNames(token, isDevelopment: false)).ActsFor("FI1234567-8"));
    }

    private ECDsaSecurityKey Curve => new(curve) { KeyId = "curve" };

    private RsaSecurityKey Rsa => new(rsa) { KeyId = "rsa" };

    private string Token(string algorithm, string claims, string issuer = "https://login.example/realms/trade", string audience = "single-window") =>
        new JsonWebTokenHandler { SetDefaultTimesOnTokenCreation = true }.CreateToken(new SecurityTokenDescriptor
        {
            Issuer = issuer,
            Audience = audience,
            Subject = new ClaimsIdentity(claims.Split(' ').Select(claim => claim.Split('=')).Select(claim => new Claim(claim[0], claim[1]))),
            SigningCredentials = new SigningCredentials(algorithm == "ES256" ? Curve : Rsa, algorithm),
        });

    private async Task<int> Status(string token)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/api/v1/agencies/STANDARDS/reviews") { Version = HttpVersion.Version20, VersionPolicy = HttpVersionPolicy.RequestVersionExact };
        request.Headers.Authorization = new("Bearer", token);
        return (int)(await http.SendAsync(request)).StatusCode;
    }

    private static object Shown(JsonWebKey key) => key.Kty == "EC"
        ? new { kty = key.Kty, kid = key.Kid, use = "sig", crv = key.Crv, x = key.X, y = key.Y }
        : new { kty = key.Kty, kid = key.Kid, use = "sig", n = key.N, e = key.E };
}
