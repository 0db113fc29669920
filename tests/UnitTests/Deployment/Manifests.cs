// SPDX-License-Identifier: Apache-2.0
using System.Collections.Concurrent;
using System.Security.Cryptography;
using k8s;
using k8s.Models;

namespace Cbm.UnitTests.Deployment;

/// <summary>What an overlay makes (k8s/rendered), each manifest read strictly: a field that its kind does not have is an error.</summary>
internal sealed class Manifests
{
    private static readonly Dictionary<string, Type> Types = new()
    {
        ["dapr.io/v1alpha1/Component"] = typeof(DaprComponent),
        ["dapr.io/v2alpha1/Subscription"] = typeof(DaprSubscription),
        ["dapr.io/v1alpha1/Resiliency"] = typeof(DaprResiliency),
        ["dapr.io/v1alpha1/Configuration"] = typeof(DaprConfiguration),
    };

    private static readonly ConcurrentDictionary<string, Manifests> Read = new();

    private Manifests(string text) => All = Load(text);

    public IReadOnlyList<object> All { get; }

    public IReadOnlyList<V1Deployment> Deployments => Of<V1Deployment>();

    public IReadOnlyList<V1NetworkPolicy> Policies => Of<V1NetworkPolicy>();

    /// <summary>Every template that pods are made from, with the name of what makes them.</summary>
    public IReadOnlyList<(string Name, string Kind, V1PodTemplateSpec Pod)> Pods =>
    [
        .. Deployments.Select(one => (one.Metadata.Name, "Deployment", one.Spec.Template)),
        .. Of<V1StatefulSet>().Select(one => (one.Metadata.Name, "StatefulSet", one.Spec.Template)),
        .. Of<V1Job>().Select(one => (one.Metadata.Name, "Job", one.Spec.Template)),
    ];

    /// <summary>The overlay of this name.</summary>
    public static Manifests Of(string overlay) => Read.GetOrAdd(overlay, name => new Manifests(Repository.Read($"k8s/rendered/{name}.yaml")));

    /// <summary>Reads manifests, strictly.</summary>
    public static List<object> Load(string text) => KubernetesYaml.LoadAllFromString(text, Types, strict: true);

    /// <summary>What the sources of the overlays are, as k8s/render writes it down.</summary>
    public static string Sources()
    {
        var root = Path.Combine(Repository.Root, "k8s");
        var files = new[] { "base", "dapr", "overlays" }.SelectMany(folder => Directory.EnumerateFiles(Path.Combine(root, folder), "*.yaml", SearchOption.AllDirectories))
            .OrderBy(file => Path.GetRelativePath(root, file).Replace('\\', '/'), StringComparer.Ordinal);
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var file in files)
        {
            hash.AppendData(File.ReadAllBytes(file));
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    public IReadOnlyList<T> Of<T>() => [.. All.OfType<T>()];

    /// <summary>The pods' own settings and those of every process, from the ConfigMaps that they name.</summary>
    public IReadOnlyDictionary<string, string> Settings(V1PodTemplateSpec pod) => pod.Spec.Containers[0].EnvFrom
        .SelectMany(from => Of<V1ConfigMap>().Single(map => map.Metadata.Name == from.ConfigMapRef.Name).Data)
        .Concat((pod.Spec.Containers[0].Env ?? []).Where(one => one.Value is not null).Select(one => KeyValuePair.Create(one.Name, one.Value)))
        .ToDictionary();

    /// <summary>Whether one pod may open a connection to another: the policies of both say so, and each that has none would be open.</summary>
    public bool May(V1PodTemplateSpec from, V1PodTemplateSpec to, int port)
    {
        var leaving = Policies.Where(policy => Selects(policy.Spec.PodSelector, from) && policy.Spec.PolicyTypes.Contains("Egress")).ToList();
        var entering = Policies.Where(policy => Selects(policy.Spec.PodSelector, to) && policy.Spec.PolicyTypes.Contains("Ingress")).ToList();
        return (leaving.Count == 0 || leaving.SelectMany(policy => policy.Spec.Egress ?? []).Any(rule => Peers(rule.To, to) && Ports(rule.Ports, port)))
            && (entering.Count == 0 || entering.SelectMany(policy => policy.Spec.Ingress ?? []).Any(rule => Peers(rule.FromProperty, from) && Ports(rule.Ports, port)));
    }

    private static bool Peers(IList<V1NetworkPolicyPeer>? peers, V1PodTemplateSpec pod) => peers is null || peers.Count == 0
        || peers.Any(peer => peer.NamespaceSelector is null && peer.IpBlock is null && Selects(peer.PodSelector, pod));

    private static bool Ports(IList<V1NetworkPolicyPort>? ports, int port) => ports is null || ports.Count == 0
        || ports.Any(one => one.Port.Value == port.ToString(System.Globalization.CultureInfo.InvariantCulture) && one.Protocol is null or "TCP");

    public static bool Selects(V1LabelSelector selector, V1PodTemplateSpec pod) =>
        (selector.MatchLabels ?? new Dictionary<string, string>()).All(label => pod.Metadata.Labels?.TryGetValue(label.Key, out var value) == true && value == label.Value)
        && (selector.MatchExpressions ?? []).All(one => one.OperatorProperty == "In" && pod.Metadata.Labels?.TryGetValue(one.Key, out var value) == true && one.Values.Contains(value));
}
