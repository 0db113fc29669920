// SPDX-License-Identifier: Apache-2.0
using k8s.Models;
using Xunit;

namespace Cbm.UnitTests.Deployment;

/// <summary>What no pod may have, what each must have, and who reaches whom.</summary>
public sealed class PolicyTests
{
    public static TheoryData<string> Overlays => ["dev", "production"];

    [Theory]
    [MemberData(nameof(Overlays))]
    public void No_pod_has_a_right_that_it_does_not_need(string overlay)
    {
        foreach (var (name, kind, pod) in Manifests.Of(overlay).Pods)
        {
            var spec = pod.Spec;
            Assert.True(spec.SecurityContext is { RunAsNonRoot: true, RunAsUser: > 0, RunAsGroup: > 0, FsGroup: > 0, SeccompProfile.Type: "RuntimeDefault" }, name);
            Assert.All([spec.HostNetwork, spec.HostPID, spec.HostIPC, spec.ShareProcessNamespace], shared => Assert.NotEqual(true, shared));
            Assert.False(spec.AutomountServiceAccountToken ?? true, name);
            Assert.False(spec.EnableServiceLinks ?? true, name);
            Assert.Equal(kind == "Job" ? name.Replace("migrate-", "", StringComparison.Ordinal) : name, spec.ServiceAccountName);
            Assert.All(spec.Volumes ?? [], volume => Assert.Null(volume.HostPath));
            Assert.Null(spec.InitContainers);
            Assert.All(spec.Containers, container =>
            {
                Assert.True(container.SecurityContext is { Privileged: false, AllowPrivilegeEscalation: false, RunAsNonRoot: true }, name);
                Assert.Equal(["ALL"], container.SecurityContext.Capabilities.Drop);
                Assert.Null(container.SecurityContext.Capabilities.Add);

                // SQL Server writes to its own file system; it is of the overlay for tries alone.
                Assert.True(container.SecurityContext.ReadOnlyRootFilesystem == true || (name, overlay) is ("cbm-sqlserver", "dev"), name);
                Assert.All(["cpu", "memory"], resource =>
                {
                    Assert.True(container.Resources.Requests.ContainsKey(resource), $"{name} asks for no {resource}");
                    Assert.True(container.Resources.Limits.ContainsKey(resource), $"{name} has no limit of {resource}");
                });
                Assert.True(kind == "Job" || (container.StartupProbe is not null && container.LivenessProbe is not null && container.ReadinessProbe is not null), $"{name} lacks a probe");
            });
        }
    }

    [Theory]
    [MemberData(nameof(Overlays))]
    public void Its_namespace_takes_no_other_pod(string overlay)
    {
        var space = Assert.Single(Manifests.Of(overlay).Of<V1Namespace>());
        Assert.Equal("restricted", space.Metadata.Labels["pod-security.kubernetes.io/enforce"]);
        Assert.All(Manifests.Of(overlay).All.OfType<k8s.IKubernetesObject<V1ObjectMeta>>().Where(one => one is not V1Namespace), one => Assert.Equal(space.Metadata.Name, one.Metadata.NamespaceProperty));
    }

    [Theory]
    [MemberData(nameof(Overlays))]
    public void A_pod_whose_database_is_away_is_not_started_anew(string overlay)
    {
        foreach (var process in Repository.Processes.Where(process => process.HasBus))
        {
            var container = Manifests.Of(overlay).Deployments.Single(one => one.Metadata.Name == $"cbm-{process.Name}").Spec.Template.Spec.Containers.Single();
            Assert.Equal("live", container.LivenessProbe.Grpc.Service);
            Assert.Equal("live", container.StartupProbe.Grpc.Service);
            Assert.Equal("", container.ReadinessProbe.Grpc.Service);
        }
    }

