// SPDX-License-Identifier: Apache-2.0
using Cbm.Simulation.Kernel;
using Cbm.Simulation.Variants;
using Microsoft.EntityFrameworkCore;

namespace Cbm.Simulation.Services;

/// <summary>Everything that one run consists of: the world, its disk, network and weather, the services that live now, and what is broken in them.</summary>
public sealed class Setting : IDisposable
{
    private static readonly TimeSpan LongestAway = TimeSpan.FromSeconds(8);
    private readonly Dictionary<string, IService?> _live = [];
    private readonly Dictionary<string, TimeSpan> _skews = [];
    private readonly List<(string Service, DateTimeOffset Copied, DateTimeOffset At)> _putBack = [];

    /// <summary>A world of this seed, with all services started.</summary>
    internal Setting(int seed, Variant variant, TextWriter? trace)
    {
        (World, Variant) = (new World(seed, trace), variant);
        Faults = new Faults(World);
        Network = new Network(World, Faults, name => _live.GetValueOrDefault(name) is { IsEnding: false } service ? service : null);
        Disk.Prepare(Ground.Window, SimulatedWindow.Prepare);
        foreach (var agency in Ground.Agencies)
        {
            Disk.Prepare(agency.Code, SimulatedAgency.Prepare);
        }

        if (HasBroker(seed))
        {
            Broker = new SimulatedBroker(this, Names);
            _live[SimulatedBroker.Name] = Broker;
        }

        foreach (var name in Names)
        {
            _skews[name] = Faults.Skew();
            Start(name);
        }

        World.Stepped += EndWhatIsEnding;
    }

    /// <summary>Its time and chance.</summary>
    public World World { get; }

    /// <summary>The weather.</summary>
    public Faults Faults { get; }

    /// <summary>The network.</summary>
    public Network Network { get; }

    /// <summary>The disk.</summary>
    public Disk Disk { get; } = new();

    /// <summary>Brings facts as production's does, to stores that replicas could share; null: services bring them to each other.</summary>
    internal SimulatedBroker? Broker { get; }

    /// <summary>Whether a seed's facts go by the broker: every third's.</summary>
    internal static bool HasBroker(int seed) => seed % 3 == 1;

    /// <summary>What is broken in the services; nothing, as a rule.</summary>
    public Variant Variant { get; }

    /// <summary>Looks at each unit of work before it is saved: the service and its context.</summary>
    public event Action<string, DbContext>? Saving;

    /// <summary>A service's newer store is lost.</summary>
    public event Action<string>? IsLost;

    internal static IReadOnlyList<string> Names { get; } = [Ground.Window, .. Ground.Agencies.Select(agency => agency.Code)];

    /// <summary>Hands a delivery over, if its service lives.</summary>
    internal void Deliver(string name, Dapr.AppCallback.Autogen.Grpc.v1.TopicEventBulkRequest delivery)
    {
        if (_live.GetValueOrDefault(name) is IHears service and IService { IsEnding: false } living)
        {
            living.Process.Begin(async () =>
            {
                try
                {
                    await service.Hear(PartnerOf(delivery), delivery);
                }
                catch (Exception)
                {
                    // Nobody waits for it.
                }
            });
        }
    }

    // As the token of who sends it says.
    private static string PartnerOf(Dapr.AppCallback.Autogen.Grpc.v1.TopicEventBulkRequest delivery) =>
        ServiceDefaults.Messaging.Delivery.PartnerOf(delivery.Entries[0].CloudEvent.Source);

    /// <summary>The life in which a service is now.</summary>
    internal string LifeOf(string name) => (_live[name] as IHears)?.Life ?? "";

    /// <summary>Ends a service at once; it comes back after a while.</summary>
    public void End(string name)
    {
        if (_live[name] is { } service)
        {
            World.Tell(name, "ends");
            service.End();
            _live[name] = null;
            Variant.OnEnded(name, this);
            World.After(World.Between(TimeSpan.FromMilliseconds(100), LongestAway), () => Start(name));
        }
    }

    /// <summary>Puts an earlier copy of its store in a service's place, as an operator does after a loss: it ends, and starts on the copy.</summary>
    public void PutBack(string name, Microsoft.Data.Sqlite.SqliteConnection copy, DateTimeOffset copied)
    {
        World.Tell(name, $"is put back to {copied:HH:mm:ss}");
        End(name);
        Disk.Restore(name, copy);
        if (Broker is not null)
        {
            // The operator's job after it (the verb restored).
            (name == Ground.Window ? (Action<ServiceDefaults.Storage.SqliteFile>)SimulatedWindow.Prepare : SimulatedAgency.Prepare)(new(Disk.PlaceOf(name)));
        }

        _putBack.Add((name, copied, World.Now));
        IsLost?.Invoke(name);
    }

    /// <summary>Whether a service's store is an older copy now.</summary>
    public bool IsPutBack(string name) => _putBack.Exists(one => one.Service == name);

    /// <summary>Whether what a service acknowledged then may be lost with its newer store: answers were on their way for as long as the longest way after.</summary>
    public bool MayBeLost(string name, DateTimeOffset acknowledged) =>
        _putBack.Exists(one => one.Service == name && one.Copied <= acknowledged && acknowledged <= one.At + TimeSpan.FromSeconds(9));

    /// <summary>Whether every service has had time to be compared with its partners since the last store was put back.</summary>
    public bool IsCompared => _putBack.TrueForAll(one => World.Now > one.At + TimeSpan.FromSeconds(20)) && _live.Values.All(service => service is { IsOpen: true });

    /// <summary>Whether its store was put back later than that.</summary>
    public bool IsPutBackAfter(string name, DateTimeOffset time) => _putBack.Exists(one => one.Service == name && time <= one.At + TimeSpan.FromSeconds(20));

    /// <summary>Stops a service for a time, and lets it go on.</summary>
    public void Pause(string name, TimeSpan time)
    {
        if (_live[name] is { } service)
        {
            World.Tell(name, $"stands still for {time.TotalSeconds:0.0} s");
            service.Process.PausedUntil = World.Now + time;

            // The hour itself wakes nobody: a step at that time does.
            World.After(time, () => { });
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var service in _live.Values)
        {
            service?.End();
        }

        Disk.Dispose();
    }

    internal TimeSpan SkewOf(string name) => _skews[name];

    internal void OnSaving(string name, DbContext context)
    {
        Variant.OnSaving(name, context, this);
        Saving?.Invoke(name, context);
    }

    private void Start(string name)
    {
        World.Tell(name, "starts");
        _live[name] = name == Ground.Window ? new SimulatedWindow(this) : new SimulatedAgency(Ground.Agencies.Single(agency => agency.Code == name), this);
    }

    private void EndWhatIsEnding()
    {
        foreach (var name in Names)
        {
            if (_live[name] is { IsEnding: true })
            {
                End(name);
            }
        }
    }
}
