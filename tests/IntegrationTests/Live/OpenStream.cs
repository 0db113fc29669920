// SPDX-License-Identifier: Apache-2.0
using System.Net;
using System.Net.Http.Headers;
using System.Text.Json.Nodes;

namespace Cbm.IntegrationTests.Live;

/// <summary>One server-sent event.</summary>
internal sealed record StreamedEvent(long Id, string Name, JsonObject Data);

/// <summary>A stream as a client reads it, line by line (HTML standard 9.2.6).</summary>
internal sealed class OpenStream : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);
    private readonly HttpResponseMessage _answer;
    private readonly StreamReader _lines;

    private OpenStream(HttpResponseMessage answer, Stream body) => (_answer, _lines) = (answer, new StreamReader(body));

    public string? ContentType => _answer.Content.Headers.ContentType?.MediaType;

    public static async Task<OpenStream> Open(HttpClient http, string path, string token, long? lastEventId = null)
    {
        using var request = Request(http, path, token, lastEventId?.ToString(System.Globalization.CultureInfo.InvariantCulture));
        var answer = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead).WaitAsync(Patience);
        return new OpenStream(answer, await answer.Content.ReadAsStreamAsync());
    }

    /// <summary>The status of a stream that is refused.</summary>
    public static async Task<HttpStatusCode> Refused(HttpClient http, string path, string? token, string? lastEventId = null)
    {
        using var request = Request(http, path, token, lastEventId);
        using var answer = await http.SendAsync(request).WaitAsync(Patience);
        return answer.StatusCode;
    }

    /// <summary>The next event; null: the stream has ended.</summary>
    public async Task<StreamedEvent?> Next()
    {
        var (id, name, data) = (0L, "", "");
        while (await _lines.ReadLineAsync().WaitAsync(Patience) is { } line)
        {
            if (line.Length == 0 && data.Length > 0)
            {
                return new StreamedEvent(id, name, JsonNode.Parse(data)!.AsObject());
            }

            var value = line[(line.IndexOf(':', StringComparison.Ordinal) + 1)..].TrimStart();
            switch (line.Split(':')[0])
            {
                case "id": id = long.Parse(value, System.Globalization.CultureInfo.InvariantCulture); break;
                case "event": name = value; break;
                case "data": data += value; break;
            }
        }

        return null;
    }

    /// <summary>Events up to the first of that name.</summary>
    public async Task<List<StreamedEvent>> Until(string name)
    {
        var seen = new List<StreamedEvent>();
        while (seen.Count == 0 || seen[^1].Name != name)
        {
            seen.Add(await Next() ?? throw new InvalidOperationException($"The stream ended before {name}."));
        }

        return seen;
    }

    public void Dispose()
    {
        _lines.Dispose();
        _answer.Dispose();
    }

    private static HttpRequestMessage Request(HttpClient http, string path, string? token, string? lastEventId)
    {
        var request = new HttpRequestMessage(HttpMethod.Get, path) { Version = http.DefaultRequestVersion, VersionPolicy = http.DefaultVersionPolicy };
        request.Headers.Accept.Add(new MediaTypeWithQualityHeaderValue("text/event-stream"));
        request.Headers.Authorization = token is null ? null : new AuthenticationHeaderValue("Bearer", token);
        if (lastEventId is not null)
        {
            request.Headers.Add("Last-Event-ID", lastEventId);
        }

        return request;
    }
}