    [Theory]
    [MemberData(nameof(Overlays))]
    public void Every_service_has_an_account_a_policy_a_budget_and_a_scale_of_its_own(string overlay)
    {
        var manifests = Manifests.Of(overlay);
        foreach (var deployment in manifests.Deployments)
        {
            var name = deployment.Metadata.Name;
            Assert.Contains(manifests.Of<V1ServiceAccount>(), one => one.Metadata.Name == name && one.AutomountServiceAccountToken == false);
            Assert.Contains(manifests.Policies, one => one.Metadata.Name == name && Manifests.Selects(one.Spec.PodSelector, deployment.Spec.Template) && one.Spec.PolicyTypes.Count == 2);
            Assert.Contains(manifests.Of<V1PodDisruptionBudget>(), one => one.Metadata.Name == name && Manifests.Selects(one.Spec.Selector, deployment.Spec.Template));
            var scale = Assert.Single(manifests.Of<V2HorizontalPodAutoscaler>(), one => one.Spec.ScaleTargetRef is { Kind: "Deployment" } to && to.Name == name);
            Assert.True(scale.Spec.MinReplicas >= (overlay == "production" ? 2 : 1), name);
            Assert.Null(deployment.Spec.Replicas);
            Assert.Equal(2, deployment.Spec.Template.Spec.TopologySpreadConstraints.Count);
            Assert.All(deployment.Spec.Template.Spec.TopologySpreadConstraints, one => Assert.True(Manifests.Selects(one.LabelSelector, deployment.Spec.Template)));
            Assert.True(overlay == "dev" || deployment.Spec.Strategy is { Type: "RollingUpdate", RollingUpdate.MaxUnavailable.Value: "0" }, name);
            Assert.True(Manifests.Selects(deployment.Spec.Selector, deployment.Spec.Template));
            Assert.All(manifests.Of<V1Job>(), job => Assert.False(Manifests.Selects(deployment.Spec.Selector, job.Spec.Template)));
        }
    }

    [Theory]
    [MemberData(nameof(Overlays))]
    public void Who_reaches_whom_is_who_calls_whom_in_the_code(string overlay)
    {
        var manifests = Manifests.Of(overlay);
        var pods = manifests.Pods.Where(one => one.Kind != "Job").ToDictionary(one => one.Name["cbm-".Length..], one => one.Pod);
        int[] ports = [8080, 8081, 8443, 6379, 1433, 4317, 50001, 50002, 3500, 9090];
        var open =
            from one in pods
            from other in pods
            where one.Key != other.Key
            from port in ports
            where manifests.May(one.Value, other.Value, port)
            select $"{one.Key} {other.Key}:{port}";
        var databases = overlay == "dev" ? Repository.Processes.Where(process => process.Name != "gateway").Select(process => $"{process.Name} sqlserver:1433") : [];
        Assert.Equal(
            Repository.Calls.Select(call => $"{call.From} {call.To}:{Repository.Processes.Single(process => process.Name == call.To).Port}")
                .Concat(Repository.Processes.Where(process => process.HasBus).Select(process => $"{process.Name} broker:6379"))
                .Concat(databases).Order(StringComparer.Ordinal),
            open.Order(StringComparer.Ordinal));
    }

    [Theory]
    [MemberData(nameof(Overlays))]
    public void What_leaves_the_namespace_is_listed(string overlay)
    {
        var leaves =
            from policy in Manifests.Of(overlay).Policies
            from rule in policy.Spec.Egress ?? []
            from peer in rule.To
            where peer.NamespaceSelector is not null || peer.IpBlock is not null
            from port in rule.Ports
            select $"{policy.Metadata.Name} {peer.IpBlock?.Cidr ?? peer.NamespaceSelector.MatchLabels["kubernetes.io/metadata.name"]}:{port.Port.Value}/{port.Protocol}";
        string[] outside = overlay == "production" ? ["cbm-database 10.20.0.0/24:1433/TCP"] : [];
        Assert.Equal(
            outside.Concat(
            [
                "cbm-dapr dapr-system:50001/TCP", "cbm-dapr dapr-system:6500/TCP", "cbm-declarations 0.0.0.0/0:443/TCP", "cbm-names kube-system:53/TCP",
                "cbm-names kube-system:53/UDP", "cbm-telemetry observability:4317/TCP",
            ]).Order(StringComparer.Ordinal),
            leaves.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Callers_come_in_by_TLS_alone()
    {
        var ingress = Assert.Single(Manifests.Of("production").Of<V1Ingress>());
        var hosts = ingress.Spec.Rules.Select(rule => rule.Host).ToList();
        Assert.Equal(hosts.Order(), ingress.Spec.Tls.SelectMany(tls => tls.Hosts).Order());
        Assert.Equal(["http", "grpc"], ingress.Spec.Rules.SelectMany(rule => rule.Http.Paths).Select(path => path.Backend.Service.Port.Name));
        Assert.Contains(new Uri(Manifests.Of("production").Settings(Manifests.Of("production").Deployments[0].Spec.Template)["Identity__Issuer"]).Host, hosts);
        Assert.Empty(Manifests.Of("dev").Of<V1Ingress>());
        Assert.All(Manifests.Of("production").Of<V1Service>(), service => Assert.True(service.Spec.Type is null or "ClusterIP"));
    }
}
