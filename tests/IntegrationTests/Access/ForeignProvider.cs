// SPDX-License-Identifier: Apache-2.0
using System.Security.Claims;
using System.Security.Cryptography;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace Cbm.IntegrationTests.Access;

/// <summary>A provider that is not the window's Identity: its own places for metadata, keys and tokens, its own names for claims, elliptic curves.</summary>
public sealed class ForeignProvider : IAsyncDisposable
{
    public const string Issuer = "https://login.example/realms/trade";

    private const string Realm = "/realms/trade";
    private readonly ECDsa curve = ECDsa.Create(ECCurve.NamedCurves.nistP256);
    private readonly RSA rsa = RSA.Create(2048);
    private readonly WebApplication provider;

    private ForeignProvider()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        provider = builder.Build();
        provider.MapGet(Realm + "/metadata", (HttpRequest request) => Results.Json(new
        {
            issuer = Issuer,
            jwks_uri = $"http://{request.Host}{Realm}/certs",
            token_endpoint = $"http://{request.Host}{Realm}/protocol/token",
        }));
        provider.MapGet(Realm + "/certs", () => Results.Json(new
        {
            keys = new[] { Shown(JsonWebKeyConverter.ConvertFromECDsaSecurityKey(Curve)), Shown(JsonWebKeyConverter.ConvertFromRSASecurityKey(Rsa)) },
        }));
        provider.MapPost(Realm + "/protocol/token", async (HttpRequest request) => Grant(await request.ReadFormAsync()));
    }

    private ECDsaSecurityKey Curve => new(curve) { KeyId = "curve" };

    private RsaSecurityKey Rsa => new(rsa) { KeyId = "rsa" };

    public static async Task<ForeignProvider> Start()
    {
        var provider = new ForeignProvider();
        await provider.provider.StartAsync();
        return provider;
    }

    /// <summary>By what settings a service takes its tokens for people.</summary>
    public string[] Settings =>
    [
        $"--Identity:Issuer={Issuer}", $"--Identity:Metadata={provider.Urls.First()}{Realm}/metadata", "--Identity:Audience=single-window",
        "--Identity:Algorithms=ES256,PS256", "--Identity:Claims:Role=groups", "--Identity:Claims:Agency=department", "--Identity:Claims:Unit=desk",
        "--Identity:Claims:Sub=oid", "--Identity:Claims:Party=company",
    ];

    /// <summary>And by what besides services get tokens from it too.</summary>
    public static string[] SettingsOfServices(string code) =>
    [
        "--Identity:Claims:Service=workload", "--Identity:Scope=single-window/.default", $"--Identity:Services:{code}:ClientId=wl-{code}", $"--Identity:Services:{code}:Secret={SecretOf(code)}",
    ];

    /// <summary>A token of the provider with these claims.</summary>
    public string Token(string algorithm, string claims, string issuer = Issuer, string audience = "single-window") =>
        new JsonWebTokenHandler { SetDefaultTimesOnTokenCreation = true }.CreateToken(new SecurityTokenDescriptor
        {
            Issuer = issuer,
            Audience = audience,
            Subject = new ClaimsIdentity(claims.Split(' ').Select(claim => claim.Split('=')).Select(claim => new Claim(claim[0], claim[1]))),
            SigningCredentials = new SigningCredentials(algorithm == "ES256" ? Curve : Rsa, algorithm),
        });

    public async ValueTask DisposeAsync()
    {
        await provider.StopAsync();
        await provider.DisposeAsync();
        curve.Dispose();
        rsa.Dispose();
    }

    private static string SecretOf(string code) => $"a secret of {code}";

    // A workload proves its own secret and asks for the one scope that there is.
    private IResult Grant(IFormCollection form)
    {
        var code = form["client_id"].ToString().Replace("wl-", "", StringComparison.Ordinal);
        return form["grant_type"] == "client_credentials" && form["client_secret"] == SecretOf(code) && form["scope"] == "single-window/.default"
            ? Results.Json(new { access_token = Token("ES256", $"oid=wl-{code} groups=service workload={code}"), token_type = "Bearer", expires_in = 300 })
            : Results.Json(new { error = "invalid_client" }, statusCode: StatusCodes.Status401Unauthorized);
    }

    private static object Shown(JsonWebKey key) => key.Kty == "EC"
        ? new { kty = key.Kty, kid = key.Kid, use = "sig", crv = key.Crv, x = key.X, y = key.Y }
        : new { kty = key.Kty, kid = key.Kid, use = "sig", n = key.N, e = key.E };
}
