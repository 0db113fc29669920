// SPDX-License-Identifier: Apache-2.0
using System.Net;
using System.Text.Json.Nodes;
using Cbm.IntegrationTests.Declarations;
using Xunit;

namespace Cbm.IntegrationTests.Doors;

/// <summary>What a body says that is not its sender's to say: a member that the window alone gives, or that the address gives.</summary>
public sealed class MembersTests(WholeWindow window) : IClassFixture<WholeWindow>
{
    [Theory]
    [InlineData("/api/v1/declarations/26FIAAAAAAAAAAAAR5/arrival", """{"place":"FIHEL","mrn":"26FIAAAAAAAAAAAAR5"}""", "mrn")]
    [InlineData("/api/v1/declarations/26FIAAAAAAAAAAAAR5/cancellation", """{"mrn":""}""", "mrn")]
    [InlineData("/api/v1/declarations/26FIAAAAAAAAAAAAR5/answers", """{"mrn":null,"answers":[]}""", "mrn")]
    [InlineData("/api/v1/agencies/HEALTH/reviews/X/decision", """{"id":"Y","agency":"CUSTOMS","outcome":"APPROVE"}""", "id,agency")]
    [InlineData("/api/v1/agencies/HEALTH/reviews/X/information-requests", """{"questions":[{"id":"1","text":"Why?"}]}""", "questions[0].id")]
    [InlineData("/api/v1/agencies/HEALTH/lpcos", """{"number":"1","state":"WITHDRAWN","revision":9}""", "state,revision")]
    [InlineData("/api/v1/agencies/HEALTH/lpcos/1/withdrawal", """{"number":"2","reason":"none"}""", "number")]
    [InlineData("/api/v1/webhooks/1/secret", """{"id":"2"}""", "id")]
    [InlineData("/api/v1/requirements/query", """{"explain":true,"direction":"IM"}""", "explain")]
    public async Task It_is_refused_with_its_path(string path, string body, string paths)
    {
        var caller = new DeclarationCaller(window.Http, path.Contains("agencies", StringComparison.Ordinal) ? window.Issuer.Officer("HEALTH") : window.Issuer.Trader());

        var refused = await caller.Post(path, body, "application/json", etag: "*");

        Assert.Equal(HttpStatusCode.UnprocessableEntity, refused.Status);
        var faults = refused.Json["errors"]!.AsArray().Where(fault => (string)fault!["code"]! == "SWR001");
        Assert.Equal(paths.Split(','), faults.Select(fault => (string)fault!["path"]!));
    }
}
