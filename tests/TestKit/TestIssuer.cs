// SPDX-License-Identifier: Apache-2.0
using System.Security.Claims;
using System.Security.Cryptography;
using Cbm.ServiceDefaults.Callers;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace Cbm.TestKit;

/// <summary>
/// Stands in for Identity in tests: serves its key set on a loopback port and makes tokens for any caller. Services under
/// test take <see cref="Settings"/> among their arguments.
/// </summary>
public sealed class TestIssuer : IDisposable
{
    private readonly RSA _rsa = RSA.Create(2048);
    private readonly RsaSecurityKey _key;
    private readonly WebApplication _app;

    /// <summary>Starts to listen on a free port.</summary>
    public TestIssuer()
    {
        _key = new RsaSecurityKey(_rsa) { KeyId = "test" };
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        _app = builder.Build();
        var shown = JsonWebKeyConverter.ConvertFromRSASecurityKey(new RsaSecurityKey(_rsa.ExportParameters(false)) { KeyId = "test" });
        _app.MapGet("/.well-known/openid-configuration", () => Results.Json(new { issuer = Address, jwks_uri = Address + "/.well-known/jwks", token_endpoint = Address + "/connect/token" }));
        _app.MapGet("/.well-known/jwks", () => Results.Json(new { keys = new[] { new { kty = shown.Kty, kid = shown.Kid, use = "sig", alg = "RS256", n = shown.N, e = shown.E } } }));
        _app.MapPost("/connect/token", async (HttpRequest request) => request.HasFormContentType && await Client(request) is { } client
            ? Results.Json(new { access_token = Service(client), token_type = "Bearer", expires_in = 3600 })
            : Results.BadRequest());
        _app.Start();
        Address = _app.Urls.First();
    }

    /// <summary>The issuer that its tokens name.</summary>
    public string Address { get; }

    /// <summary>Arguments that make a service under test trust this issuer.</summary>
    public string[] Settings => [$"--Identity:Issuer={Address}", $"--Identity:Authority={Address}", $"--Services:Identity={Address}"];

    /// <summary>A token of a trader acting for one party.</summary>
    public string Trader(string party = "FI1234567-8", string subject = "trader") => Token(subject, "trader", party: party);

    /// <summary>A token of an officer of an agency; without units: of all its units.</summary>
    public string Officer(string agency, string subject = "officer", params string[] units) => Token(subject, "officer", agency: agency, units: units);

    /// <summary>A token of a supervisor of an agency.</summary>
    public string Supervisor(string agency, string subject = "supervisor") => Token(subject, "supervisor", agency: agency);

    /// <summary>The token that a service of the window shows to the others.</summary>
    public string Service(string code) => Token($"service-{code.ToLowerInvariant()}", "service", service: code);

    /// <summary>By what a test calls as a service of the window does.</summary>
    public ServiceToken TokenOf(string code) => new(
        new ServiceClient(code, $"service-{code.ToLowerInvariant()}", ""),
        TokenOptions.OfServices(new ConfigurationBuilder().AddCommandLine(Settings).Build()),
        TimeProvider.System,
        mayBeClear: true);

    /// <summary>A token with these claims, valid for an hour; a twist makes it one that must be refused.</summary>
    public string Token(
        string subject,
        string role,
        string? party = null,
        string? agency = null,
        IEnumerable<string>? units = null,
        IEnumerable<string>? represents = null,
        string? service = null,
        Action<SecurityTokenDescriptor>? twist = null)
    {
        List<Claim> claims = [new("sub", subject), new("role", role)];
        claims.AddRange((units ?? []).Select(unit => new Claim("unit", unit)));
        claims.AddRange((represents ?? []).Select(one => new Claim("represents", one)));
        if (party is not null)
        {
            claims.Add(new Claim("party", party));
        }

        if (agency is not null)
        {
            claims.Add(new Claim("agency", agency));
        }

        if (service is not null)
        {
            claims.Add(new Claim("service", service));
        }

        var now = TimeProvider.System.GetUtcNow().UtcDateTime;
        var token = new SecurityTokenDescriptor
        {
            Issuer = Address,
            Audience = "cbm",
            Subject = new ClaimsIdentity(claims),
            NotBefore = now.AddMinutes(-1),
            Expires = now.AddHours(1),
            SigningCredentials = new SigningCredentials(_key, SecurityAlgorithms.RsaSha256),
        };
        twist?.Invoke(token);
        return new JsonWebTokenHandler().CreateToken(token);
    }

    // Code of the service whose client asks for a token, null where it is none; the secret is not looked at.
    private static async Task<string?> Client(HttpRequest request) =>
        (await request.ReadFormAsync())["client_id"].ToString() is var id && id.StartsWith("service-", StringComparison.Ordinal) ? id["service-".Length..].ToUpperInvariant() : null;

    /// <inheritdoc/>
    public void Dispose()
    {
        ((IDisposable)_app).Dispose();
        _rsa.Dispose();
    }
}
