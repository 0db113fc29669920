// SPDX-License-Identifier: Apache-2.0
using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using Cbm.IntegrationTests.Declarations;

namespace Cbm.IntegrationTests.Documents;

/// <summary>Documents that tests begin with, and a hand to send and fetch them.</summary>
internal static class GivenDocument
{
    private const string Path = "/api/v1/documents";

    private static int _made;

    /// <summary>A PDF like no other.</summary>
    public static byte[] Pdf(string content = "certificate") =>
        Encoding.Latin1.GetBytes($"%PDF-1.7\n% {content} {Interlocked.Increment(ref _made)}\n%%EOF");

    /// <summary>The first bytes of a PNG.</summary>
    public static byte[] Png() => [0x89, .. "PNG\r\n"u8, 0x1A, 0x0A, 0, 0, 0, 13, .. "IHDR"u8, 0, 0, 0, 1];

    public static byte[] Text(string text) => Encoding.UTF8.GetBytes(text);

    /// <summary>The id of a document that the window has taken in.</summary>
    public static async Task<string> Upload(RunningWindow window, string? token = null) =>
        (string)JsonNode.Parse((await Send(window, Pdf(), token: token)).Text)!["id"]!;

    public static Task<Sent> Send(RunningWindow window, byte[] bytes, string contentType = "application/pdf", string? token = null, string? key = null, string query = "")
    {
        var content = new ByteArrayContent(bytes);
        content.Headers.ContentType = MediaTypeHeaderValue.Parse(contentType);
        return Send(window, content, token, key, query);
    }

    public static async Task<Sent> Send(RunningWindow window, HttpContent content, string? token = null, string? key = null, string query = "")
    {
        using var request = Request(window, HttpMethod.Post, Path + query, token);
        request.Content = content;
        if (key is not null)
        {
            request.Headers.Add("Idempotency-Key", key);
        }

        using var answer = await window.Http.SendAsync(request);
        return new Sent(answer.StatusCode, await answer.Content.ReadAsStringAsync(), answer.Headers);
    }

    /// <summary>Fetches a document.</summary>
    public static async Task<HttpResponseMessage> Fetch(RunningWindow window, string id, string? token = null, HttpMethod? method = null, string? known = null)
    {
        using var request = Request(window, method ?? HttpMethod.Get, $"{Path}/{id}", token);
        if (known is not null)
        {
            request.Headers.IfNoneMatch.Add(new EntityTagHeaderValue(known));
        }

        return await window.Http.SendAsync(request);
    }

    public static async Task<HttpStatusCode> Status(RunningWindow window, string id, string? token = null)
    {
        using var answer = await Fetch(window, id, token);
        return answer.StatusCode;
    }

    /// <summary>A declaration whose first goods item names the document beside its n-th paper.</summary>
    public static JsonObject Named(JsonObject declaration, int paper, string id)
    {
        Given.Items(declaration)[0]!["additionalDocument"]![paper]!["imageBinaryObject"] = id;
        return declaration;
    }

    private static HttpRequestMessage Request(RunningWindow window, HttpMethod method, string path, string? token) => new(method, path)
    {
        Version = HttpVersion.Version20,
        VersionPolicy = HttpVersionPolicy.RequestVersionExact,
        Headers = { Authorization = new AuthenticationHeaderValue("Bearer", token ?? window.Issuer.Trader()) },
    };
}

/// <summary>What the window said to a document.</summary>
internal sealed record Sent(HttpStatusCode Status, string Text, HttpResponseHeaders Headers)
{
    public JsonObject Json => JsonNode.Parse(Text)!.AsObject();

    public string Id => (string)Json["id"]!;

    public IReadOnlyList<string> Errors => [.. Json["errors"]!.AsArray().Select(error => (string)error!["code"]!)];
}
