// SPDX-License-Identifier: Apache-2.0
using System.Net;
using System.Net.Http.Json;
using System.Net.Sockets;
using System.Text.Json.Nodes;
using Xunit;

namespace Cbm.IntegrationTests.Gateway;

public sealed class HttpDoorTests(RunningGateway gateway) : IClassFixture<RunningGateway>
{
    [Theory]
    [InlineData("/api/v1/declarations?state=RELEASED", "Declarations HTTP/2")]
    [InlineData("/api/v1/agencies", "Declarations HTTP/2")]
    [InlineData("/api/v1/agencies/HEALTH/requirements?hs=0805", "Declarations HTTP/2")]
    [InlineData("/api/v1/lpcos/FI/1/verification", "Declarations HTTP/2")]
    [InlineData("/api/v1/agencies/CUSTOMS/reviews", "CUSTOMS HTTP/2")]
    [InlineData("/api/v1/agencies/customs/reviews/26FI-CUSTOMS/take", "CUSTOMS HTTP/2")]
    [InlineData("/api/v1/agencies/Police/lpcos", "POLICE HTTP/2")]
    [InlineData("/connect/token", "Identity HTTP/1.1")]
    [InlineData("/.well-known/openid-configuration", "Identity HTTP/1.1")]
    [InlineData("/signin?returnUrl=%2Fconnect%2Fauthorize%3Fclient_id%3Dportal", "Identity HTTP/1.1")]
    [InlineData("/signin.css", "Identity HTTP/1.1")]
    [InlineData("/signout", "Identity HTTP/1.1")]
    public async Task Each_path_reaches_its_service_unchanged(string path, string service)
    {
        var answer = await gateway.Http.GetStringAsync(path);

        Assert.StartsWith(service, answer, StringComparison.Ordinal);
        Assert.EndsWith(path, answer, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/api/v1/agencies/FORESTRY/reviews")]
    [InlineData("/api/v1/agencies/FORESTRY/lpcos/1/withdrawal")]
    [InlineData("/nowhere")]
    [InlineData("/cbm.v1.DeclarationService/LodgeDeclaration")]
    [InlineData("/cbm.v1.MandateService/GetMandate")]
    [InlineData("/dapr.proto.runtime.v1.AppCallback/OnTopicEvent")]
    public async Task What_is_unknown_or_internal_is_a_problem_404(string path)
    {
        var answer = await gateway.Http.PostAsync(path, null);

        Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
        Assert.Equal("application/problem+json", answer.Content.Headers.ContentType?.MediaType);
        Assert.Equal(404, (int)(await answer.Content.ReadFromJsonAsync<JsonObject>())!["status"]!);
    }

    [Fact]
    public async Task A_service_that_is_away_is_a_problem_503_with_the_time_to_come_back()
    {
        var answer = await gateway.Http.GetAsync("/api/v1/agencies/HEALTH/reviews").WaitAsync(TimeSpan.FromSeconds(4));

        Assert.Equal(HttpStatusCode.ServiceUnavailable, answer.StatusCode);
        Assert.Equal("application/problem+json", answer.Content.Headers.ContentType?.MediaType);
        Assert.True(answer.Headers.RetryAfter?.Delta > TimeSpan.Zero);
    }

    [Fact]
    public async Task A_service_that_ends_while_a_body_is_on_its_way_to_it_is_away_too()
    {
        using var caller = new TcpClient();
        await caller.ConnectAsync(IPAddress.Loopback, gateway.Http.BaseAddress!.Port);
        await caller.GetStream().WriteAsync("POST /api/v1/declarations?break HTTP/1.1\r\nHost: localhost\r\nContent-Length: 1000000\r\n\r\nthe first half"u8.ToArray());
        var answer = new StreamReader(caller.GetStream()).ReadLineAsync();
        for (var part = 0; part < 400 && !answer.IsCompleted; part++)
        {
            // Its body goes on coming: one that stands still for five seconds is the caller's own failure (408), however busy the machine is.
            await Task.WhenAny(answer, Task.Delay(100));
            if (!answer.IsCompleted)
            {
                await caller.GetStream().WriteAsync(new byte[200]);
            }
        }

        Assert.Equal("HTTP/1.1 503 Service Unavailable", await answer.WaitAsync(TimeSpan.FromSeconds(30)));
    }

    [Fact]
    public async Task A_correlation_id_goes_through_and_comes_back()
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/api/v1/agencies") { Headers = { { "X-Correlation-ID", "order-77" } } };

        var answer = await gateway.Http.SendAsync(request);

        Assert.Equal(["order-77"], answer.Headers.GetValues("X-Correlation-ID"));
        Assert.Equal(["order-77"], answer.Headers.GetValues("asked-by"));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("two words")]
    [InlineData("12345678901234567890123456789012345678901234567890123456789012345")]
    public async Task Without_a_fit_correlation_id_one_is_made(string? unfit)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/api/v1/agencies");
        if (unfit is not null) request.Headers.Add("X-Correlation-ID", unfit);

        var answer = await gateway.Http.SendAsync(request);

        var made = Assert.Single(answer.Headers.GetValues("X-Correlation-ID"));
        Assert.NotEqual(unfit, made);
        Assert.Equal([made], answer.Headers.GetValues("asked-by"));
    }

    [Fact]
    public async Task No_answer_names_the_server() =>
        Assert.False((await gateway.Http.GetAsync("/api/v1/agencies")).Headers.Contains("Server"));

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task More_than_32_MB_is_too_large(bool lengthIsSaid)
    {
        using var content = new StreamContent(new MemoryStream(new byte[32 * 1024 * 1024 + 1]));
        using var request = new HttpRequestMessage(HttpMethod.Post, "/api/v1/declarations") { Content = content };
        request.Headers.TransferEncodingChunked = !lengthIsSaid;
        request.Headers.ExpectContinue = lengthIsSaid;

        var answer = await gateway.Http.SendAsync(request);

        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, answer.StatusCode);
        Assert.Equal("application/problem+json", answer.Content.Headers.ContentType?.MediaType);
    }

    [Fact]
    public async Task The_root_leads_to_the_page_that_describes_the_routes()
    {
        Assert.Equal("/docs", (await gateway.Http.GetAsync("/")).Headers.Location?.ToString());
        Assert.Contains("<script src=", await gateway.Http.GetStringAsync("/docs"), StringComparison.Ordinal);
        Assert.Contains("/api/v1/declarations/{mrn}/arrival", await gateway.Http.GetStringAsync("/openapi/v1.json"), StringComparison.Ordinal);
    }
}
