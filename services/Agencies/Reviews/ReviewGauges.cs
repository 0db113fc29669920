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

    /// <summary>What is asked of the store: open reviews alone, found by the index of the queue, and of each its first step.</summary>
    public static IQueryable<Group> Query(AgencyContext context, IReadOnlyList<string> units, DateTimeOffset now) => context.Reviews.AsNoTracking()
        .Where(review => units.Contains(review.Unit) && review.InQueue && review.Rank == 0)
        .Select(review => new
        {
            review.Unit,
            review.State,
            IsOverdue = review.Due < now,
            Since = context.Steps.Where(step => step.ReviewId == review.Id).Min(step => (DateTimeOffset?)step.At),
        })
        .GroupBy(review => new { review.Unit, review.State })
        .Select(group => new Group(
            group.Key.Unit, group.Key.State, group.Count(), group.Sum(review => review.IsOverdue ? 1 : 0), group.Min(review => review.Since)));

    /// <inheritdoc/>
    protected override IReadOnlyList<Group> Read(DateTimeOffset now)
    {
        using var context = _readers.CreateDbContext();
        _now = now;
        return Query(context, [.. _office.Units], now).ToList();
    }

    // As the API says it: IN_REVIEW.
    private static string Word(ReviewState state) =>
        ReviewReflection.Descriptor.FindTypeByName<EnumDescriptor>(nameof(ReviewState)).FindValueByNumber((int)state).Name.Replace("REVIEW_STATE_", "", StringComparison.Ordinal);

    private IEnumerable<Measurement<double>> Each(IEnumerable<Group> groups, Func<Group, double> number) => groups.Select(group => new Measurement<double>(
        number(group),
        new("agency", _office.Code),
        new("unit", group.Unit),
        new KeyValuePair<string, object?>("state", Word(group.State))));
}
