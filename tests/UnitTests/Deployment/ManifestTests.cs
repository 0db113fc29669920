// SPDX-License-Identifier: Apache-2.0
using k8s.Models;
using Xunit;
using YamlDotNet.Core;

namespace Cbm.UnitTests.Deployment;

/// <summary>Every manifest is one that the cluster would take, and says what the projects say: images, ports, settings, secrets.</summary>
public sealed class ManifestTests
{
    // Of the runtime, and of Kestrel; all others are looked for in the code.
    private static readonly string[] OfTheFramework = ["DOTNET_", "ASPNETCORE_", "OTEL_", "SSL_", "Kestrel__", "Services__"];

    public static TheoryData<string> Overlays => ["dev", "production"];

    [Theory]
    [MemberData(nameof(Overlays))]
    public void What_is_rendered_is_what_the_sources_make_today(string overlay)
    {
        Assert.Equal(Manifests.Sources(), Repository.Read($"k8s/rendered/{overlay}.yaml").Split('\n')[0].Split(' ')[^1]);
        Assert.NotEmpty(Manifests.Of(overlay).All);
    }

    [Theory]
    [InlineData("apiVersion: v1\nkind: Service\nmetadata:\n  name: a\nspec:\n  port: 1\n")]
    [InlineData("apiVersion: dapr.io/v2alpha1\nkind: Subscription\nmetadata:\n  name: a\nspec:\n  topics: b\n")]
    [InlineData("apiVersion: apps/v1\nkind: Deployment\nmetadata:\n  name: a\nspec:\n  replicas: many\n")]
    public void A_field_that_is_not_there_and_a_value_of_another_type_are_refused(string manifest) =>
        Assert.ThrowsAny<YamlException>(() => Manifests.Load(manifest));

    [Theory]
    [MemberData(nameof(Overlays))]
    public void Every_process_is_deployed_from_its_own_image_and_nothing_else_is(string overlay)
    {
        var manifests = Manifests.Of(overlay);
        Assert.Equal(
            Repository.Processes.Select(process => $"cbm-{process.Name} {process.Image}"),
            manifests.Deployments.Select(one => $"{one.Metadata.Name} {one.Spec.Template.Spec.Containers.Single().Image.Split(':')[0]}").Order(StringComparer.Ordinal));
        Assert.Equal(
            Repository.Processes.Where(process => process.Name != "gateway").Select(process => $"cbm-migrate-{process.Name} {process.Image} migrate"),
            manifests.Of<V1Job>().Select(job => (job.Metadata.Name, job.Spec.Template.Spec.Containers.Single()))
                .Select(job => $"{job.Name} {job.Item2.Image.Split(':')[0]} {string.Join(' ', job.Item2.Args)}").Order(StringComparer.Ordinal));
        Assert.All(manifests.Pods, one => Assert.All(one.Pod.Spec.Containers, container => Assert.DoesNotMatch("(^|:)latest$|^[^:]*$", container.Image.Split('/')[^1])));

        // The repository names no registry.
        Assert.All(manifests.Pods, one => Assert.All(one.Pod.Spec.Containers, container => Assert.DoesNotContain('.', container.Image.Split('/')[0].Split(':')[0])));
    }

    [Theory]
    [MemberData(nameof(Overlays))]
    public void Every_port_is_the_one_that_its_settings_say(string overlay)
    {
        var manifests = Manifests.Of(overlay);
        foreach (var deployment in manifests.Deployments)
        {
            var settings = manifests.Settings(deployment.Spec.Template);
            var listens = settings.Where(one => one.Key.StartsWith("Urls__", StringComparison.Ordinal)).Select(one => new Uri(one.Value)).ToList();
            var container = deployment.Spec.Template.Spec.Containers.Single();
            Assert.Equal(listens.Select(url => url.Port).Order(), container.Ports.Select(port => port.ContainerPort).Order());
            Assert.All(listens, url => Assert.Equal("0.0.0.0", url.Host));
            var named = container.Ports.ToDictionary(port => port.Name, port => port.ContainerPort);
            var services = manifests.Of<V1Service>().Where(service => Manifests.Selects(new V1LabelSelector { MatchLabels = service.Spec.Selector }, deployment.Spec.Template)).ToList();
            Assert.Equal(named.Values.Order(), services.SelectMany(service => service.Spec.Ports).Select(port => port.Port).Order());
            Assert.All(services.SelectMany(service => service.Spec.Ports), port => Assert.Equal(port.Port, named[port.TargetPort.Value]));
            Assert.All(
                new[] { container.StartupProbe, container.LivenessProbe, container.ReadinessProbe },
                probe => Assert.Contains(probe.Grpc?.Port ?? int.Parse(probe.HttpGet.Port.Value, System.Globalization.CultureInfo.InvariantCulture), named.Values));
            if (deployment.Spec.Template.Metadata.Annotations?.TryGetValue("dapr.io/app-port", out var app) == true)
            {
                Assert.Equal(listens.Single().Port.ToString(System.Globalization.CultureInfo.InvariantCulture), app);
            }
        }

        // No migration answers for its service.
        Assert.DoesNotContain(manifests.Of<V1Service>(), service => manifests.Of<V1Job>()
            .Any(job => Manifests.Selects(new V1LabelSelector { MatchLabels = service.Spec.Selector }, job.Spec.Template)));
    }

