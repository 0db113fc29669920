// SPDX-License-Identifier: Apache-2.0
using Cbm.Contracts;
using Cbm.Declarations.Storage;
using Cbm.IntegrationTests.Reconciling;
using Cbm.ServiceDefaults.Messaging;
using Cbm.ServiceDefaults.Storage;
using Dapr.Client;
using Microsoft.Extensions.DependencyInjection;

namespace Cbm.IntegrationTests.Sidecars;

/// <summary>The window and its agencies, whose facts go by sidecars; what these bring is overheard.</summary>
internal sealed class Bus : IAsyncDisposable
{
    private readonly Dictionary<string, Overheard> _apps = [];

    private Bus(ISidecars sidecars)
    {
        Sidecars = sidecars;
        Window = new RealWindow { More = name => ["--EventBus:Kind=Dapr", "--Data:Shared=true", $"--DAPR_GRPC_ENDPOINT={sidecars.AddressOf(name)}"] };
    }

    public RealWindow Window { get; }

    public ISidecars Sidecars { get; }

    private static string[] Names => [RealWindow.Window, .. RealWindow.AgencyCodes];

    /// <param name="kind">Which sidecars.</param>
    /// <param name="before">Before these are told of the apps.</param>
    public static async Task<Bus> Start(string kind, Action<Bus>? before = null)
    {
        var bus = new Bus(kind == DaprdAttribute.Name ? await DaprdSidecars.Start(Names) : new StandInSidecars(Names));
        try
        {
            await bus.Window.InitializeAsync();
            foreach (var name in Names)
            {
                bus._apps[name] = await Overheard.Start(bus.Window.Addresses[name]);
            }

            before?.Invoke(bus);
            await Task.WhenAll(Names.Select(bus.StartSidecar));
            return bus;
        }
        catch
        {
            // Programs of others would outlive the test.
            await bus.DisposeAsync();
            throw;
        }
    }

    /// <summary>What lies before an app.</summary>
    public Overheard Before(string name) => _apps[name];

    public Task StartSidecar(string name) => Sidecars.Start(name, _apps[name].Address);

    /// <summary>A service tells a fact that no outbox has, by its sidecar.</summary>
    public async Task Tell(string name, string topic, string type, byte[] data, string id)
    {
        using var client = new DaprClientBuilder().UseGrpcEndpoint(Sidecars.AddressOf(name)).Build();
        var life = await Window.Inside(RealWindow.Window).GetRequiredService<Partners<DeclarationsContext>>().Life(CancellationToken.None);
        var fact = new OutboxMessage { Subscriber = "whoever hears it", Topic = topic, Key = id, EventId = id, Type = type, Data = data };
        await new DaprSender(client, $"/{name}", _ => ValueTask.FromResult(life)).Send(fact.Subscriber, [fact], new Turn(0, 0), CancellationToken.None);
    }

    /// <summary>The window tells a unit a slice that nobody can read.</summary>
    public Task TellUnreadable(string name, string unit, string id) => Tell(name, $"slice-lodged.{unit}", SliceLodged.Descriptor.FullName, [0xFF], id);

    public async ValueTask DisposeAsync()
    {
        await Sidecars.DisposeAsync();
        foreach (var app in _apps.Values)
        {
            await app.DisposeAsync();
        }

        await Window.DisposeAsync();
    }
}
