// SPDX-License-Identifier: Apache-2.0
using System.Text.Json.Nodes;
using Cbm.Local;
using Cbm.TestKit;

namespace Cbm.Benchmarks.Faults;

/// <summary>A relay before each service: the window's own settings name the relays, so that nobody in it calls a service past its wire.</summary>
internal sealed class Wires : IDisposable
{
    private readonly Dictionary<string, Relay> relays;
    private readonly Lazy<Dictionary<string, int>> ports;
    private readonly string runFile;

    /// <param name="folder">Data folder of the window, in which it writes the ports of its services.</param>
    public Wires(string folder)
    {
        runFile = Path.Combine(folder, "run.json");
        ports = new(ReadPorts, LazyThreadSafetyMode.PublicationOnly);
        relays = Service.All.ToDictionary(service => service.Name, service => new Relay(() => PortOf(service.Name)));
    }

    /// <summary>What the window must be told.</summary>
    public IReadOnlyDictionary<string, string> Settings =>
        Service.All.Where(service => service.Kind != Kind.Gateway)
            .Select(service => (Key: $"Services:{service.Name}", Value: Address(service.Name)))
            .Append(("Identity:Authority", Address(Service.All.Single(service => service.Kind == Kind.Identity).Name)))
            .ToDictionary(setting => setting.Item1, setting => setting.Item2);

    /// <summary>Where people find the window: its gateway, by a wire of its own.</summary>
    public Uri Window => relays[Service.All.Single(service => service.Kind == Kind.Gateway).Name].Address;

    /// <summary>The wire before a service.</summary>
    public Relay this[string service] => relays[service];

    /// <summary>Lets everybody through again.</summary>
    public void Mend()
    {
        foreach (var relay in relays.Values) relay.Mend();
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var relay in relays.Values) relay.Dispose();
    }

    private string Address(string service) => relays[service].Address.ToString().TrimEnd('/');

    // The services are started, and call each other, before the window is open.
    private int PortOf(string service) => ports.IsValueCreated || File.Exists(runFile) ? ports.Value[service] : 0;

    private Dictionary<string, int> ReadPorts() => JsonNode.Parse(File.ReadAllText(runFile))!["services"]!.AsArray()
        .ToDictionary(service => (string)service!["name"]!, service => (int)service!["port"]!);
}
