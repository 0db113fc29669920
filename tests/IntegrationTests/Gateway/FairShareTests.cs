// SPDX-License-Identifier: Apache-2.0
using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Cbm.Contracts;
using Cbm.Gateway;
using Cbm.ServiceDefaults.Hosting;
using Grpc.Core;
using Xunit;

namespace Cbm.IntegrationTests.Gateway;

/// <summary>Shares of one caller and of one address. The rates are such that nothing comes back while a test runs.</summary>
public sealed class FairShareTests
{
    private const string Slow = "0.0001";

    private static readonly string[] Three =
    [
        $"--Limits:Caller:PerSecond={Slow}", "--Limits:Caller:Burst=3", $"--Limits:Address:PerSecond={Slow}", "--Limits:Address:Burst=3",
    ];

    [Fact]
    public async Task Who_takes_more_than_its_share_is_told_when_to_come_back_and_the_others_are_served()
    {
        await using var gateway = await RunningGateway.Start([.. Three, "--Limits:Address:PerSecond=0"]);
        for (var one = 0; one < 4; one++)
        {
            Assert.Equal(HttpStatusCode.OK, (await Ask(gateway, "Bearer greedy token")).StatusCode);
        }

        var refused = await Ask(gateway, "Bearer greedy token");
        var problem = await refused.Content.ReadFromJsonAsync<JsonObject>();

        Assert.Equal((HttpStatusCode)429, refused.StatusCode);
        Assert.True(refused.Headers.RetryAfter?.Delta > TimeSpan.Zero);
        Assert.Equal(("application/problem+json", 429), (refused.Content.Headers.ContentType?.MediaType, (int)problem!["status"]!));
        Assert.Equal(HttpStatusCode.OK, (await Ask(gateway, "Bearer modest token")).StatusCode);
    }

    [Fact]
    public async Task Another_token_of_the_same_caller_is_no_other_share()
    {
        await using var gateway = await RunningGateway.Start([.. Three, "--Limits:Address:PerSecond=0"]);
        for (var one = 0; one < 3; one++)
        {
            await Ask(gateway, "Bearer greedy first");
            await Ask(gateway, "Bearer greedy second");
        }

        Assert.Equal((HttpStatusCode)429, (await Ask(gateway, "Bearer greedy second")).StatusCode);
        Assert.Equal((HttpStatusCode)429, (await Ask(gateway, "Bearer greedy first")).StatusCode);
    }

