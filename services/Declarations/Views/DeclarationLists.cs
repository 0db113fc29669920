// SPDX-License-Identifier: Apache-2.0
using Cbm.Contracts;
using Cbm.Contracts.Serialisation;
using Cbm.Contracts.States;
using Cbm.Declarations.Representations;
using Cbm.Declarations.Storage;
using Cbm.ServiceDefaults.Callers;
using Cbm.ServiceDefaults.Doors;
using Cbm.ServiceDefaults.Problems;
using Google.Protobuf.WellKnownTypes;
using Microsoft.EntityFrameworkCore;

namespace Cbm.Declarations.Views;

/// <summary>Lists of declarations: a trader's own, an officer's by the own units' slices; newest first.</summary>
public static class DeclarationLists
{
    /// <summary>One page.</summary>
    public static async Task<DeclarationList> Of(
        DeclarationsContext context, ListDeclarationsRequest request, Caller caller, DateOnly today, IReadOnlySet<string> ownUnits, string leadUnit, CancellationToken cancel)
    {
        var faults = new List<Fault>();
        var limit = Page.Limit(request.HasLimit ? request.Limit : null, faults);
        var after = Page.After(request.Cursor, faults, DateTime.MaxValue.Ticks);
        var whole = caller.Is("trader") || caller.Is("agent");

        // slices.csv: beside the declarant, the lead unit alone reads the LRN.
        var seesLrn = whole || ownUnits.Contains(leadUnit);
        var found = Filter(await Visible(context, caller, today, ownUnits, cancel), request, seesLrn, whole || ownUnits.Count > 0, faults);
        faults.RefuseIfAny();
        if (after is var (numbers, mrn))
        {
            var at = new DateTimeOffset(numbers[0], TimeSpan.Zero);
            found = found.Where(row => row.LodgedAt < at || (row.LodgedAt == at && string.Compare(row.Mrn, mrn) < 0));
        }

        var rows = await found.OrderByDescending(row => row.LodgedAt).ThenByDescending(row => row.Mrn).Take(limit + 1).ToListAsync(cancel);
        var list = new DeclarationList();
        list.Declarations.AddRange(rows.Take(limit).Select(row => Summary(row, seesLrn)));
        if (rows.Count > limit)
        {
            list.Next = Page.Cursor(rows[limit - 1].LodgedAt.UtcTicks, rows[limit - 1].Mrn);
        }

        return list;
    }

    private static async Task<IQueryable<DeclarationRecord>> Visible(
        DeclarationsContext context, Caller caller, DateOnly today, IReadOnlySet<string> ownUnits, CancellationToken cancel)
    {
        if (caller.Is("trader") || caller.Is("agent"))
        {
            return await Authority.Declared(context, caller, today, cancel);
        }

        var all = context.Declarations.AsNoTracking();
        return caller.Is("coordinator")
            ? all
            : all.Where(row => context.Parts.Any(part => part.Mrn == row.Mrn && ownUnits.Contains(part.Unit)));
    }

    private static IQueryable<DeclarationRecord> Filter(IQueryable<DeclarationRecord> rows, ListDeclarationsRequest request, bool seesLrn, bool seesUcr, List<Fault> faults)
    {
        if (request.Lrn.Length > 0)
        {
            // Who is not shown it cannot find it out by asking either.
            rows = rows.Where(row => seesLrn && row.Lrn == request.Lrn);
        }

        if (request.Ucr.Length > 0)
        {
            rows = rows.Where(row => seesUcr && row.Ucr == request.Ucr);
        }

        if (request.State.Length > 0)
        {
            var state = request.State.ToUpperInvariant();
            if (!StateMachine.Declaration.States.Contains(state))
            {
                faults.Add(new Fault { Code = "SWA073", Path = "state", Message = $"\"{request.State}\" is no state of a declaration." });
            }

            rows = rows.Where(row => row.State == state);
        }

        if (request.UpdatedSince.Length > 0)
        {
            if (!Times.TryRead(request.UpdatedSince, out var since))
            {
                faults.Add(new Fault { Code = "SWA071", Path = "updatedSince", Message = "Give the time as RFC 3339." });
            }

            rows = rows.Where(row => row.UpdatedAt >= since);
        }

        return rows;
    }

    private static DeclarationSummary Summary(DeclarationRecord row, bool seesLrn) => new()
    {
        Mrn = row.Mrn,
        Lrn = seesLrn ? row.Lrn : "",
        Version = row.Version,
        State = row.State,
        Presented = row.Presented,
        LodgedAt = row.LodgedAt.ToTimestamp(),
        UpdatedAt = row.UpdatedAt.ToTimestamp(),
    };
}
