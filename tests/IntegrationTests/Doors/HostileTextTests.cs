// SPDX-License-Identifier: Apache-2.0
using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using System.Xml.Linq;
using Cbm.IntegrationTests.Declarations;
using Xunit;

namespace Cbm.IntegrationTests.Doors;

/// <summary>Text that no message can carry, in any place from which a refusal repeats it, and headers of every kind, at the outside of the whole window.</summary>
public sealed class HostileTextTests(WholeWindow window) : IClassFixture<WholeWindow>
{
    [Theory]
    [InlineData("GET", "/api/v1/agencies?%00=1", "application/problem+json")]
    [InlineData("POST", "/api/v1/requirements/query?explain=%00", "application/problem+json")]
    [InlineData("GET", "/api/v1/declarations?state=%01", "application/problem+json")]
    [InlineData("GET", "/api/v1/declarations/26FIAAAAAAAAAAAAR5?%EF%BF%BF=1", "application/xml")]
    [InlineData("GET", "/api/v1/declarations/26FIAAAAAAAAAAAAR5/responses?%1B=%F0%9F%9B%83", "application/xml")]
    [InlineData("POST", "/api/v1/declarations?%00=1", "application/xml")]
    public async Task A_refusal_repeats_it_so_that_it_can_be_read(string verb, string path, string form)
    {
        var body = verb == "GET" ? null : path.Contains("query", StringComparison.Ordinal) ? new JsonObject() : Given.ShowCase();
        var answer = verb == "GET" ? await Trader.Get(path, "application/xml") : await Trader.Post(path, body, "application/xml");

        Assert.Equal((HttpStatusCode.UnprocessableEntity, form), (answer.Status, answer.ContentType));
        if (form == "application/xml") Assert.Contains(XDocument.Parse(answer.Text).Descendants(), element => element.Name.LocalName == "Error");
        else Assert.NotEmpty(answer.Errors);
    }

    [Theory]
    [InlineData("\\u0000\\uFFFF\\u001B")]
    [InlineData("\\uD83D")]
    public async Task So_does_one_of_a_declaration(string text)
    {
        var declaration = Given.ShowCase();
        declaration["invoiceAmount"] = new JsonObject { ["value"] = "HERE", ["currencyId"] = "EUR" };
        declaration["typeCode"] = "HERE";
        var body = declaration.ToJsonString().Replace("HERE", text, StringComparison.Ordinal);

        var answer = await Trader.Post("/api/v1/declarations", body, "application/json", "application/xml");

        Assert.Equal((HttpStatusCode.UnprocessableEntity, "application/xml"), (answer.Status, answer.ContentType));
        XDocument.Parse(answer.Text);
    }

    [Theory]
    [InlineData("/api/v1/agencies", "X-Purpose", "kontrolli päivä", 200)]
    [InlineData("/api/v1/agencies", "Accept-Language", "ä", 200)]
    [InlineData("/api/v1/agencies", "X-Long", "30 KB", 200)]
    [InlineData("/api/v1/declarations", "Authorization", "Bearer é", 401)]
    public async Task Whatever_a_header_says_no_service_is_away(string path, string name, string value, int status)
    {
        using var http = new HttpClient(new SocketsHttpHandler { RequestHeaderEncodingSelector = (_, _) => Encoding.UTF8 });
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(window.Http.BaseAddress!, path));
        request.Headers.TryAddWithoutValidation(name, value == "30 KB" ? new string('x', 30 * 1024) : value);

        Assert.Equal(status, (int)(await http.SendAsync(request)).StatusCode);
    }

    private DeclarationCaller Trader => new(window.Http, window.Issuer.Trader());
}
