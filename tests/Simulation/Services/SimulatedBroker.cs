// SPDX-License-Identifier: Apache-2.0
using System.Globalization;
using Cbm.ServiceDefaults.Messaging;
using Cbm.Simulation.Kernel;
using Dapr.AppCallback.Autogen.Grpc.v1;
using Grpc.Core;
using Answer = Dapr.AppCallback.Autogen.Grpc.v1.TopicEventResponse.Types.TopicEventResponseStatus;

namespace Cbm.Simulation.Services;

/// <summary>
/// Production's way of a fact: a sidecar and its broker take it, and bring it in any order, to two readers at once, until the
/// subscriber has it. What they took they keep, whoever of the services ends meanwhile.
/// </summary>
internal sealed class SimulatedBroker : IService
{
    /// <summary>Its name.</summary>
    public const string Name = "BROKER";

    // Longer than anybody is away; the real one tries for a day.
    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(2);

    private readonly Setting _setting;
    private readonly SimulatedClock _clock;
    private readonly Dictionary<string, List<Held>> _waiting;
    private int _inHand;

    public SimulatedBroker(Setting setting, IEnumerable<string> subscribers)
    {
        (_setting, Process) = (setting, new Process(setting.World, Name));
        _clock = new SimulatedClock(setting.World, Process, TimeSpan.Zero);
        _waiting = subscribers.ToDictionary(name => name, _ => new List<Held>());
        foreach (var name in _waiting.Keys)
        {
            Process.Begin(() => Serve(name));
            Process.Begin(() => Serve(name));
        }
    }

    public Process Process { get; }

    public bool IsOpen => true;

    public bool IsEnding => false;

    /// <summary>Facts that it has and that were not yet brought.</summary>
    public int Waiting => _waiting.Values.Sum(facts => facts.Count) + _inHand;

    public void End()
    {
    }

    /// <summary>Takes facts, each under its topic in Dapr.</summary>
    public Task<bool> Publish(string subscriber, TopicEventBulkRequest facts)
    {
        foreach (var entry in facts.Entries)
        {
            entry.Metadata["topic"] = EventBusOptions.TopicInDapr(entry.Metadata["topic"], Delivery.PartnerOf(entry.CloudEvent.Source));
            _waiting[subscriber].Add(new Held(entry, _setting.World.Now));
        }

        return Task.FromResult(true);
    }

    private async Task Serve(string subscriber)
    {
        while (true)
        {
            var facts = _waiting[subscriber];
            await Task.Delay(_setting.World.Between(TimeSpan.FromMilliseconds(20), TimeSpan.FromMilliseconds(400)), _clock);
            var taken = new List<Held>();
            for (var most = _setting.World.Chance.Next(1, 5); most > 0 && facts.Count > 0; most--)
            {
                taken.Add(facts[_setting.World.Chance.Next(facts.Count)]);
                facts.Remove(taken[^1]);
            }

            // A delivery is of one topic.
            facts.AddRange(taken.Where(one => TopicOf(one) != TopicOf(taken[0])));
            taken.RemoveAll(one => TopicOf(one) != TopicOf(taken[0]));
            if (taken.Count > 0)
            {
                _inHand += taken.Count;
                var left = await Bring(subscriber, taken);
                _inHand -= taken.Count;
                facts.AddRange(left);
                await Task.Delay(left.Count > 0 ? TimeSpan.FromSeconds(1) : TimeSpan.Zero, _clock);
            }
        }
    }

    private static string TopicOf(Held fact) => fact.Entry.Metadata["topic"];

    // What is to be brought again.
    private async Task<List<Held>> Bring(string subscriber, List<Held> facts)
    {
        var delivery = new TopicEventBulkRequest { Topic = TopicOf(facts[0]), PubsubName = EventBusOptions.PubSub, Type = "com.dapr.event.sent.bulk" };
        delivery.Entries.AddRange(facts.Select((fact, index) =>
        {
            var entry = fact.Entry.Clone();
            entry.EntryId = index.ToString(CultureInfo.InvariantCulture);
            return entry;
        }));
        try
        {
            var answer = await _setting.Network.Ask(Process, subscriber, $"{facts.Count} facts of the broker, the first {facts[0].Entry.CloudEvent.Id}", service =>
                ((IHears)service).Hear(null, delivery.Clone()), isFree: subscriber == Ground.Window);
            return Left(facts, answer.Statuses.ToDictionary(status => status.EntryId, status => status.Status));
        }
        catch (RpcException)
        {
            return Left(facts, []);
        }
    }

    private List<Held> Left(List<Held> facts, Dictionary<string, Answer> answers)
    {
        var left = new List<Held>();
        for (var index = 0; index < facts.Count; index++)
        {
            var status = answers.GetValueOrDefault(index.ToString(CultureInfo.InvariantCulture), Answer.Retry);
            if (status == Answer.Drop || (status == Answer.Retry && _setting.World.Now > facts[index].Since + Longest))
            {
                if (status == Answer.Retry && Delivery.LifeOf(facts[index].Entry.CloudEvent.Extensions) == (string)LifeOf(Delivery.PartnerOf(facts[index].Entry.CloudEvent.Source)))
                {
                    _setting.World.Broken.Add($"{facts[index].Entry.CloudEvent.Id} was never taken, though its sender's store is the same");
                }

                _setting.World.Tell(Name, $"parks {facts[index].Entry.CloudEvent.Id}");
                _setting.World.Count("parked by the broker");
            }
            else if (status == Answer.Retry)
            {
                left.Add(facts[index]);
            }
        }

        return left;
    }

    private object LifeOf(string sender) => _setting.Disk.Ask(sender, "SELECT Life FROM Mark WHERE Partner = 'SELF'")[0];

    private sealed record Held(TopicEventBulkRequestEntry Entry, DateTimeOffset Since);
}
