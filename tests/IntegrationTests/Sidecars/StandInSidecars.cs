// SPDX-License-Identifier: Apache-2.0
using Cbm.TestKit;

namespace Cbm.IntegrationTests.Sidecars;

/// <summary>Sidecars inside the test that speak Dapr's own protocol, with a broker that brings late, twice and not in order.</summary>
internal sealed class StandInSidecars(IEnumerable<string> apps) : ISidecars
{
    private readonly StandInBroker _broker = new();
    private readonly Dictionary<string, string> _addresses = apps.ToDictionary(app => app, _ => $"http://127.0.0.1:{Ports.Free()}");
    private readonly Dictionary<string, StandInSidecar> _running = [];

    public string AddressOf(string app) => _addresses[app];

    public async Task Start(string app, string address)
    {
        _running[app] = await StandInSidecar.Start(app, _addresses[app], _broker);
        _broker.Know(app, address);
    }

    public async Task Kill(string app)
    {
        _broker.Forget(app);
        _running.Remove(app, out var sidecar);
        await sidecar!.DisposeAsync();
    }

    public Task Cut(bool isAway)
    {
        _broker.IsAway = isAway;
        return Task.CompletedTask;
    }

    public Task<int> Count(string topic) => Task.FromResult(_broker.Published.Count(one => one == topic));

    public async ValueTask DisposeAsync()
    {
        _broker.Dispose();
        foreach (var sidecar in _running.Values)
        {
            await sidecar.DisposeAsync();
        }
    }
}
