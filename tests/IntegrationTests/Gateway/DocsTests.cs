// SPDX-License-Identifier: Apache-2.0
using System.Net;
using System.Net.Http.Headers;
using System.Text.RegularExpressions;
using Cbm.Contracts.Events;
using Cbm.Contracts.OpenApi;
using Xunit;

namespace Cbm.IntegrationTests.Gateway;

/// <summary>The description as it is served: whole, from here alone, and under a policy that lets no other host and no script of the page's own in.</summary>
public sealed partial class DocsTests(RunningGateway gateway) : IClassFixture<RunningGateway>
{
    [Fact]
    public async Task The_document_is_the_generated_one()
    {
        var answer = await gateway.Http.GetAsync("/openapi/v1.json");
        Assert.Equal("application/json", answer.Content.Headers.ContentType?.MediaType);
        Assert.Equal(OpenApiDocument.Json, await answer.Content.ReadAsStringAsync());

        var again = new HttpRequestMessage(HttpMethod.Get, "/openapi/v1.json");
        again.Headers.IfNoneMatch.Add(answer.Headers.ETag!);
        Assert.Equal(HttpStatusCode.NotModified, (await gateway.Http.SendAsync(again)).StatusCode);
    }

    [Theory]
    [InlineData("/docs")]
    [InlineData("/docs/events")]
    public async Task What_a_page_needs_is_served_here(string path)
    {
        var answer = await gateway.Http.GetAsync(path);
        var (page, policy) = (await answer.Content.ReadAsStringAsync(), answer.Headers.GetValues("Content-Security-Policy").Single());

        Assert.Contains("script-src 'self';", policy, StringComparison.Ordinal);
        Assert.DoesNotContain("http", policy, StringComparison.Ordinal);
        Assert.DoesNotMatch(InlineScript(), page);
        var references = Reference().Matches(page).Select(found => found.Groups[1].Value).Where(address => !address.StartsWith("/api/", StringComparison.Ordinal)).ToList();
        Assert.NotEmpty(references);
        foreach (var address in references.Where(address => address != "data:,"))
        {
            Assert.StartsWith("/", address, StringComparison.Ordinal);
            Assert.Equal(HttpStatusCode.OK, (await gateway.Http.GetAsync(address)).StatusCode);
        }
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task The_script_comes_packed_or_not(bool packed)
    {
        var request = new HttpRequestMessage(HttpMethod.Get, "/docs/scalar.js");
        if (packed) request.Headers.AcceptEncoding.Add(new StringWithQualityHeaderValue("gzip"));
        var answer = await gateway.Http.SendAsync(request);
        var begin = (await answer.Content.ReadAsByteArrayAsync())[..2];

        Assert.Equal(packed ? ["gzip"] : Array.Empty<string>(), answer.Content.Headers.ContentEncoding);
        Assert.Equal(packed, begin is [0x1F, 0x8B]);
    }

    [Fact]
    public async Task Every_kind_of_event_is_on_the_page()
    {
        var page = await gateway.Http.GetStringAsync("/docs/events");
        Assert.All(EventCatalogue.All, kind => Assert.Contains($"<code>{kind.Type}</code>", page, StringComparison.Ordinal));
    }

    [GeneratedRegex("<script(?![^>]* src=)|\\son[a-z]+=")]
    private static partial Regex InlineScript();

    [GeneratedRegex("(?:src|href)=\"([^\"#]+)\"")]
    private static partial Regex Reference();
}
