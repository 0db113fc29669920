// SPDX-License-Identifier: Apache-2.0
using System.Diagnostics.Metrics;
using Cbm.Contracts;
using Cbm.Declarations.Storage;
using Cbm.ServiceDefaults.Telemetry;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;

namespace Cbm.Declarations.Webhooks;

/// <summary>How many events are on their way to subscriptions, and how late the first of them is. Whose they are is not told.</summary>
public sealed class WebhookGauges : Gauges<WebhookGauges.Reading>
{
    private readonly IDbContextFactory<DeclarationsContext> _readers;

    /// <summary>Gauges over the deliveries.</summary>
    public WebhookGauges(IDbContextFactory<DeclarationsContext> readers, IMeterFactory meters, TimeProvider clock, ILogger<WebhookGauges> logger)
        : base(meters, clock, logger)
    {
        _readers = readers;
        Gauge("cbm.webhooks.backlog", "{delivery}", "Deliveries to subscriptions that are due or wait for those before them.", reading =>
            [new(reading.Pending, State("pending")), new(reading.Waiting, State("waiting"))]);
        Gauge("cbm.webhooks.late", "s", "How long the first delivery is past its time; one that failed has a new time.", reading => [new(reading.Late)]);
    }

    /// <summary>How deliveries stand.</summary>
    /// <param name="Pending">Those that are due, now or after a pause.</param>
    /// <param name="Waiting">Those that wait for one before them.</param>
    /// <param name="Late">Seconds that the first is past its time.</param>
    public sealed record Reading(int Pending, int Waiting, double Late);

    /// <summary>What is asked of the store: answered from the index alone.</summary>
    public static IQueryable<Group> Query(DeclarationsContext context) => context.Deliveries.AsNoTracking()
        .Where(delivery => delivery.State == WebhookDeliveryState.Pending || delivery.State == WebhookDeliveryState.Waiting)
        .GroupBy(delivery => delivery.State)
        .Select(group => new Group(group.Key, group.Count(), group.Min(delivery => delivery.DueAt)));

    /// <inheritdoc/>
    protected override Reading Read(DateTimeOffset now)
    {
        using var context = _readers.CreateDbContext();
        var groups = Query(context).ToList();
        var pending = groups.SingleOrDefault(group => group.State == WebhookDeliveryState.Pending);
        var waiting = groups.SingleOrDefault(group => group.State == WebhookDeliveryState.Waiting);
        return new Reading(pending?.Count ?? 0, waiting?.Count ?? 0, Math.Max(0, pending is null ? 0 : (now - pending.First).TotalSeconds));
    }

    private static KeyValuePair<string, object?> State(string name) => new("state", name);

    /// <summary>Deliveries in one state.</summary>
    public sealed record Group(WebhookDeliveryState State, int Count, DateTimeOffset First);
}
