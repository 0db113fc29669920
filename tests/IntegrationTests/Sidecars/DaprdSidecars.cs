// SPDX-License-Identifier: Apache-2.0
using Cbm.IntegrationTests.Declarations;
using Cbm.TestKit;
using Xunit;

namespace Cbm.IntegrationTests.Sidecars;

/// <summary>
/// Dapr's own sidecars: the program that CBM_TEST_DAPRD names by its path, or by <c>docker:IMAGE</c>, and Redis between them. Their
/// files and arguments are those of docker-compose.yml, and what a sidecar may do is Kubernetes'; only addresses differ.
/// </summary>
internal sealed class DaprdSidecars : ISidecars
{
    private const string Variable = "CBM_TEST_DAPRD";

    private static readonly string Named = Environment.GetEnvironmentVariable(Variable) ?? "";

    private readonly string _folder = Directory.CreateTempSubdirectory("cbm-daprd-").FullName;
    private readonly Dictionary<string, Doors> _ports;
    private readonly Dictionary<string, OthersProgram> _running = [];
    private readonly RedisServer _redis;

    private DaprdSidecars(IEnumerable<string> apps, RedisServer redis)
    {
        _redis = redis;
        _ports = apps.ToDictionary(app => app, _ => new Doors(Ports.Free(), Ports.Free(), Ports.Free()));
        Directory.CreateDirectory(Resources);
        var events = File.ReadAllText(Path.Combine(SourceTree.Root, "compose", "events.yaml"));
        File.WriteAllText(Path.Combine(Resources, "events.yaml"), events.Replace("cbm-broker:6379", redis.Address, StringComparison.Ordinal));
        foreach (var file in (string[])["compose/secrets.yaml", "k8s/dapr/subscriptions.yaml", "k8s/dapr/resiliency.yaml"])
        {
            File.Copy(Path.Combine(SourceTree.Root, file), Path.Combine(Resources, Path.GetFileName(file)));
        }

        File.Copy(Path.Combine(SourceTree.Root, "k8s/dapr/configuration.yaml"), Configuration);
    }

    /// <summary>Why there are none; null: there are.</summary>
    public static string? WhyNot { get; } = Named == "" ? $"{Variable} names no daprd (its path, 1.17 or later, or docker:IMAGE)" : OthersProgram.WhyNot(Named) ?? RedisServer.WhyNot;

    private string Resources => Path.Combine(_folder, "resources");

    private string Configuration => Path.Combine(_folder, "configuration.yaml");

    public static async Task<DaprdSidecars> Start(IEnumerable<string> apps) => new(apps, await RedisServer.Start());

    public string AddressOf(string app) => $"http://127.0.0.1:{_ports[app].Grpc}";

    public async Task Start(string app, string address)
    {
        var ports = _ports[app];
        var sidecar = _running[app] = await OthersProgram.Start(
            Named,
            "./daprd",
            [
                "--app-id", Scopes.IdOf(app), "--app-port", $"{new Uri(address).Port}", "--app-protocol", "grpc", "--resources-path", Resources, "--config", Configuration,
                "--dapr-listen-addresses", "127.0.0.1", "--max-body-size", "256Mi",
                "--dapr-grpc-port", $"{ports.Grpc}", "--dapr-http-port", $"{ports.Http}", "--metrics-port", $"{ports.Metrics}",
            ],
            new() { ["APP_API_TOKEN"] = RunningWindow.ApiToken, ["REDIS_PASSWORD"] = RedisServer.Password },
            _folder);
        using var http = new HttpClient();
        try
        {
            await RunningWindow.Until(60, async () =>
            {
                try
                {
                    Assert.False(sidecar.HasEnded);

                    // It has its components, has found its app and has subscribed.
                    return (await http.GetAsync(new Uri($"http://127.0.0.1:{ports.Http}/v1.0/healthz"))).IsSuccessStatusCode;
                }
                catch (HttpRequestException)
                {
                    return false;
                }
            });
        }
        catch (Exception late)
        {
            throw new InvalidOperationException($"The sidecar of {app} does not serve. It said:\n{await sidecar.Said()}", late);
        }
    }

    public async Task Kill(string app)
    {
        _running.Remove(app, out var sidecar);
        await sidecar!.DisposeAsync();
    }

    public Task Cut(bool isAway) => _redis.StandStill(isAway);

    public Task<int> Count(string topic) => _redis.Count(topic);

    public async ValueTask DisposeAsync()
    {
        foreach (var sidecar in _running.Values)
        {
            await sidecar.DisposeAsync();
        }

        await _redis.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    private sealed record Doors(int Grpc, int Http, int Metrics);
}
