// SPDX-License-Identifier: Apache-2.0
using System.Net;
using System.Net.Http.Json;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json.Nodes;
using Cbm.Identity;
using Cbm.IntegrationTests.SqlServer;
using Cbm.ServiceDefaults.Hosting;
using Microsoft.AspNetCore.Builder;
using Xunit;

namespace Cbm.IntegrationTests.Identity;

/// <summary>As in production: Identity ends TLS itself, with a certificate that an authority of the window's own has signed.</summary>
public sealed class TlsTests : IAsyncLifetime
{
    private static readonly string Secret = new('s', 32);

    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("cbm-identity-");
    private readonly X509Certificate2 certificate = Make();
    private WebApplication identity = null!;
    private HttpClient http = null!;

    public async Task InitializeAsync()
    {
        var (shown, key) = (Path.Combine(folder.FullName, "tls.crt"), Path.Combine(folder.FullName, "tls.key"));
        await File.WriteAllTextAsync(shown, certificate.ExportCertificatePem());
        await File.WriteAllTextAsync(key, certificate.GetRSAPrivateKey()!.ExportPkcs8PrivateKeyPem());
        var store = await Stores.Of(folder.FullName, Stores.Identity);
        await IdentityService.Migrate(ServiceHost.SettingsOf(store));

        identity = IdentityService.Build(
        [
            "--environment=Production", .. store, "--Urls:Http=https://127.0.0.1:0", "--Identity:Issuer=https://window.example",
            "--Window:Agencies=CUSTOMS", $"--Identity:Services:DECLARATIONS:Secret={Secret}", $"--Identity:Services:CUSTOMS:Secret={new string('c', 32)}",
            $"--Kestrel:Certificates:Default:Path={shown}", $"--Kestrel:Certificates:Default:KeyPath={key}",
        ]);
        await identity.StartAsync();
        http = new HttpClient(new SocketsHttpHandler
        {
            SslOptions = { RemoteCertificateValidationCallback = (_, other, _, _) => other?.GetCertHashString() == certificate.GetCertHashString() },
        })
        {
            BaseAddress = new Uri(identity.Urls.Single()),
        };
    }

    public async Task DisposeAsync()
    {
        http.Dispose();
        await identity.StopAsync();
        await identity.DisposeAsync();
        certificate.Dispose();
        await Stores.Drop(folder.FullName);
    }

    [Fact]
    public async Task A_service_is_told_where_keys_and_tokens_are_at_the_address_by_which_it_asks_and_given_a_token()
    {
        var metadata = (await http.GetFromJsonAsync<JsonObject>("/.well-known/openid-configuration"))!;
        Assert.Equal("https://window.example/", (string)metadata["issuer"]!);
        Assert.Equal(new Uri(http.BaseAddress!, "/.well-known/jwks"), new Uri((string)metadata["jwks_uri"]!));
        Assert.Equal(new Uri(http.BaseAddress!, "/connect/token"), new Uri((string)metadata["token_endpoint"]!));

        using var form = new FormUrlEncodedContent(new Dictionary<string, string>
        {
            ["grant_type"] = "client_credentials",
            ["client_id"] = "service-declarations",
            ["client_secret"] = Secret,
        });
        var answer = await http.PostAsync((string)metadata["token_endpoint"]!, form);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.NotEmpty((string)(await answer.Content.ReadFromJsonAsync<JsonObject>())!["access_token"]!);
    }

    private static X509Certificate2 Make()
    {
        using var key = RSA.Create(2048);
        using var made = new CertificateRequest("CN=identity", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1)
            .CreateSelfSigned(DateTimeOffset.UnixEpoch, DateTimeOffset.UnixEpoch.AddYears(100));
        return X509CertificateLoader.LoadPkcs12(made.Export(X509ContentType.Pkcs12), null, X509KeyStorageFlags.Exportable);
    }
}
