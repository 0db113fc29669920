// SPDX-License-Identifier: Apache-2.0
using System.Net;
using System.Net.Sockets;
using System.Text;
using Xunit;

namespace Cbm.IntegrationTests.Gateway;

/// <summary>What a caller sends and the gateway cannot pass on as it is: served where it can be, and never told as a service that is away.</summary>
public sealed class CallersFaultTests(RunningGateway gateway) : IClassFixture<RunningGateway>
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    [Theory]
    [InlineData("/api/v1/agencies", "X-Purpose", "kontrolli päivä")]
    [InlineData("/api/v1/agencies", "User-Agent", "Zoll/1.0 (größer)")]
    [InlineData("/connect/token", "X-Anything", "日本語 🛃")]
    public async Task A_header_of_any_letters_reaches_its_service_and_comes_back(string path, string name, string value)
    {
        using var http = new HttpClient(new SocketsHttpHandler { RequestHeaderEncodingSelector = (_, _) => Encoding.UTF8, ResponseHeaderEncodingSelector = (_, _) => Encoding.UTF8 });
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(gateway.Http.BaseAddress!, $"{path}?echo={name}"));
        request.Headers.TryAddWithoutValidation(name, value);

        using var answer = await http.SendAsync(request);

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Equal(value, string.Join(' ', answer.Headers.GetValues("echoed")));
    }

    [Theory]
    // Half a letter, a tunnel, another protocol, chunks that are none.
    [InlineData("GET /api/v1/agencies HTTP/1.1\r\nHost: x\r\nConnection: close\r\nX-Purpose: \u00e4\r\n\r\n", "400")]
    [InlineData("CONNECT /api/v1/agencies HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n", "405")]
    [InlineData("GET /api/v1/agencies HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n", "200")]
    [InlineData("POST /api/v1/agencies HTTP/1.1\r\nHost: x\r\nConnection: close\r\nTransfer-Encoding: chunked\r\n\r\nno chunk\r\n", "400")]
    [InlineData("DELETE /api/v1/webhooks/1 HTTP/1.1\r\nHost: x\r\nConnection: close\r\nContent-Encoding: br\r\n\r\n", "200")]
    public async Task It_is_answered_by_its_own_status(string request, string status)
    {
        using var caller = await Connect();
        await caller.GetStream().WriteAsync(Encoding.Latin1.GetBytes(request));

        Assert.StartsWith($"HTTP/1.1 {status}", await new StreamReader(caller.GetStream()).ReadLineAsync().WaitAsync(Patience), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("http://window.example:8080", "window.example")]
    [InlineData(null, "localhost")]
    public async Task Identity_is_asked_under_the_host_of_the_issuer_whatever_the_caller_says(string? issuer, string host)
    {
        await using var window = await RunningGateway.Start(issuer is null ? [] : [$"--Identity:Issuer={issuer}"]);
        using var request = new HttpRequestMessage(HttpMethod.Get, "/.well-known/openid-configuration") { Headers = { Host = "evil.example" } };

        var answer = await (await window.Http.SendAsync(request)).Content.ReadAsStringAsync();

        Assert.StartsWith($"Identity HTTP/1.1 {host} ", answer, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("GET", "Content-Length: 34\r\n", "0123456789012345678901234567890123")]
    [InlineData("POST", "Transfer-Encoding: chunked\r\n", "3\r\nabc\r\n0\r\n\r\n")]
    public async Task A_body_that_comes_after_the_answer_does_not_break_the_connection_under_it(string verb, string length, string body)
    {
        for (var round = 0; round < 10; round++)
        {
            using var caller = await Connect();
            var stream = caller.GetStream();
            await stream.WriteAsync(Encoding.ASCII.GetBytes($"{verb} /api/v1/agencies?early HTTP/1.1\r\nHost: x\r\n{length}\r\n"));
            using var answer = new StreamReader(stream);
            while (await answer.ReadLineAsync().WaitAsync(Patience) is not "0")
            {
            }

            Assert.Equal("", await answer.ReadLineAsync().WaitAsync(Patience));

            // The next request goes by the same connection, as a proxy in front would send another caller's.
            await stream.WriteAsync(Encoding.ASCII.GetBytes($"{body}GET /api/v1/agencies HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"));
            Assert.Equal("HTTP/1.1 200 OK", await answer.ReadLineAsync().WaitAsync(Patience));
        }
    }

    [Fact]
    public async Task A_body_that_comes_too_slowly_is_told_so_in_words()
    {
        await using var strict = await RunningGateway.Start("--Limits:GraceSeconds=1.1", "--Limits:SlowestBytesPerSecond=100000");
        using var caller = await Connect(strict);
        await caller.GetStream().WriteAsync("POST /api/v1/declarations HTTP/1.1\r\nHost: x\r\nContent-Length: 100000\r\n\r\n{"u8.ToArray());

        var told = await new StreamReader(caller.GetStream()).ReadToEndAsync().WaitAsync(Patience);

        Assert.StartsWith("HTTP/1.1 408", told, StringComparison.Ordinal);
        Assert.Contains("application/problem+json", told, StringComparison.Ordinal);
        Assert.Contains("X-Content-Type-Options: nosniff", told, StringComparison.OrdinalIgnoreCase);
    }

    private async Task<TcpClient> Connect(RunningGateway? to = null)
    {
        var caller = new TcpClient { NoDelay = true };
        await caller.ConnectAsync(IPAddress.Loopback, (to ?? gateway).Http.BaseAddress!.Port);
        return caller;
    }
}
