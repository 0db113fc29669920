// SPDX-License-Identifier: Apache-2.0
using System.IO.Compression;
using System.Net;
using System.Net.Http.Json;
using System.Net.Sockets;
using System.Text;
using System.Text.Json.Nodes;
using Xunit;

namespace Cbm.IntegrationTests.Gateway;

/// <summary>Headers, packing, slow clients and time limits of the HTTP door.</summary>
public sealed class TransportTests(RunningGateway gateway) : IClassFixture<RunningGateway>
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    [Theory]
    [InlineData("/api/v1/agencies")]
    [InlineData("/nowhere")]
    [InlineData("/api/v1/agencies/HEALTH/reviews")]
    [InlineData("/docs")]
    public async Task Every_answer_says_how_it_may_be_used(string path)
    {
        var headers = (await gateway.Http.GetAsync(path)).Headers;

        Assert.Equal(["nosniff"], headers.GetValues("X-Content-Type-Options"));
        Assert.Equal(["no-referrer"], headers.GetValues("Referrer-Policy"));
        Assert.Equal(["DENY"], headers.GetValues("X-Frame-Options"));
        Assert.Equal(["max-age=31536000; includeSubDomains"], headers.GetValues("Strict-Transport-Security"));
        Assert.True(headers.Contains("Permissions-Policy"));
        var policy = Assert.Single(headers.GetValues("Content-Security-Policy"));
        Assert.Contains("frame-ancestors 'none'", policy, StringComparison.Ordinal);
        Assert.DoesNotContain("script-src 'self' 'unsafe-inline'", policy, StringComparison.Ordinal);
        Assert.Equal(path.StartsWith("/api", StringComparison.Ordinal), headers.CacheControl?.NoStore == true);
    }

    [Fact]
    public async Task The_gateways_own_pages_say_what_they_answer_and_refuse_the_rest()
    {
        var options = await gateway.Http.SendAsync(new HttpRequestMessage(HttpMethod.Options, "/docs"));
        var head = await gateway.Http.SendAsync(new HttpRequestMessage(HttpMethod.Head, "/docs"));
        var post = await gateway.Http.PostAsync("/docs", null);

        Assert.Equal((HttpStatusCode.NoContent, HttpStatusCode.OK, HttpStatusCode.MethodNotAllowed), (options.StatusCode, head.StatusCode, post.StatusCode));
        Assert.Superset(new HashSet<string> { "GET", "HEAD", "OPTIONS" }, options.Content.Headers.Allow.ToHashSet());
        Assert.Superset(new HashSet<string> { "GET", "HEAD" }, post.Content.Headers.Allow.ToHashSet());
        Assert.Equal("application/problem+json", post.Content.Headers.ContentType?.MediaType);
    }

    [Fact]
    public async Task In_Development_nobody_is_sent_to_TLS()
    {
        await using var development = await RunningGateway.Start("--environment=Development");

        Assert.False((await development.Http.GetAsync("/docs")).Headers.Contains("Strict-Transport-Security"));
    }

    [Fact]
    public async Task A_page_that_says_its_own_policy_keeps_it()
    {
        var answer = await gateway.Http.GetAsync("/connect/token?type=text/html&csp=default-src 'none'");

        Assert.Equal(["default-src 'none'"], answer.Headers.GetValues("Content-Security-Policy"));
    }

    [Fact]
    public async Task Other_origins_are_shut_out_unless_they_are_named()
    {
        await using var open = await RunningGateway.Start("--Edge:Origins=https://trader.example");

        Assert.Null(await Allowed(gateway, "https://trader.example"));
        Assert.Equal("https://trader.example", await Allowed(open, "https://trader.example"));
        Assert.Null(await Allowed(open, "https://elsewhere.example"));
    }

    [Fact]
    public async Task A_trace_is_carried_on_and_one_that_is_malformed_is_not()
    {
        const string Trace = "0af7651916cd43dd8448eb211c80319c";

        var carried = await Asked($"00-{Trace}-b7ad6b7169203331-01");
        var malformed = await Asked("00-ZZZ-b7ad6b7169203331-01");

        Assert.StartsWith($"00-{Trace}-", carried, StringComparison.Ordinal);
        Assert.DoesNotContain("b7ad6b7169203331", carried, StringComparison.Ordinal);
        Assert.Matches("^00-[0-9a-f]{32}-[0-9a-f]{16}-0[01]$", malformed);
    }

    [Theory]
    [InlineData("/api/v1/agencies?type=application/json", true)]
    [InlineData("/api/v1/agencies?type=application/xml", true)]
    [InlineData("/docs", true)]
    [InlineData("/api/v1/agencies?type=text/event-stream", false)]
    [InlineData("/api/v1/webhooks?type=application/json", false)]
    [InlineData("/connect/token?type=application/json", false)]
    public async Task Answers_are_packed_for_who_asks_but_for_streams_and_secrets(string path, bool isPacked)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path) { Headers = { { "Accept-Encoding", "gzip" } } };

        var answer = await gateway.Http.SendAsync(request);

        Assert.Equal(isPacked, answer.Content.Headers.ContentEncoding.Contains("gzip"));
        Assert.Empty((await gateway.Http.GetAsync(path)).Content.Headers.ContentEncoding);
    }

    [Fact]
    public async Task A_packed_body_reaches_the_service_unpacked()
    {
        var answer = await Post(Gzip(new byte[1_000_000]), "gzip");

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Equal(["1000000"], answer.Headers.GetValues("asked-bytes"));
    }

    [Theory]
    [InlineData("a bomb", "gzip", 413)]
    [InlineData("no gzip", "gzip", 400)]
    [InlineData("cut off", "gzip", 400)]
    [InlineData("no gzip", "br", 415)]
    [InlineData("a bomb", "gzip, gzip", 415)]
    public async Task A_body_that_unpacks_to_too_much_or_not_at_all_is_a_problem(string what, string encoding, int status)
    {
        var body = what switch
        {
            "a bomb" => Gzip(new byte[33 * 1024 * 1024]),
            "cut off" => Gzip(Encoding.ASCII.GetBytes(string.Join(' ', Enumerable.Range(0, 1000))))[..^900],
            _ => "{}"u8.ToArray(),
        };

        var answer = await Post(body, encoding);

        Assert.Equal(status, (int)answer.StatusCode);
        Assert.Equal("application/problem+json", answer.Content.Headers.ContentType?.MediaType);
    }

    [Theory]
    [InlineData("GET /docs HTTP/1.1\r\nHost: x\r\n", "")]
    [InlineData("POST /api/v1/declarations HTTP/1.1\r\nHost: x\r\nContent-Length: 100000\r\n\r\n{", "HTTP/1.1 408 Request Timeout")]
    public async Task Who_begins_a_request_and_does_not_go_on_is_cut_off(string begun, string last)
    {
        await using var strict = await RunningGateway.Start("--Limits:HeadersSeconds=1", "--Limits:GraceSeconds=1.1", "--Limits:SlowestBytesPerSecond=100000");
        using var caller = new TcpClient();
        await caller.ConnectAsync(IPAddress.Loopback, strict.Http.BaseAddress!.Port);
        await caller.GetStream().WriteAsync(Encoding.ASCII.GetBytes(begun));

        // It ends when the gateway ends it.
        var told = await new StreamReader(caller.GetStream()).ReadToEndAsync().WaitAsync(Patience);

        Assert.StartsWith(last.Length == 0 ? "HTTP/1.1 408" : last, told.Length == 0 ? "HTTP/1.1 408" : told, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_takes_longer_than_a_request_may_is_a_problem_504_and_called_off_behind()
    {
        await using var strict = await RunningGateway.Start("--Limits:RequestSeconds=0.2");

        var answer = await strict.Http.GetAsync("/api/v1/agencies?hang").WaitAsync(Patience);

        Assert.Equal(HttpStatusCode.GatewayTimeout, answer.StatusCode);
        Assert.Equal(504, (int)(await answer.Content.ReadFromJsonAsync<JsonObject>())!["status"]!);
        Assert.True(await strict["Declarations"].CalledOff.WaitAsync(Patience));
    }

    [Theory]
    [InlineData("GET /docs HTTP/1.1\r\nHost: x\r\nX-Long: {0}\r\n\r\n", "431")]
    [InlineData("GET /docs?{0} HTTP/1.1\r\nHost: x\r\n\r\n", "414")]
    [InlineData("OPTIONS * HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n", "204")]
    [InlineData("GET /api/v1/%00 HTTP/1.1\r\nHost: x\r\n\r\n", "400")]
    [InlineData("GET /docs HTTP/1.1\r\n\r\n", "400")]
    [InlineData("POST /api/v1/declarations HTTP/1.1\r\nHost: x\r\nContent-Length: 1\r\nTransfer-Encoding: chunked\r\nConnection: close\r\n\r\n1\r\na\r\n0\r\n\r\n", "200")]
    public async Task Odd_requests_are_refused_by_their_own_status(string request, string status)
    {
        using var caller = new TcpClient();
        await caller.ConnectAsync(IPAddress.Loopback, gateway.Http.BaseAddress!.Port);
        await caller.GetStream().WriteAsync(Encoding.ASCII.GetBytes(request.Replace("{0}", new string('x', 40_000), StringComparison.Ordinal)));

        var first = await new StreamReader(caller.GetStream()).ReadLineAsync().WaitAsync(Patience);

        Assert.StartsWith($"HTTP/1.1 {status}", first, StringComparison.Ordinal);
    }

    private static byte[] Gzip(byte[] plain)
    {
        using var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.Fastest)) gzip.Write(plain);
        return packed.ToArray();
    }

    private static async Task<string?> Allowed(RunningGateway gateway, string origin)
    {
        using var preflight = new HttpRequestMessage(HttpMethod.Options, "/api/v1/declarations")
        {
            Headers = { { "Origin", origin }, { "Access-Control-Request-Method", "POST" }, { "Access-Control-Request-Headers", "authorization" } },
        };
        var answer = await gateway.Http.SendAsync(preflight);
        return answer.Headers.TryGetValues("Access-Control-Allow-Origin", out var allowed) ? allowed.Single() : null;
    }

    private async Task<string> Asked(string trace)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/api/v1/agencies");
        request.Headers.Add("traceparent", trace);
        return Assert.Single((await new HttpClient(new SocketsHttpHandler { ActivityHeadersPropagator = null }) { BaseAddress = gateway.Http.BaseAddress }.SendAsync(request)).Headers.GetValues("asked-trace"));
    }

    private Task<HttpResponseMessage> Post(byte[] body, string encoding)
    {
        var content = new ByteArrayContent(body);
        content.Headers.ContentType = new("application/json");
        content.Headers.TryAddWithoutValidation("Content-Encoding", encoding);
        return gateway.Http.PostAsync("/api/v1/declarations", content);
    }
}
