// SPDX-License-Identifier: Apache-2.0
using Cbm.ServiceDefaults.Messaging;
using Cbm.ServiceDefaults.Storage;
using Cbm.Simulation.Kernel;
using Cbm.Simulation.Variants;
using Dapr.AppCallback.Autogen.Grpc.v1;
using Google.Protobuf;
using Grpc.Core;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.Extensions.Logging.Abstractions;

namespace Cbm.Simulation.Services;

/// <summary>One service in one process: the real handlers on a simulated clock, network and store.</summary>
internal abstract class SimulatedService<TContext> : IService
    where TContext : ServiceContext
{
    private readonly string[] _subscribers;
    private readonly string _source;
    private readonly Setting _setting;

    protected SimulatedService(string name, string source, string[] subscribers, Setting setting)
    {
        (_subscribers, _source, _setting) = (subscribers, source, setting);
        Process = new Process(setting.World, name);
        Clock = new SimulatedClock(setting.World, Process, setting.SkewOf(name));
        File = new SimulatedFile(name, setting.Disk.PlaceOf(name), setting.World, setting.Faults, Clock, () => setting.Variant.OnFlushed(name, setting));
        var saving = new SavingWatch(context => setting.OnSaving(name, context));
        Life = $"{name}-{setting.World.Steps}";
        Writer = new GatheringWriter<TContext>(File, options => options.AddInterceptors(File.Statements, saving), isShared: setting.Broker is not null);
        Readers = new PooledDbContextFactory<TContext>(new DbContextOptionsBuilder<TContext>()
            .UseSqlite(File.ForReading).AddInterceptors(File.Statements, RowSeal.Instance).Options);
        Partners = Writer.IsShared ? new SharedPartners<TContext>(Writer, Readers) : new Partners<TContext>(Writer, Life);
        Leases = new Leases<TContext>(Writer, Clock, Life);
    }

    public Process Process { get; }

    public abstract bool IsOpen { get; }

    public bool IsEnding => File.IsEnding || Process.IsDead;

    protected TimeProvider Clock { get; }

    protected SimulatedFile File { get; }

    protected Writer<TContext> Writer { get; }

    protected IDbContextFactory<TContext> Readers { get; }

    public string Life { get; }

    protected Partners<TContext> Partners { get; }

    protected Leases<TContext> Leases { get; }

    protected abstract TopicReceiver<TContext> Receiver { get; }

    public void End()
    {
        Process.End();
        Writer.Dispose();
    }

    /// <summary>Takes in a delivery, by the one receiving method.</summary>
    public Task<TopicEventBulkResponse> Hear(string? sender, TopicEventBulkRequest delivery) =>
        Receiver.OnBulkTopicEvent(delivery, new SimulatedCall(sender is null ? null : Person.Service(sender)));

    protected EventBusOptions Bus => new(Ground.ApiToken, _subscribers.ToDictionary(code => code, code => new Uri($"http://{code}/")), _setting.Broker is not null);

    protected TopicReceiver<TContext> Receive(params IEnumerable<Subscription> subscriptions) => new(
        subscriptions.Select(one => one with
        {
            Handle = (sender, data, cancel) => Hesitate(_setting.Variant.Hearing(
                Process.Name, one.Topic, (fact, ends) => one.Handle(sender, fact, ends), _setting))(data, cancel),
        }),
        Bus,
        Partners,
        NullLogger<TopicReceiver<TContext>>.Instance);

    // As a receiver answers for one fact of a delivery whose handler failed for no reason of the store's.
    private Func<ByteString, CancellationToken, Task<Verdict>> Hesitate(Func<ByteString, CancellationToken, Task<Verdict>> handle) => (data, cancel) =>
    {
        if (!_setting.Faults.Happens(_setting.Faults.Refusal))
        {
            return handle(data, cancel);
        }

        _setting.World.Count("fact asked for again");
        return Task.FromResult(Verdict.Retry);
    };

    /// <summary>Begins to bring its outbox to its subscribers.</summary>
    protected void Relay(Func<TContext, OutboxMessage, DateTimeOffset, Task> onParked)
    {
        var relay = new OutboxRelay<TContext>(
            Writer, Readers, Send, Clock, NullLogger<OutboxRelay<TContext>>.Instance, onParked, idle: TimeSpan.FromSeconds(20), isHeard: _setting.Broker is null);
        var service = new RelayService<TContext>(relay, Writer, Leases, Bus, Clock, NullLogger<RelayService<TContext>>.Instance);
        foreach (var subscriber in _subscribers)
        {
            Process.Begin(() => service.Serve(subscriber, CancellationToken.None));
        }
    }

    private async Task<IReadOnlyList<Verdict>> Send(string subscriber, IReadOnlyList<OutboxMessage> facts, Turn turn, CancellationToken cancel)
    {
        var delivery = Delivery.Of(facts, _source, await Partners.Life(cancel), _setting.Broker is null ? turn : turn with { Answered = 0 });
        if (_setting.Broker is not null)
        {
            await _setting.Network.Ask(Process, SimulatedBroker.Name, $"{facts.Count} facts to {subscriber}, the first {facts[0].EventId}", service =>
                ((SimulatedBroker)service).Publish(subscriber, delivery.Clone()));
            return [.. facts.Select(_ => Verdict.Delivered)];
        }

        try
        {
            var answer = await _setting.Network.Ask(Process, subscriber, $"{facts.Count} facts, the first {facts[0].EventId}", service =>
                ((IHears)service).Hear(Process.Name, delivery.Clone()), isFree: subscriber == Ground.Window);
            return Delivery.Verdicts(facts, answer);
        }
        catch (RpcException) when (_setting.Variant.SendsOnce)
        {
            return [.. facts.Select(_ => Verdict.Poisonous)];
        }
    }
}

/// <summary>What takes in facts.</summary>
internal interface IHears
{
    /// <summary>The life in which it is.</summary>
    string Life { get; }

    /// <summary>Takes in a delivery; the broker shows no token of the sender's.</summary>
    Task<TopicEventBulkResponse> Hear(string? sender, TopicEventBulkRequest delivery);
}