    [Theory]
    [MemberData(nameof(Overlays))]
    public void Every_setting_is_one_that_the_code_reads_and_addresses_are_those_of_services(string overlay)
    {
        var manifests = Manifests.Of(overlay);
        var code = string.Concat(new[] { "services", "gateway" }.SelectMany(folder => Directory.EnumerateFiles(Path.Combine(Repository.Root, folder), "*.cs", SearchOption.AllDirectories))
            .Where(file => !file.Contains("/obj/", StringComparison.Ordinal)).Select(File.ReadAllText));
        foreach (var process in Repository.Processes)
        {
            var pod = manifests.Deployments.Single(one => one.Metadata.Name == $"cbm-{process.Name}").Spec.Template;
            var settings = manifests.Settings(pod);
            Assert.All(
                settings.Keys.Concat(SecretFiles(pod)).Where(key => !OfTheFramework.Any(start => key.StartsWith(start, StringComparison.Ordinal))),
                key => Assert.True(code.Contains(Generic(key), StringComparison.Ordinal), $"{process.Name}: nobody reads {key}"));
            var called = settings.Where(one => one.Key.StartsWith("Services__", StringComparison.Ordinal)).ToDictionary(one => Repository.ByKey(one.Key[10..]), one => new Uri(one.Value));
            var tokensFrom = process.HasBus ? ["identity"] : Array.Empty<string>();
            Assert.Equal(
                Repository.Calls.Where(call => call.From == process.Name).Select(call => call.To).Order(StringComparer.Ordinal),
                called.Keys.Select(other => other.Name).Concat(tokensFrom).Order(StringComparer.Ordinal));
            Assert.All(called, one => Assert.Equal(
                new Uri($"{(one.Key.Port == 8443 ? "https" : "http")}://cbm-{one.Key.Name}:{one.Key.Port}"), one.Value));
            Assert.Equal("https://cbm-identity:8443", settings["Identity__Authority"]);
            Assert.Equal("Production", settings["DOTNET_ENVIRONMENT"]);
            Assert.Equal(Repository.Agencies.Select(agency => agency.Code).Order(), settings["Window__Agencies"].Split(',').Order());
        }
    }

    [Theory]
    [MemberData(nameof(Overlays))]
    public void Every_secret_that_is_named_is_listed_and_each_service_has_its_own_alone(string overlay)
    {
        var manifests = Manifests.Of(overlay);
        Assert.Empty(manifests.Of<V1Secret>());
        var named = manifests.Pods.SelectMany(one => one.Pod.Spec.Volumes ?? []).Where(volume => volume.Secret is not null)
            .SelectMany(volume => volume.Secret.Items.Select(item => $"{volume.Secret.SecretName}/{item.Key}"))
            .Concat(manifests.Pods.SelectMany(one => one.Pod.Spec.Containers).SelectMany(container => container.Env ?? []).Where(env => env.ValueFrom is not null)
                .Select(env => $"{env.ValueFrom.SecretKeyRef.Name}/{env.ValueFrom.SecretKeyRef.Key}"))
            .Concat(manifests.Pods.SelectMany(one => one.Pod.Spec.Volumes ?? []).Where(volume => volume.ConfigMap is not null)
                .SelectMany(volume => volume.ConfigMap.Items.Select(item => $"{volume.ConfigMap.Name}/{item.Key}")))
            .Concat(manifests.Of<DaprComponent>().SelectMany(one => one.Spec.Metadata).Where(item => item.SecretKeyRef is not null).Select(item => $"{item.SecretKeyRef!.Name}/{item.SecretKeyRef.Key}"))
            .Concat(manifests.Pods.Where(one => one.Pod.Metadata.Annotations?.ContainsKey("dapr.io/app-token-secret") == true)
                .Select(one => one.Pod.Metadata.Annotations["dapr.io/app-token-secret"] + "/token"))
            .Concat(manifests.Of<V1Ingress>().SelectMany(one => one.Spec.Tls).SelectMany(tls => new[] { tls.SecretName + "/tls.crt", tls.SecretName + "/tls.key" }))
            .Distinct().ToList();
        var others = overlay == "production" ? ["cbm-sqlserver/sa-password"] : new[] { "cbm-window-tls/tls.crt", "cbm-window-tls/tls.key" };
        Assert.Equal(Repository.ExampleSecrets.Except(others).Order(StringComparer.Ordinal), named.Order(StringComparer.Ordinal));
        foreach (var process in Repository.Processes.Where(process => process.HasBus))
        {
            var pod = manifests.Deployments.Single(one => one.Metadata.Name == $"cbm-{process.Name}").Spec.Template;
            Assert.Equal([$"cbm-{process.Name}"], pod.Spec.Volumes.Where(volume => volume.Secret is not null).Select(volume => volume.Secret.SecretName));
            Assert.Contains($"Identity__Services__{process.Key.ToUpperInvariant()}__Secret", SecretFiles(pod));
            Assert.Contains("Dapr__ApiToken", SecretFiles(pod));
            Assert.Equal($"cbm-{process.Name}", pod.Metadata.Annotations["dapr.io/app-token-secret"]);
        }
    }

    private static IEnumerable<string> SecretFiles(V1PodTemplateSpec pod) => (pod.Spec.Volumes ?? [])
        .Where(volume => volume.Name == "secrets").SelectMany(volume => volume.Secret.Items).Select(item => item.Path);

    // Identity:Services:CODE:Secret is read for whichever service.
    private static string Generic(string key) =>
        key.StartsWith("Identity__Services__", StringComparison.Ordinal) ? "Identity:Services:CODE:Secret" : key.Replace("__", ":", StringComparison.Ordinal);
}
