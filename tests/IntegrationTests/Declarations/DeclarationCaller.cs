// SPDX-License-Identifier: Apache-2.0
using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using Xunit;

namespace Cbm.IntegrationTests.Declarations;

/// <summary>What the window answered over HTTP.</summary>
internal sealed record HttpAnswer(HttpStatusCode Status, HttpResponseHeaders Headers, string? ContentType, string Text)
{
    public JsonObject Json => JsonNode.Parse(Text)!.AsObject();

    public string Mrn => (string)Json["mrn"]!;

    public string State => (string)Json["state"]!;

    /// <summary>Codes of the errors, in their order.</summary>
    public IReadOnlyList<string> Errors => [.. Json["errors"]!.AsArray().Select(error => (string)error!["code"]!)];

    public override string ToString() => $"{(int)Status} {Text}";
}

/// <summary>Somebody at the public HTTP door.</summary>
internal sealed class DeclarationCaller(HttpClient http, string? token)
{
    public Task<HttpAnswer> Get(string path, string? accept = null) => Send(new HttpRequestMessage(HttpMethod.Get, path), accept);

    /// <summary>Posts JSON.</summary>
    public Task<HttpAnswer> Post(string path, JsonNode? body, string? accept = null, string? key = null, string? etag = null) =>
        Post(path, body?.ToJsonString() ?? "", "application/json", accept, key, etag);

    public Task<HttpAnswer> Post(string path, string body, string contentType, string? accept = null, string? key = null, string? etag = null)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = new StringContent(body, Encoding.UTF8, contentType) };
        if (key is not null)
        {
            request.Headers.Add("Idempotency-Key", key);
        }

        if (etag is not null)
        {
            request.Headers.TryAddWithoutValidation("If-Match", etag);
        }

        return Send(request, accept);
    }

    /// <summary>Puts JSON, over the version named.</summary>
    public Task<HttpAnswer> Put(string path, JsonNode body, string? etag)
    {
        var request = new HttpRequestMessage(HttpMethod.Put, path) { Content = new StringContent(body.ToJsonString(), Encoding.UTF8, "application/json") };
        if (etag is not null)
        {
            request.Headers.TryAddWithoutValidation("If-Match", etag);
        }

        return Send(request, null);
    }

    public Task<HttpAnswer> Delete(string path) => Send(new HttpRequestMessage(HttpMethod.Delete, path), null);

    public Task<HttpAnswer> Lodge(JsonNode declaration) => Post("/api/v1/declarations", declaration);

    public Task<HttpAnswer> View(string mrn) => Get($"/api/v1/declarations/{mrn}");

    public Task<HttpAnswer> Answer(string mrn, params JsonObject[] answers) =>
        Post($"/api/v1/declarations/{mrn}/answers", new JsonObject { ["answers"] = new JsonArray([.. answers]) });

    /// <summary>Names of the events in the log, with the unit where there is one: reviewDecided@CUSTOMS.</summary>
    public async Task<IReadOnlyList<string>> Log(string mrn)
    {
        var answer = await Get($"/api/v1/declarations/{mrn}/events");
        Assert.True(answer.Status == HttpStatusCode.OK, answer.ToString());
        return [.. answer.Json["events"]!.AsArray().Select(logged => $"{logged!["name"]}{(logged["unit"] is { } unit && (string)unit! != "" ? $"@{unit}" : "")}")];
    }

    private async Task<HttpAnswer> Send(HttpRequestMessage request, string? accept)
    {
        using var message = request;
        (message.Version, message.VersionPolicy) = (http.DefaultRequestVersion, http.DefaultVersionPolicy);
        if (token is not null)
        {
            message.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        }

        if (accept is not null)
        {
            message.Headers.Accept.ParseAdd(accept);
        }

        using var answer = await http.SendAsync(message);
        return new HttpAnswer(answer.StatusCode, answer.Headers, answer.Content.Headers.ContentType?.MediaType, await answer.Content.ReadAsStringAsync());
    }
}
