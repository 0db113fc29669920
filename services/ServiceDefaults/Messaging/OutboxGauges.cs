// SPDX-License-Identifier: Apache-2.0
using System.Diagnostics.Metrics;
using Cbm.ServiceDefaults.Storage;
using Cbm.ServiceDefaults.Telemetry;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;

namespace Cbm.ServiceDefaults.Messaging;

/// <summary>
/// How the outbox stands, by subscriber.
/// </summary>
public sealed class OutboxGauges<TContext> : Gauges<OutboxGauges<TContext>.Reading>
    where TContext : ServiceContext
{
    private readonly IDbContextFactory<TContext> _readers;
    private readonly IReadOnlyList<string> _subscribers;
    private readonly Dictionary<string, (long Fact, DateTimeOffset Since)> _oldest = [];

    /// <summary>Gauges over the service's outbox.</summary>
    public OutboxGauges(
        IDbContextFactory<TContext> readers, EventBusOptions options, IMeterFactory meters, TimeProvider clock, ILogger<OutboxGauges<TContext>> logger)
        : base(meters, clock, logger)
    {
        (_readers, _subscribers) = (readers, [.. options.Subscribers.Keys]);
        Gauge("cbm.outbox.depth", "{fact}", "Facts that wait to be delivered.", reading => Each(reading.Waiting));
        Gauge("cbm.outbox.parked", "{fact}", "Facts that were given up: an operator looks at them.", reading => Each(reading.Parked));
        Gauge("cbm.outbox.age", "s", "How long the oldest waiting fact waits.", reading => Each(reading.Age));
    }

    /// <summary>How the outbox stands, by subscriber.</summary>
    /// <param name="Waiting">Facts that wait.</param>
    /// <param name="Parked">Facts that are parked.</param>
    /// <param name="Age">Seconds that the oldest waiting one waits.</param>
    public sealed record Reading(IReadOnlyDictionary<string, double> Waiting, IReadOnlyDictionary<string, double> Parked, IReadOnlyDictionary<string, double> Age);

    /// <summary>What is asked of the store: answered from the index alone.</summary>
    public static IQueryable<Group> Query(TContext context) => context.Outbox.AsNoTracking()
        .GroupBy(fact => new { fact.Subscriber, fact.Parked })
        .Select(group => new Group(group.Key.Subscriber, group.Key.Parked, group.Count(), group.Min(fact => fact.Id)));

    /// <inheritdoc/>
    protected override Reading Read(DateTimeOffset now)
    {
        using var context = _readers.CreateDbContext();
        var groups = Query(context).ToList();
        foreach (var empty in _oldest.Keys.Except(groups.Where(group => !group.Parked).Select(group => group.Subscriber)).ToList())
        {
            _oldest.Remove(empty);
        }

        foreach (var waiting in groups.Where(group => !group.Parked && _oldest.GetValueOrDefault(group.Subscriber).Fact != group.First))
        {
            // A version that did not say when it was announced: at least since now.
            var announced = context.Outbox.AsNoTracking().Where(fact => fact.Id == waiting.First).Select(fact => fact.AnnouncedAt).SingleOrDefault();
            _oldest[waiting.Subscriber] = (waiting.First, announced.UtcTicks == 0 || announced > now ? now : announced);
        }

        return new Reading(
            Of(group => !group.Parked ? group.Count : 0),
            Of(group => group.Parked ? group.Count : 0),
            Of(group => !group.Parked ? (now - _oldest[group.Subscriber].Since).TotalSeconds : 0));

        // Nothing is a number too.
        Dictionary<string, double> Of(Func<Group, double> number) => _subscribers.Union(groups.Select(group => group.Subscriber))
            .ToDictionary(subscriber => subscriber, subscriber => groups.Where(group => group.Subscriber == subscriber).Sum(number));
    }

    private static IEnumerable<Measurement<double>> Each(IReadOnlyDictionary<string, double> numbers) =>
        numbers.Select(one => new Measurement<double>(one.Value, new KeyValuePair<string, object?>("subscriber", one.Key)));

    /// <summary>Facts of one subscriber that wait, or that are parked.</summary>
    public sealed record Group(string Subscriber, bool Parked, int Count, long First);
}
