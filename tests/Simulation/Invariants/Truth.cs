// SPDX-License-Identifier: Apache-2.0
using Cbm.Agencies.Storage;
using Cbm.Contracts;
using Cbm.Declarations.Storage;
using Cbm.ServiceDefaults.Storage;
using Cbm.Simulation.Services;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;

namespace Cbm.Simulation.Invariants;

/// <summary>What lies on the disk, whatever the services say of it.</summary>
/// <param name="connectionOf">How to read the database of a service.</param>
internal sealed class Truth(Func<string, string> connectionOf)
{
    private readonly PooledDbContextFactory<DeclarationsContext> _window = new(
        new DbContextOptionsBuilder<DeclarationsContext>().UseSqlite(connectionOf(Ground.Window)).Options);

    private readonly Dictionary<string, PooledDbContextFactory<AgencyContext>> _agencies = Ground.Agencies.ToDictionary(
        agency => agency.Code,
        agency => new PooledDbContextFactory<AgencyContext>(
            new DbContextOptionsBuilder<AgencyContext>().UseSqlite(connectionOf(agency.Code)).Options));

    public DeclarationsContext Window() => _window.CreateDbContext();

    public AgencyContext Agency(string code) => _agencies[code].CreateDbContext();

    /// <summary>Facts that still wait, parked ones too.</summary>
    public long Waiting() => Setting.Names.Sum(name =>
    {
        using ServiceContext context = name == Ground.Window ? Window() : Agency(name);
        return context.Outbox.LongCount();
    });

    /// <summary>A unit's review of a declaration with its newest slice, null where the agency has none.</summary>
    public (ReviewRow Row, Review Review, SliceRow Slice)? Review(string mrn, string unit)
    {
        using var context = Agency(Ground.AgencyOf(unit));
        var id = $"{mrn}-{unit}";
        return context.Reviews.AsNoTracking().SingleOrDefault(row => row.Id == id) is { } found
            ? (found, found.Read(), context.Slices.AsNoTracking().Single(slice => slice.ReviewId == id && slice.Version == found.Version))
            : null;
    }
}
