// SPDX-License-Identifier: Apache-2.0
using Cbm.TestKit;
using YamlDotNet.Serialization;

namespace Cbm.IntegrationTests.Sidecars;

/// <summary>Who may tell and hear what, as production's component has it (k8s/dapr/events.yaml).</summary>
internal sealed class Scopes
{
    private readonly ILookup<string, string> _tells;
    private readonly ILookup<string, string> _hears;

    public Scopes()
    {
        var component = new DeserializerBuilder().IgnoreUnmatchedProperties().Build()
            .Deserialize<Component>(File.ReadAllText(Path.Combine(SourceTree.Root, "k8s", "dapr", "events.yaml")));
        _tells = Read(component, "publishingScopes");
        _hears = Read(component, "subscriptionScopes");
    }

    public bool MayTell(string app, string topic) => _tells[IdOf(app)].Contains(topic);

    public bool MayHear(string app, string topic) => _hears[IdOf(app)].Contains(topic);

    /// <summary>What Dapr calls an app (HEALTH is health).</summary>
#pragma warning disable CA1308 // Names in Kubernetes are in small letters.
    public static string IdOf(string app) => app.ToLowerInvariant();
#pragma warning restore CA1308

    // app=topic,topic;app=topic
    private static ILookup<string, string> Read(Component component, string name) =>
        component.Spec.Metadata.Single(one => (string)one["name"] == name)["value"].ToString()!.Split(';').Select(app => app.Split('='))
            .SelectMany(app => app[1].Split(',').Select(topic => (App: app[0], Topic: topic)))
            .ToLookup(one => one.App, one => one.Topic);

    private sealed class Component
    {
        [YamlMember(Alias = "spec")]
        public Settings Spec { get; set; } = new();
    }

    private sealed class Settings
    {
        [YamlMember(Alias = "metadata")]
        public List<Dictionary<string, object>> Metadata { get; set; } = [];
    }
}