    [Fact]
    public async Task Tokens_that_nobody_recognises_share_what_their_address_has_and_take_nothing_from_a_caller_who_is_known()
    {
        await using var gateway = await RunningGateway.Start(Three);
        await Ask(gateway, "Bearer honest token");
        for (var forged = 0; forged < 3; forged++)
        {
            await Ask(gateway, $"Bearer forged-{forged}");
        }

        Assert.Equal((HttpStatusCode)429, (await Ask(gateway, "Bearer forged-again")).StatusCode);
        Assert.Equal((HttpStatusCode)429, (await Ask(gateway, null)).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await Ask(gateway, "Bearer honest token")).StatusCode);
    }

    [Fact]
    public async Task Requests_that_hang_take_no_more_than_ones_own_places()
    {
        await using var gateway = await RunningGateway.Start("--Limits:Caller:AtOnce=2");
        await Ask(gateway, "Bearer greedy token");
        await Ask(gateway, "Bearer modest token");
        using var enough = new CancellationTokenSource();
        var hanging = new[] { 1, 2 }.Select(_ => Ask(gateway, "Bearer greedy token", "/api/v1/agencies?hang", enough.Token)).ToList();
        await gateway["Declarations"].Hanging.WaitAsync();
        await gateway["Declarations"].Hanging.WaitAsync();

        Assert.Equal((HttpStatusCode)429, (await Ask(gateway, "Bearer greedy token")).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await Ask(gateway, "Bearer modest token")).StatusCode);

        // Who goes away gives the place back, and what was on its way for it is called off behind the gateway.
        await enough.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Task.WhenAll(hanging));
        await gateway["Declarations"].CalledOff.WaitAsync();
        await gateway["Declarations"].CalledOff.WaitAsync();
        await Declarations.RunningWindow.Until(async () => (await Ask(gateway, "Bearer greedy token")).StatusCode == HttpStatusCode.OK);
    }

    [Fact]
    public async Task All_together_take_no_more_than_there_is()
    {
        await using var gateway = await RunningGateway.Start("--Limits:AtOnce=1");
        using var enough = new CancellationTokenSource();
        var hanging = Ask(gateway, null, "/api/v1/agencies?hang", enough.Token);
        await gateway["Declarations"].Hanging.WaitAsync();

        Assert.Equal((HttpStatusCode)429, (await Ask(gateway, "Bearer other token")).StatusCode);

        await enough.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => hanging);
    }

    [Fact]
    public async Task Strangers_leave_half_of_the_places_to_callers_who_are_known()
    {
        await using var gateway = await RunningGateway.Start("--Limits:AtOnce=2");
        await Ask(gateway, "Bearer honest token");
        using var enough = new CancellationTokenSource();
        var hanging = Ask(gateway, null, "/api/v1/agencies?hang", enough.Token);
        await gateway["Declarations"].Hanging.WaitAsync();

        Assert.Equal((HttpStatusCode)429, (await Ask(gateway, null)).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await Ask(gateway, "Bearer honest token")).StatusCode);

        await enough.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => hanging);
    }

    [Fact]
    public async Task A_live_stream_takes_no_place_from_those_who_want_something_now()
    {
        await using var gateway = await RunningGateway.Start("--Limits:AtOnce=1");
        using var enough = new CancellationTokenSource();
        using var stream = new HttpRequestMessage(HttpMethod.Get, "/api/v1/declarations/26FI1/events?hang") { Headers = { { "Accept", "text/event-stream" } } };
        var open = gateway.Http.SendAsync(stream, enough.Token);
        await gateway["Declarations"].Hanging.WaitAsync();

        Assert.Equal(HttpStatusCode.OK, (await Ask(gateway, null)).StatusCode);

        await enough.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => open);
    }

    [Fact]
    public async Task Over_gRPC_the_share_is_a_status_with_the_time_to_come_back_and_health_is_always_told()
    {
        await using var gateway = await RunningGateway.Start(Three);
        var client = new DeclarationService.DeclarationServiceClient(gateway.Grpc);
        for (var one = 0; one < 3; one++)
        {
            await client.ListAgenciesAsync(new ListAgenciesRequest());
        }

        var refusal = await Assert.ThrowsAsync<RpcException>(async () => await client.ListAgenciesAsync(new ListAgenciesRequest()));

        Assert.Equal(StatusCode.ResourceExhausted, refusal.StatusCode);
        Assert.True(long.Parse(refusal.Trailers.GetValue("grpc-retry-pushback-ms")!) > 0);
        await new Grpc.Health.V1.Health.HealthClient(gateway.Grpc).CheckAsync(new Grpc.Health.V1.HealthCheckRequest());
    }

    [Fact]
    public async Task An_address_that_a_trusted_proxy_tells_is_the_callers_and_nobody_elses_word_is_taken()
    {
        await using var behind = await RunningGateway.Start([.. Three, "--Edge:TrustedProxies=127.0.0.0/8"]);
        await using var open = await RunningGateway.Start(Three);
        for (var one = 0; one < 4; one++)
        {
            Assert.Equal(HttpStatusCode.OK, (await AskFrom(behind, $"192.0.2.{one}")).StatusCode);
            Assert.Equal(one < 3 ? 200 : 429, (int)(await AskFrom(open, $"192.0.2.{one}")).StatusCode);
        }
    }

    [Fact]
    public async Task Whom_a_service_recognised_is_told_to_nobody()
    {
        await using var gateway = await RunningGateway.Start();

        Assert.False((await Ask(gateway, "Bearer trader token")).Headers.Contains("X-Recognised-Caller"));
    }

    [Theory]
    [InlineData("--Limits:Caller:Burst=0")]
    [InlineData("--Limits:GraceSeconds=1")]
    [InlineData("--Limits:Address:PerSecond=-1")]
    [InlineData("--Edge:Origins=*")]
    [InlineData("--Edge:TrustedProxies=everybody")]
    public void A_limit_that_is_none_ends_the_start(string setting)
    {
        var refused = Assert.Throws<RefusedToStartException>(() => GatewayService.Build(
            ["--Urls:Http=http://127.0.0.1:0", "--Urls:Grpc=http://127.0.0.1:0", "--Identity:Issuer=http://localhost:8080", setting]));
        Assert.StartsWith(setting[2..setting.IndexOf(':', StringComparison.Ordinal)], Assert.Single(refused.Mistakes), StringComparison.Ordinal);
    }

    [Fact]
    public void Without_the_address_that_clients_are_told_there_is_no_door() =>
        Assert.StartsWith("Identity:Issuer", Assert.Single(Assert.Throws<RefusedToStartException>(
            () => GatewayService.Build(["--Urls:Http=http://127.0.0.1:0", "--Urls:Grpc=http://127.0.0.1:0"])).Mistakes), StringComparison.Ordinal);

    private static Task<HttpResponseMessage> AskFrom(RunningGateway gateway, string address)
    {
        var request = new HttpRequestMessage(HttpMethod.Get, "/api/v1/agencies");
        request.Headers.Add("X-Forwarded-For", address);
        return gateway.Http.SendAsync(request);
    }

    private static Task<HttpResponseMessage> Ask(RunningGateway gateway, string? authorization, string path = "/api/v1/agencies", CancellationToken cancel = default)
    {
        var request = new HttpRequestMessage(HttpMethod.Get, path);
        if (authorization is not null) request.Headers.TryAddWithoutValidation("Authorization", authorization);
        return gateway.Http.SendAsync(request, cancel);
    }
}
