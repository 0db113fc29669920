// SPDX-License-Identifier: Apache-2.0
using System.Net;
using System.Security.Claims;
using System.Security.Cryptography;
using Cbm.Agencies;
using Cbm.Agencies.Standards;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;
using Xunit;

namespace Cbm.IntegrationTests.Access;

/// <summary>A provider that is not the window's Identity, and an agency whose settings name it.</summary>
public sealed class OtherProvider : IAsyncLifetime
{
    private const string Issuer = "https://login.example/realms/trade";

    private readonly ECDsa curve = ECDsa.Create(ECCurve.NamedCurves.nistP256);
    private readonly RSA rsa = RSA.Create(2048);
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("cbm-provider-");
    private WebApplication provider = null!;
    private WebApplication agency = null!;
    private HttpClient http = null!;

    private ECDsaSecurityKey Curve => new(curve) { KeyId = "curve" };

    private RsaSecurityKey Rsa => new(rsa) { KeyId = "rsa" };

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
            "--environment=Development", "--Urls:Http=http://127.0.0.1:0", $"--Data:Folder={folder}", $"--Identity:Issuer={Issuer}",
            $"--Identity:Metadata={provider.Urls.First()}/realms/trade/metadata", "--Identity:Audience=single-window", "--Identity:Algorithms=ES256,PS256",
            "--Identity:Claims:Role=groups", "--Identity:Claims:Agency=department", "--Identity:Claims:Unit=desk", "--Identity:Claims:Sub=oid",
        ]);
        await agency.StartAsync();
        http = new HttpClient { BaseAddress = new Uri(agency.Urls.First()), DefaultRequestVersion = HttpVersion.Version20, DefaultVersionPolicy = HttpVersionPolicy.RequestVersionExact };

        // Until the keys were heard the agency says that it is away; on a busy machine that takes more than one question.
        await Declarations.RunningWindow.Until(async () => await Status(Token("ES256", "oid=o-1 groups=officer department=STANDARDS")) != 503);
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

    /// <summary>A token of the provider with these claims.</summary>
    public string Token(string algorithm, string claims, string issuer = Issuer, string audience = "single-window") =>
        new JsonWebTokenHandler { SetDefaultTimesOnTokenCreation = true }.CreateToken(new SecurityTokenDescriptor
        {
            Issuer = issuer,
            Audience = audience,
            Subject = new ClaimsIdentity(claims.Split(' ').Select(claim => claim.Split('=')).Select(claim => new Claim(claim[0], claim[1]))),
            SigningCredentials = new SigningCredentials(algorithm == "ES256" ? Curve : Rsa, algorithm),
        });

    /// <summary>What the agency answers to its bearer.</summary>
    public async Task<int> Status(string token)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/api/v1/agencies/STANDARDS/reviews") { Version = HttpVersion.Version20, VersionPolicy = HttpVersionPolicy.RequestVersionExact };
        request.Headers.Authorization = new("Bearer", token);
        using var answer = await http.SendAsync(request);
        return (int)answer.StatusCode;
    }

    private static object Shown(JsonWebKey key) => key.Kty == "EC"
        ? new { kty = key.Kty, kid = key.Kid, use = "sig", crv = key.Crv, x = key.X, y = key.Y }
        : new { kty = key.Kty, kid = key.Kid, use = "sig", n = key.N, e = key.E };
}
