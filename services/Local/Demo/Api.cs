// SPDX-License-Identifier: Apache-2.0
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json.Nodes;

namespace Cbm.Local.Demo;

/// <summary>What the window answered.</summary>
/// <param name="Status">HTTP status.</param>
/// <param name="Body">The JSON, or null where there is none.</param>
/// <param name="ETag">Version of the resource, as If-Match takes it; null: none.</param>
public sealed record ApiAnswer(int Status, JsonNode? Body, string? ETag)
{
    /// <summary>2xx.</summary>
    public bool IsSuccess => Status is >= 200 and < 300;

    /// <summary>The first error of a problem: its code, pointer and sentence; else the problem's own.</summary>
    public string FirstError
    {
        get
        {
            if (Body?["errors"] is JsonArray { Count: > 0 } errors)
                return string.Join(' ', ((string[])["code", "pointer", "message"]).Select(name => (string?)errors[0]![name]).Where(text => text is { Length: > 0 }));
            return $"{Status} {(string?)Body?["detail"] ?? (string?)Body?["title"]}".TrimEnd();
        }
    }
}

/// <summary>The public JSON API, as the demo's people use it.</summary>
public sealed class Api(Uri window, CancellationToken cancellation) : IDisposable
{
    private readonly HttpClient http = new() { BaseAddress = window, Timeout = TimeSpan.FromSeconds(60) };
    private readonly Dictionary<string, string> tokens = [];

    /// <summary>Ends when the user gives up.</summary>
    public CancellationToken Cancellation => cancellation;

    /// <summary>Reads a resource that must be there.</summary>
    /// <exception cref="JourneyFailedException">It is not.</exception>
    public async Task<ApiAnswer> Get(string client, string path) => MustSucceed(path, await Send(client, HttpMethod.Get, path));

    /// <summary>Does something that must succeed.</summary>
    /// <exception cref="JourneyFailedException">It is refused.</exception>
    public async Task<ApiAnswer> Post(string client, string path, JsonObject body, string? ifMatch = null) =>
        MustSucceed(path, await Send(client, HttpMethod.Post, path, JsonContent.Create(body), ifMatch));

    /// <summary>Asks as one of the demo's clients; whatever the answer.</summary>
    public async Task<ApiAnswer> Send(string client, HttpMethod method, string path, HttpContent? content = null, string? ifMatch = null)
    {
        using var request = new HttpRequestMessage(method, "/api/v1" + path) { Content = content };
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", await Token(client));
        if (ifMatch is not null) request.Headers.TryAddWithoutValidation("If-Match", ifMatch);
        using var answer = await http.SendAsync(request, cancellation);
        var isJson = answer.Content.Headers.ContentType?.MediaType?.EndsWith("json", StringComparison.Ordinal) == true;
        var body = isJson ? await answer.Content.ReadFromJsonAsync<JsonNode>(cancellation) : null;
        return new ApiAnswer((int)answer.StatusCode, body, answer.Headers.ETag?.ToString());
    }

    /// <summary>Closes the connections.</summary>
    public void Dispose() => http.Dispose();

    private async Task<string> Token(string client)
    {
        if (tokens.TryGetValue(client, out var known)) return known;
        using var form = new FormUrlEncodedContent(new Dictionary<string, string>
        {
            ["grant_type"] = "client_credentials",
            ["client_id"] = client,
            ["client_secret"] = "single-window",
        });
        using var answer = await http.PostAsync("/connect/token", form, cancellation);
        if (!answer.IsSuccessStatusCode) throw new JourneyFailedException($"{client} cannot sign in ({(int)answer.StatusCode})");
        return tokens[client] = (string)(await answer.Content.ReadFromJsonAsync<JsonObject>(cancellation))!["access_token"]!;
    }

    private static ApiAnswer MustSucceed(string path, ApiAnswer answer) =>
        answer.IsSuccess ? answer : throw new JourneyFailedException($"{path} was refused: {answer.FirstError}");
}
