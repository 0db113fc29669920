// SPDX-License-Identifier: Apache-2.0
using System.Net;
using System.Net.Http.Headers;
using System.Text;
using Cbm.IntegrationTests.SqlServer;
using Microsoft.Data.Sqlite;
using Xunit;

namespace Cbm.IntegrationTests.Identity;

/// <summary>Whatever somebody sends to Identity is answered in the form of the address, and is no error of ours.</summary>
[Collection(nameof(SharedIdentity))]
public sealed class BodiesTests(SharedIdentity shared)
{
    [SqliteFact("its tables are taken away beneath it")]
    public async Task While_its_store_cannot_answer_it_says_so_in_the_form_of_the_address_and_when_to_come_again()
    {
        var folder = Directory.CreateTempSubdirectory("cbm-identity-").FullName;
        await using (var identity = await RunningIdentity.Start(folder))
        {
            await using (var file = new SqliteConnection($"Data Source={Path.Combine(folder, "identity.db")}"))
            {
                await file.OpenAsync();
                await using var gone = file.CreateCommand();
                gone.CommandText = "PRAGMA foreign_keys = OFF; DROP TABLE OpenIddictApplications";
                await gone.ExecuteNonQueryAsync();
            }

            var answer = await identity.SignIn("demo-trader");
            Assert.Equal(HttpStatusCode.ServiceUnavailable, answer.StatusCode);
            Assert.NotNull(answer.Headers.RetryAfter);
            Assert.Contains("temporarily_unavailable", await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        }

        await Stores.Drop(folder);
    }

    private const string Form = "application/x-www-form-urlencoded", Parts = "multipart/form-data; boundary=x", Problem = "application/problem+json", Json = "application/json", Html = "text/html";

    [Theory]
    [InlineData("POST", "/connect/token", Form, "long key", 400, Json)]
    [InlineData("POST", "/connect/token", Form, "many keys", 400, Json)]
    [InlineData("POST", "/connect/token", Form, "too much", 413, Json)]
    [InlineData("POST", "/connect/token", Parts, "no end", 400, Json)]
    [InlineData("POST", "/connect/revocation", Form, "many keys", 400, Json)]
    [InlineData("POST", "/connect/userinfo", Form, "long key", 400, Json)]
    [InlineData("POST", "/connect/authorize", Form, "many keys", 400, Html)]
    [InlineData("POST", "/connect/logout", Form, "too much", 413, Html)]
    [InlineData("POST", "/signin", Form, "many keys", 400, Html)]
    [InlineData("POST", "/signin", Form, "too much", 413, Html)]
    [InlineData("POST", "/signout", Parts, "no end", 400, Html)]
    // Who it is comes first, and what is not read is no matter.
    [InlineData("POST", "/connect/clients", Json, "too much", 403, Problem)]
    [InlineData("GET", "/connect/clients", Json, "too much", 403, Problem)]
    [InlineData("DELETE", "/connect/clients/x", Json, "too much", 403, Problem)]
    [InlineData("POST", "/connect/introspect", Form, "long key", 404, Problem)]
    [InlineData("GET", "/connect/clients/a/b", Json, "nothing", 404, Problem)]
    [InlineData("GET", "/.well-known/nothing", Json, "nothing", 404, Problem)]
    [InlineData("PATCH", "/signin", Json, "nothing", 405, Problem)]
    public async Task Every_body_is_answered(string verb, string path, string type, string what, int status, string form)
    {
        var body = what switch
        {
            "long key" => new string('k', 3000) + "=1",
            "many keys" => string.Join('&', Enumerable.Range(0, 1100).Select(key => $"k{key}=")),
            "too much" => "k=" + new string('v', 200 * 1024),
            "no end" => "--x\r\nContent-Disposition: form-data; name=\"grant_type\"\r\n\r\nclient",
            _ => "",
        };
        using var request = new HttpRequestMessage(HttpMethod.Parse(verb), path) { Content = new ByteArrayContent(Encoding.ASCII.GetBytes(body)) };
        request.Content.Headers.ContentType = MediaTypeHeaderValue.Parse(type);
        request.Headers.Authorization = new("Bearer", await shared.Identity.Token("demo-trader"));

        using var answer = await shared.Identity.Http.SendAsync(request);

        var text = await answer.Content.ReadAsStringAsync();
        Assert.True(status == (int)answer.StatusCode, $"{answer.StatusCode} {text}");
        Assert.Equal(form, answer.Content.Headers.ContentType?.MediaType);
        Assert.Equal(["nosniff"], answer.Headers.GetValues("X-Content-Type-Options"));
        if (form == Json) Assert.Contains("\"error\":\"invalid_request\"", text.Replace(": ", ":", StringComparison.Ordinal), StringComparison.Ordinal);
    }
}
