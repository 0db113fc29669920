// SPDX-License-Identifier: Apache-2.0
using System.Net;
using System.Net.Http.Headers;
using System.Text;
using Cbm.TestKit;
using Grpc.Core;
using Grpc.Health.V1;
using Grpc.Net.Client;
using Xunit;
using Status = Grpc.Health.V1.HealthCheckResponse.Types.ServingStatus;

namespace Cbm.IntegrationTests.Operating;

/// <summary>A real process is asked to stop, or does not start.</summary>
public sealed class StopTests
{
    [Fact]
    public async Task What_was_accepted_before_the_stop_is_answered_and_nothing_else_is_taken()
    {
        using var issuer = new TestIssuer();
        await using var service = await ServiceProcess.Start(ServiceProcess.Settings(issuer));
        await service.IsReady();
        using var channel = GrpcChannel.ForAddress(service.Address);
        using var watch = new Health.HealthClient(channel).Watch(new HealthCheckRequest());
        Assert.True(await watch.ResponseStream.MoveNext(CancellationToken.None));
        Assert.Equal(Status.Serving, watch.ResponseStream.Current.Status);
        using var http = new HttpClient { BaseAddress = service.Address, DefaultRequestVersion = HttpVersion.Version20, DefaultVersionPolicy = HttpVersionPolicy.RequestVersionExact };
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", issuer.Officer("HEALTH"));

        // Half of it is there; what comes after it on the same connection is answered, so this one was accepted.
        var rest = new TaskCompletionSource();
        using var half = new TwoHalves("{ \"number\": ", "7 }", rest.Task);
        var accepted = http.PostAsync("/api/v1/agencies/HEALTH/lpcos", half);
        await half.HalfIsSent;
        (await http.GetAsync("/api/v1/agencies/HEALTH/reviews")).EnsureSuccessStatusCode();
        service.Terminate();

        // It tells who watches it that it is not ready any more, or ends the watch.
        await NotServing(watch.ResponseStream);
        rest.SetResult();
        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await accepted).StatusCode);
        var (code, wrong) = await service.End();
        Assert.Equal(0, code);
        Assert.Empty(wrong);
        await Assert.ThrowsAsync<HttpRequestException>(() => http.GetAsync("/api/v1/agencies/HEALTH/reviews"));
    }

    [Fact]
    public async Task It_runs_but_is_not_ready_while_it_has_no_keys_and_is_for_good_once_it_had_them()
    {
        await using var none = await ServiceProcess.Start("--environment=Development", "--Identity:Issuer=http://127.0.0.1:9");
        using var channel = GrpcChannel.ForAddress(none.Address);
        var health = new Health.HealthClient(channel);
        await Declarations.RunningWindow.Until(90, async () =>
        {
            try
            {
                return (await health.CheckAsync(new HealthCheckRequest { Service = "live" })).Status == Status.Serving;
            }
            catch (RpcException)
            {
                return false;
            }
        });
        Assert.Equal(Status.NotServing, (await health.CheckAsync(new HealthCheckRequest())).Status);

        var issuer = new TestIssuer();
        await using var keyed = await ServiceProcess.Start(ServiceProcess.Settings(issuer));
        await keyed.IsReady();
        issuer.Dispose();
        await keyed.IsReady();
    }

    [Fact]
    public async Task On_a_server_that_is_away_it_waits_for_its_database_and_says_so_until_it_is_told_to_end()
    {
        using var issuer = new TestIssuer();
        await using var service = await ServiceProcess.Start([
            .. ServiceProcess.Settings(issuer), "--Logging:LogLevel:Default=Warning", "--Data:Provider=SqlServer",
            $"--Data:ConnectionString=Server=127.0.0.1,{Ports.Free()};User Id=sa;Password=none;Encrypt=False;Connect Timeout=1"]);
        await service.Says("The service waits for its database");
        await service.Says("The service waits for its database");
        service.Terminate();
        var (code, wrong) = await service.End();
        Assert.Equal(128 + 15, code);
        Assert.Empty(wrong);
    }

    [Fact]
    public async Task Every_mistake_in_its_settings_is_a_line_and_the_exit_code_is_1()
    {
        await using var service = await ServiceProcess.Start(
            "--environment=Production", "--Identity:Issuer=window.example", "--Data:Provder=Sqlite", "--Data:Provider=Sqlite", "--Window:Profile=ZZ", "--Services:Declarations=/nowhere",
            "--Identity:Services:HEALTH:Secret=short", "--EventBus:Kind=Dapr");
        var (code, wrong) = await service.End();
        Assert.Equal(1, code);
        Assert.Equal(
            [
                "The service does not start: Services:Declarations: /nowhere is no address (https://host:port)",
                "The service does not start: Data:Provder is no setting; Data has CompatibilityLevel, ConnectionString, Folder, MaxBatchSize, Provider, Shared",
                "The service does not start: Identity:Issuer: window.example is no address (https://host:port)",
                "The service does not start: EventBus:Kind: Dapr brings facts after their process has ended; its store must outlive it (Data:Provider=SqlServer, or Data:Shared=true)",
                "The service does not start: Window:Profile: ZZ is none of XX, FI, BW",
                "The service does not start: Dapr:ApiToken is missing: a secret of at least 32 characters",
                "The service does not start: Agency:DrawKey must be a secret of at least 32 characters",
                "The service does not start: Identity:Services:HEALTH:Secret is shorter than 32 characters",
            ],
            wrong);
    }

    [Fact]
    public async Task Whose_store_is_a_server_needs_no_folder_to_write_to()
    {
        // Neither of the two can be made; whose store is a server is refused for the one that it names.
        await using var service = await ServiceProcess.Start(
            "--environment=Production", "--Data:Provider=SqlServer", "--Data:ConnectionString=Server=nowhere", "--Data:Folder=", "--Agency:DrawKey=short");
        Assert.DoesNotContain((await service.End()).Wrong, line => line.Contains("cannot be written to", StringComparison.Ordinal));
        await using var other = await ServiceProcess.Start("--environment=Production", "--Data:Provider=SqlServer", "--Data:ConnectionString=Server=nowhere", "--Data:Folder=/proc/cbm", "--Agency:DrawKey=short");
        Assert.Contains((await other.End()).Wrong, line => line.StartsWith("The service does not start: Data:Folder: /proc/cbm cannot be written to", StringComparison.Ordinal));
    }

    private static async Task NotServing(IAsyncStreamReader<HealthCheckResponse> watched)
    {
        try
        {
            while (await watched.MoveNext(CancellationToken.None))
            {
                if (watched.Current.Status == Status.NotServing)
                {
                    return;
                }
            }
        }
        catch (RpcException ended)
        {
            Assert.Contains(ended.StatusCode, (StatusCode[])[StatusCode.Unavailable, StatusCode.Cancelled]);
        }
    }

    /// <summary>A body whose second half comes when it is told to.</summary>
    private sealed class TwoHalves : HttpContent
    {
        private readonly TaskCompletionSource _sent = new();
        private readonly string _first;
        private readonly string _second;
        private readonly Task _rest;

        public TwoHalves(string first, string second, Task rest)
        {
            (_first, _second, _rest) = (first, second, rest);
            Headers.ContentType = new MediaTypeHeaderValue("application/json");
        }

        public Task HalfIsSent => _sent.Task;

        protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context)
        {
            await stream.WriteAsync(Encoding.UTF8.GetBytes(_first));
            await stream.FlushAsync();
            _sent.SetResult();
            await _rest;
            await stream.WriteAsync(Encoding.UTF8.GetBytes(_second));
        }

        protected override bool TryComputeLength(out long length)
        {
            length = 0;
            return false;
        }
    }
}
