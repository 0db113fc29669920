// SPDX-License-Identifier: Apache-2.0
using System.Net;
using System.Net.Http.Headers;
using System.Text;
using Cbm.Client;

namespace Cbm.UnitTests.Client;

/// <summary>A request as it went out.</summary>
internal sealed record Recorded(string Method, Uri Address, HttpRequestHeaders Headers, string? MediaType, string Body)
{
    public string? Header(string name) => Headers.TryGetValues(name, out var values) ? string.Join(", ", values) : null;
}

/// <summary>Stands in for the window: keeps what it was asked, and answers what the test says.</summary>
internal sealed class RecordedWindow(Func<Recorded, HttpResponseMessage>? answer = null) : HttpMessageHandler
{
    public List<Recorded> Requests { get; } = [];

    /// <summary>Requests besides those for a token.</summary>
    public IEnumerable<Recorded> Calls => Requests.Where(request => !IsSignIn(request));

    /// <summary>A client of it.</summary>
    public WindowClient As(SignIn? signIn = null, ClientSettings? settings = null) =>
        new(new HttpClient(this) { BaseAddress = new Uri("http://window.test") }, signIn, settings);

    public static bool IsSignIn(Recorded request) => request.Address.AbsolutePath == "/connect/token";

    public static HttpResponseMessage Says(string json, HttpStatusCode status = HttpStatusCode.OK) =>
        new(status) { Content = new StringContent(json, Encoding.UTF8, (int)status < 400 ? "application/json" : "application/problem+json") };

    public static HttpResponseMessage Token(string token, int seconds) => Says($$"""{"access_token":"{{token}}","token_type":"Bearer","expires_in":{{seconds}}}""");

    /// <summary>Not now, and when.</summary>
    public static HttpResponseMessage Later(HttpStatusCode status, int seconds)
    {
        var later = Says("""{"title":"Later"}""", status);
        later.Headers.RetryAfter = new RetryConditionHeaderValue(TimeSpan.FromSeconds(seconds));
        return later;
    }

    /// <summary>A stream of events that breaks after them.</summary>
    public static HttpResponseMessage Events(string events) =>
        new(HttpStatusCode.OK) { Content = new StringContent(events, Encoding.UTF8, "text/event-stream") };

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var body = request.Content is null ? "" : await request.Content.ReadAsStringAsync(cancellationToken);
        var recorded = new Recorded(request.Method.Method, request.RequestUri!, request.Headers, request.Content?.Headers.ContentType?.MediaType, body);
        Requests.Add(recorded);
        return answer?.Invoke(recorded) ?? (IsSignIn(recorded) ? Token("token", 3600) : Says("{}"));
    }
}
