// SPDX-License-Identifier: Apache-2.0
using System.Text.RegularExpressions;
using Xunit;
using YamlDotNet.Core;
using YamlDotNet.Serialization;

namespace Cbm.UnitTests.Deployment;

/// <summary>docker-compose.yml brings up the same window as the manifests.</summary>
public sealed partial class ComposeTests
{
    private static readonly Dictionary<object, object> File = Load();

    private static readonly Dictionary<string, Dictionary<object, object>> Services = Map(File["services"])
        .ToDictionary(one => (string)one.Key, one => Map(one.Value));

    [Fact]
    public void Every_process_is_there_with_its_image_its_migration_and_its_sidecar()
    {
        string[] engines = ["sqlserver", "cbm-broker", "telemetry"];
        Assert.Equal(
            Repository.Processes.SelectMany(process => new[] { process.Name }
                .Concat(process.Name == "gateway" ? [] : ["migrate-" + process.Name]).Concat(process.HasBus ? ["sidecar-" + process.Name] : [])).Concat(engines).Order(StringComparer.Ordinal),
            Services.Keys.Order(StringComparer.Ordinal));
        foreach (var process in Repository.Processes)
        {
            var service = Services[process.Name];
            Assert.Equal(process.Project, Map(Map(service["build"])["args"])["SERVICE"]);
            Assert.StartsWith(process.Image + ":", (string)service["image"], StringComparison.Ordinal);
            Assert.Equal(["CMD", "/app/service", "probe"], Map(service["healthcheck"])["test"] as List<object>);
            var port = new Uri((string)Map(service["environment"])["Urls__Http"]).Port;
            Assert.Equal(process.Port, port);
            if (process.Name != "gateway")
            {
                Assert.Equal(service["image"], Services["migrate-" + process.Name]["image"]);
                Assert.Equal(["migrate"], Services["migrate-" + process.Name]["command"] as List<object>);
                Assert.Equal("service_completed_successfully", Map(Map(service["depends_on"])["migrate-" + process.Name])["condition"]);
            }

            if (process.HasBus)
            {
                var sidecar = Services["sidecar-" + process.Name];
                var command = string.Join(' ', (List<object>)sidecar["command"]);
                Assert.Contains($"--app-id {process.Name} --dapr-internal-grpc-listen-address 127.0.0.1 --app-channel-address {process.Name} --app-port {port} --app-protocol grpc", command, StringComparison.Ordinal);

                // A network that it shared with its service would be gone with the service's first end; so each asks for a token.
                Assert.DoesNotContain("network_mode", sidecar.Keys);
                Assert.Equal($"http://sidecar-{process.Name}:50001", Map(service["environment"])["DAPR_GRPC_ENDPOINT"]);
                var token = $"${{BUS_TOKEN_{process.Name.ToUpperInvariant()}}}";
                Assert.Equal(token, Map(service["environment"])["DAPR_API_TOKEN"]);
                Assert.Equal((token, token), (Map(sidecar["environment"])["APP_API_TOKEN"], Map(sidecar["environment"])["DAPR_API_TOKEN"]));
            }
        }

        Assert.Equal(
            Repository.Processes.Where(process => process.Name != "gateway").Select(process => $"{process.Name} service_healthy"),
            Map(Services["gateway"]["depends_on"]).Select(one => $"{one.Key} {Map(one.Value)["condition"]}").Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Each_is_told_the_addresses_of_those_that_it_calls_and_no_secret_of_another()
    {
        foreach (var process in Repository.Processes)
        {
            var settings = Map(Services[process.Name]["environment"]).ToDictionary(one => (string)one.Key, one => (string)one.Value);
            var called = settings.Where(one => one.Key.StartsWith("Services__", StringComparison.Ordinal)).ToDictionary(one => Repository.ByKey(one.Key[10..]), one => new Uri(one.Value));
            Assert.Equal(
                Repository.Calls.Where(call => call.From == process.Name).Select(call => call.To).Order(StringComparer.Ordinal),
                called.Keys.Select(other => other.Name).Concat(process.HasBus ? ["identity"] : []).Order(StringComparer.Ordinal));
            Assert.All(called, one => Assert.Equal(new Uri($"{(one.Key.Port == 8443 ? "https" : "http")}://{one.Key.Name}:{one.Key.Port}"), one.Value));
            var secrets = settings.Keys.Where(key => key.StartsWith("Identity__Services__", StringComparison.Ordinal)).Select(key => key.Split("__")[2]);
            Assert.Equal(
                process.Name switch
                {
                    "gateway" => [],
                    "identity" => Repository.Processes.Where(one => one.HasBus).Select(one => one.Key.ToUpperInvariant()).Order(StringComparer.Ordinal),
                    _ => [process.Key.ToUpperInvariant()],
                },
                secrets.Order(StringComparer.Ordinal));

            // As in the cluster: the same keys, but for what mounts or Kubernetes itself say.
            var pod = Manifests.Of("production").Deployments.Single(one => one.Metadata.Name == $"cbm-{process.Name}").Spec.Template;
            Assert.Equal(
                Manifests.Of("production").Settings(pod).Keys.Concat((pod.Spec.Volumes ?? []).Where(volume => volume.Name == "secrets").SelectMany(volume => volume.Secret.Items).Select(item => item.Path))
                    .Except(["Secrets__Folder", "DOTNET_EnableDiagnostics", "Edge__TrustedProxies"]).Order(StringComparer.Ordinal),
                settings.Keys.Except(["DAPR_GRPC_ENDPOINT", "DAPR_API_TOKEN"]).Order(StringComparer.Ordinal));
        }
    }

    [Fact]
    public void Nothing_that_is_ours_writes_to_its_image_or_has_a_capability_and_no_port_is_open_to_the_network()
    {
        var ours = Services.Where(one => one.Key is not ("sqlserver" or "cbm-broker" or "telemetry")).ToList();
        Assert.All(ours, one =>
        {
            Assert.Equal("true", one.Value["read_only"]);
            Assert.Equal(["ALL"], one.Value["cap_drop"] as List<object>);
            Assert.Equal(["no-new-privileges:true"], one.Value["security_opt"] as List<object>);
        });
        var ports = Services.Values.Where(service => service.ContainsKey("ports")).SelectMany(service => (List<object>)service["ports"]).Cast<string>().ToList();
        Assert.NotEmpty(ports);
        Assert.All(ports, port => Assert.StartsWith("127.0.0.1:", port, StringComparison.Ordinal));
        Assert.DoesNotContain("name", File.Keys);
    }

    [Fact]
    public void Every_variable_is_in_the_example_and_every_one_of_the_example_is_used()
    {
        var compose = Variable().Matches(Repository.Read("docker-compose.yml") + Repository.Read("docker-compose.dev.yml")).Select(one => one.Groups[1].Value).Distinct().Order(StringComparer.Ordinal);
        var example = Example().Matches(Repository.Read(".env.example")).Select(one => one.Groups[1].Value).Order(StringComparer.Ordinal);
        Assert.Equal(example, compose);
    }

    [Fact]
    public void The_Dockerfile_runs_as_nobody_in_particular_and_names_no_registry()
    {
        var lines = Repository.Read("Dockerfile").Split('\n');
        Assert.Contains("USER 1654:1654", lines);
        Assert.Contains("ENTRYPOINT [\"/app/service\"]", lines);
        Assert.Contains("RUN dotnet restore --locked-mode \"$SERVICE\"", lines);
        Assert.Equal(["FROM ${SDK_IMAGE} AS build", "FROM ${RUNTIME_IMAGE}"], lines.Where(line => line.StartsWith("FROM", StringComparison.Ordinal)));
    }

    private static Dictionary<object, object> Load() => new DeserializerBuilder().Build()
        .Deserialize<Dictionary<object, object>>(new MergingParser(new Parser(new StringReader(Repository.Read("docker-compose.yml")))));

    private static Dictionary<object, object> Map(object value) => (Dictionary<object, object>)value;

    [GeneratedRegex(@"\$\{([A-Z_]+)")]
    private static partial Regex Variable();

    [GeneratedRegex("^([A-Z_]+)=", RegexOptions.Multiline)]
    private static partial Regex Example();
}
