// SPDX-License-Identifier: Apache-2.0
using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json.Nodes;

namespace Cbm.Benchmarks;

/// <summary>The trader's program: HTTP/1.1 with connections kept, bytes ready, no more of an answer read than is needed.</summary>
public sealed class Caller : IDisposable
{
    private static readonly MediaTypeHeaderValue Json = new("application/json");

    private readonly HttpMessageInvoker http = new(new SocketsHttpHandler
    {
        UseProxy = false,
        UseCookies = false,
        AllowAutoRedirect = false,
        ActivityHeadersPropagator = null,
    });

    private readonly Uri window;
    private readonly string authorization;

    private Caller(Uri window, string authorization) => (this.window, this.authorization) = (window, authorization);

    /// <summary>Signs in.</summary>
    public static async Task<Caller> SignIn(Uri window, string client)
    {
        using var http = new HttpClient { BaseAddress = window };
        using var form = new FormUrlEncodedContent(new Dictionary<string, string>
        {
            ["grant_type"] = "client_credentials",
            ["client_id"] = client,
            ["client_secret"] = "single-window",
        });
        using var answer = (await http.PostAsync("/connect/token", form)).EnsureSuccessStatusCode();
        return new Caller(window, "Bearer " + (string)(await answer.Content.ReadFromJsonAsync<JsonObject>())!["access_token"]!);
    }

    /// <summary>Posts a declaration, reads the answer to its end, and gives its Location.</summary>
    /// <exception cref="BenchmarkFailedException">Another status than the one that must come.</exception>
    public async Task<Uri?> Post(string path, byte[] declaration, HttpStatusCode must)
    {
        using var request = Request(HttpMethod.Post, path);
        request.Content = new ByteArrayContent(declaration);
        request.Content.Headers.ContentType = Json;
        using var answer = await http.SendAsync(request, CancellationToken.None);
        if (answer.StatusCode != must) throw await Failed(path, answer);
        await answer.Content.CopyToAsync(Stream.Null);
        return answer.Headers.Location;
    }

    /// <summary>Reads a resource that must be there.</summary>
    /// <exception cref="BenchmarkFailedException">It is not.</exception>
    public async Task<byte[]> Get(string path)
    {
        using var request = Request(HttpMethod.Get, path);
        using var answer = await http.SendAsync(request, CancellationToken.None);
        return answer.IsSuccessStatusCode ? await answer.Content.ReadAsByteArrayAsync() : throw await Failed(path, answer);
    }

    /// <summary>Closes the connections.</summary>
    public void Dispose() => http.Dispose();

    private HttpRequestMessage Request(HttpMethod method, string path)
    {
        var request = new HttpRequestMessage(method, new Uri(window, path));
        request.Headers.TryAddWithoutValidation("Authorization", authorization);
        return request;
    }

    private static async Task<BenchmarkFailedException> Failed(string path, HttpResponseMessage answer) =>
        new($"{path} answered {(int)answer.StatusCode}: {await answer.Content.ReadAsStringAsync()}");
}

/// <summary>What was to be measured did not happen; the message says what did.</summary>
public sealed class BenchmarkFailedException(string message) : Exception(message);
