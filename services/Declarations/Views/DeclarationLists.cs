// SPDX-License-Identifier: Apache-2.0
using System.Globalization;
using System.Text;
using Cbm.Contracts;
using Cbm.Contracts.Serialisation;
using Cbm.Contracts.States;
using Cbm.Declarations.Storage;
using Cbm.ServiceDefaults.Callers;
using Cbm.ServiceDefaults.Problems;
using Google.Protobuf.WellKnownTypes;
using Microsoft.EntityFrameworkCore;

namespace Cbm.Declarations.Views;

/// <summary>Lists of declarations: a trader's own, an officer's by the own units' slices; newest first.</summary>
public static class DeclarationLists
{
    /// <summary>One page.</summary>
    public static async Task<DeclarationList> Page(
        DeclarationsContext context, ListDeclarationsRequest request, Caller caller, IReadOnlySet<string> ownUnits, CancellationToken cancel)
    {
        var limit = Limit(request.Limit);
        var whole = caller.Is("trader") || caller.Is("agent");
        var found = Filter(Visible(context, caller, ownUnits), request, whole, whole || ownUnits.Count > 0);
        if (request.Cursor.Length > 0)
        {
            var (ticks, mrn) = ReadCursor(request.Cursor);
            var at = new DateTimeOffset(ticks, TimeSpan.Zero);
            found = found.Where(row => row.LodgedAt < at || (row.LodgedAt == at && string.Compare(row.Mrn, mrn) < 0));
        }

        var rows = await found.OrderByDescending(row => row.LodgedAt).ThenByDescending(row => row.Mrn).Take(limit + 1).ToListAsync(cancel);
        var list = new DeclarationList();
        list.Declarations.AddRange(rows.Take(limit).Select(row => Summary(row, whole)));
        if (rows.Count > limit)
        {
            list.Next = Convert.ToBase64String(Encoding.ASCII.GetBytes(
                string.Create(CultureInfo.InvariantCulture, $"{rows[limit - 1].LodgedAt.UtcTicks}/{rows[limit - 1].Mrn}")));
        }

        return list;
    }

    /// <summary>The limit as the conventions have it: 1 to 200, 50 where none is named.</summary>
    public static int Limit(int named) => named switch
    {
        0 => 50,
        >= 1 and <= 200 => named,
        _ => throw Refusal.Invalid("SWA070", "limit", "Ask for 1 to 200 at a time."),
    };

    private static IQueryable<DeclarationRecord> Visible(DeclarationsContext context, Caller caller, IReadOnlySet<string> ownUnits)
    {
        var all = context.Declarations.AsNoTracking();
        if (caller.Is("agent") && caller.Represents.Contains("*"))
        {
            return all;
        }

        if (caller.Is("trader") || caller.Is("agent"))
        {
            // The same as Caller.ActsFor: an agent acts for whom it represents, a trader for itself.
            var parties = caller.Represents.Where(_ => caller.Is("agent")).Concat(caller.Is("trader") && caller.Party is { } own ? [own] : []).ToList();
            return all.Where(row => parties.Contains(row.Declarant));
        }

        return caller.Is("coordinator")
            ? all
            : all.Where(row => context.Parts.Any(part => part.Mrn == row.Mrn && ownUnits.Contains(part.Unit)));
    }

    private static IQueryable<DeclarationRecord> Filter(IQueryable<DeclarationRecord> rows, ListDeclarationsRequest request, bool seesLrn, bool seesUcr)
    {
        if (request.Lrn.Length > 0)
        {
            // The LRN is the declarant's own: who is not shown it cannot find it out by asking either.
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
                throw Refusal.Invalid("SWA073", "state", $"\"{request.State}\" is no state of a declaration.");
            }

            rows = rows.Where(row => row.State == state);
        }

        if (request.UpdatedSince.Length > 0)
        {
            var since = Times.TryRead(request.UpdatedSince, out var time)
                ? time
                : throw Refusal.Invalid("SWA071", "updatedSince", "Give the time as RFC 3339.");
            rows = rows.Where(row => row.UpdatedAt >= since);
        }

        return rows;
    }

    private static DeclarationSummary Summary(DeclarationRecord row, bool whole) => new()
    {
        Mrn = row.Mrn,
        Lrn = whole ? row.Lrn : "",
        Version = row.Version,
        State = row.State,
        Presented = row.Presented,
        LodgedAt = row.LodgedAt.ToTimestamp(),
        UpdatedAt = row.UpdatedAt.ToTimestamp(),
    };

    private static (long Ticks, string Mrn) ReadCursor(string cursor)
    {
        var bytes = new byte[cursor.Length];
        if (Convert.TryFromBase64String(cursor, bytes, out var length))
        {
            var parts = Encoding.ASCII.GetString(bytes, 0, length).Split('/');
            if (parts.Length == 2 && long.TryParse(parts[0], out var ticks) && ticks is > 0 and < 3155378975999999999)
            {
                return (ticks, parts[1]);
            }
        }

        throw Refusal.Invalid("SWA072", "cursor", "This is not a cursor of ours; take it from next as it is.");
    }
}
