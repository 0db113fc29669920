// SPDX-License-Identifier: Apache-2.0
using System.Diagnostics.Metrics;
using Cbm.Agencies.Storage;
using Cbm.Contracts;
using Cbm.ServiceDefaults.Telemetry;
using Google.Protobuf.Reflection;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;

namespace Cbm.Agencies.Reviews;

/// <summary>Reviews that wait for a decision, by unit and state: how many, since when, and how many past their time.</summary>
public sealed class ReviewGauges : Gauges<IReadOnlyList<ReviewGauges.Group>>
{
    private readonly IDbContextFactory<AgencyContext> _readers;
    private readonly Office _office;
    private DateTimeOffset _now;

    /// <summary>Gauges over the agency's queues.</summary>
    public ReviewGauges(IDbContextFactory<AgencyContext> readers, Office office, IMeterFactory meters, TimeProvider clock, ILogger<ReviewGauges> logger)
        : base(meters, clock, logger)
    {
        (_readers, _office) = (readers, office);
        Gauge("cbm.reviews.open", "{review}", "Reviews that wait for a decision.", groups => Each(groups, group => group.Count));
        Gauge("cbm.reviews.overdue", "{review}", "Those of them that are past their target time.", groups => Each(groups, group => group.Overdue));
        Gauge("cbm.reviews.age", "s", "Since the oldest of them was taken in.", groups =>
            Each(groups.Where(group => group.Since is not null), group => (_now - group.Since!.Value).TotalSeconds));
    }

    /// <summary>Open reviews of a unit in one state.</summary>
    public sealed record Group(string Unit, ReviewState State, int Count, int Overdue, DateTimeOffset? Since);

    /// <summary>How many are open, and past their time; found by the index of the queue.</summary>
    public static IQueryable<Group> Counted(AgencyContext context, IReadOnlyList<string> units, DateTimeOffset now) => Open(context, units)
        .GroupBy(review => new { review.Unit, review.State })
        .Select(group => new Group(group.Key.Unit, group.Key.State, group.Count(), group.Sum(review => review.Due < now ? 1 : 0), null));

    /// <summary>When the first step of the oldest of them was made.</summary>
    public static IQueryable<Group> Oldest(AgencyContext context, IReadOnlyList<string> units) => Open(context, units)
        .Join(context.Steps, review => review.Id, step => step.ReviewId, (review, step) => new { review.Unit, review.State, step.At })
        .GroupBy(step => new { step.Unit, step.State })
        .Select(group => new Group(group.Key.Unit, group.Key.State, 0, 0, group.Min(step => step.At)));

    /// <inheritdoc/>
    protected override IReadOnlyList<Group> Read(DateTimeOffset now)
    {
        using var context = _readers.CreateDbContext();
        _now = now;
        var since = Oldest(context, [.. _office.Units]).ToDictionary(group => (group.Unit, group.State), group => group.Since);
        return [.. Counted(context, [.. _office.Units], now).AsEnumerable().Select(group => group with { Since = since.GetValueOrDefault((group.Unit, group.State)) })];
    }

    private static IQueryable<ReviewRow> Open(AgencyContext context, IReadOnlyList<string> units) =>
        context.Reviews.AsNoTracking().Where(review => units.Contains(review.Unit) && review.InQueue && review.Rank == 0);

    // As the API says it: IN_REVIEW.
    private static string Word(ReviewState state) =>
        ReviewReflection.Descriptor.FindTypeByName<EnumDescriptor>(nameof(ReviewState)).FindValueByNumber((int)state).Name.Replace("REVIEW_STATE_", "", StringComparison.Ordinal);

    private IEnumerable<Measurement<double>> Each(IEnumerable<Group> groups, Func<Group, double> number) => groups.Select(group => new Measurement<double>(
        number(group),
        new("agency", _office.Code),
        new("unit", group.Unit),
        new KeyValuePair<string, object?>("state", Word(group.State))));
}
