// SPDX-License-Identifier: Apache-2.0
using System.Globalization;
using Cbm.Agencies.Reviews;
using Cbm.Agencies.Storage;
using Cbm.Contracts;
using Cbm.ServiceDefaults.Callers;
using Cbm.ServiceDefaults.Problems;
using Cbm.ServiceDefaults.Storage;
using Grpc.Core;
using Microsoft.EntityFrameworkCore;

namespace Cbm.Agencies.Lpcos;

/// <summary>The units' registers of LPCOs: their own and those received from abroad.</summary>
public sealed class LpcoRegister(Office office, Writer<AgencyContext> writer, IDbContextFactory<AgencyContext> readers, TimeProvider clock)
{
    private DateOnly Today => DateOnly.FromDateTime(clock.GetUtcNow().UtcDateTime);

    /// <summary>Registers a foreign LPCO, or issues an own one where it names no issuer. The same content again is no new one; other content under its number is refused (409).</summary>
    public async Task<(Lpco Lpco, bool IsNew)> Register(Lpco sent, ServerCallContext call)
    {
        var caller = Caller.Of(call);
        var lpco = sent.Clone();
        lpco.Unit = UnitOf(lpco.Unit, "unit", caller);
        lpco.Issuer = IssuerOf(lpco.Issuer, lpco.Unit);
        lpco.Number = lpco.Number.Trim();
        (lpco.State, lpco.Revision) = ("", 0);
        office.Demand(caller, lpco.Unit, Act.Register, "unit");
        LpcoFaults.Of(lpco, office).ToList().RefuseIfAny();
        var isNew = false;
        var kept = await writer.Commit(
            context => context.Once(call, lpco, clock, async () =>
            {
                var row = await Find(context, lpco.Unit, lpco.Issuer, lpco.Number);
                isNew = row is null;
                row ??= context.Lpcos.Add(LpcoRow.Of(lpco)).Entity;
                return IsSame(row.Read(Today), lpco)
                    ? row.Read(Today)
                    : throw Refusal.Conflict($"The register holds another document of {lpco.Issuer} under the number {lpco.Number}.");
            }),
            call.CancellationToken);
        return (kept, isNew);
    }

    /// <summary>Withdraws an LPCO; one that is withdrawn already stays as it is.</summary>
    public async Task<Lpco> Withdraw(WithdrawLpcoRequest request, ServerCallContext call)
    {
        var caller = Caller.Of(call);
        var unit = UnitOf(request.Unit, "unit", caller);
        office.Demand(caller, unit, Act.Register, "unit");
        if (request.Reason.Length == 0)
        {
            throw Refusal.Invalid("SWA027", "reason", "Say why it is withdrawn.");
        }

        return await writer.Commit(
            context => context.Once(call, request, clock, async () =>
            {
                var row = await Find(context, unit, IssuerOf(request.Issuer, unit), request.Number) ?? throw Refusal.NotFound("document");
                row.Withdraw(request.Reason);
                return row.Read(Today);
            }),
            call.CancellationToken);
    }

    /// <summary>A page of the caller's units' registers, newest first.</summary>
    public async Task<LpcoList> List(ListLpcosRequest request, Caller caller, CancellationToken cancel)
    {
        var units = office.UnitsOf(caller);
        if (request.Unit.Length > 0)
        {
            units = units.Contains(request.Unit.ToUpperInvariant()) ? [request.Unit.ToUpperInvariant()] : throw Refusal.NotFound("unit");
        }

        var faults = new List<Fault>();
        var limit = Page.Limit(request.Limit, faults);
        var after = Page.After(request.Cursor, 2, faults);
        faults.RefuseIfAny();
        await using var context = await readers.CreateDbContextAsync(cancel);
        var rows = context.Lpcos.AsNoTracking().Where(row => units.Contains(row.Unit));
        rows = request.Holder.Length > 0 ? rows.Where(row => row.Holder == request.Holder) : rows;
        rows = request.Number.Length > 0 ? rows.Where(row => row.Number == request.Number) : rows;
        if (after is not null)
        {
            var before = long.Parse(after[0], CultureInfo.InvariantCulture);
            rows = rows.Where(row => row.Id < before);
        }

        var page = await rows.OrderByDescending(row => row.Id).Take(limit + 1).ToListAsync(cancel);
        var list = new LpcoList { Next = page.Count > limit ? Page.Cursor(page[limit - 1].Id, "") : "" };
        list.Lpcos.AddRange(page.Take(limit).Select(row => row.Read(Today)));
        return list;
    }

    /// <summary>Whether a register holds a valid LPCO of that issuer and number: validity, never content.</summary>
    public async Task<LpcoVerification> Verify(string issuer, string number, CancellationToken cancel)
    {
        await using var context = await readers.CreateDbContextAsync(cancel);
        var states = (await context.Lpcos.AsNoTracking().Where(row => row.Number == number).ToListAsync(cancel))
            .Where(row => string.Equals(row.Issuer, issuer, StringComparison.OrdinalIgnoreCase)
                || (row.Issuer == row.Unit && string.Equals(office.Code, issuer, StringComparison.OrdinalIgnoreCase)))
            .Select(row => row.StateOn(Today)).ToList();
        var state = states.Contains("ISSUED") ? "ISSUED" : states.FirstOrDefault() ?? "";
        return new LpcoVerification { Issuer = issuer, Number = number, Known = states.Count > 0, Valid = state == "ISSUED", State = state };
    }

    /// <summary>The unit named, or the only one that the caller may mean.</summary>
    private string UnitOf(string named, string path, Caller caller)
    {
        var units = office.UnitsOf(caller);
        return named.Length > 0 ? office.Units.FirstOrDefault(unit => unit.Equals(named, StringComparison.OrdinalIgnoreCase)) ?? throw Refusal.NotFound("unit")
            : units.Count == 1 ? units[0]
            : throw Refusal.Invalid("SWA018", path, $"Name the unit: {string.Join(" or ", units)}.");
    }

    /// <summary>Whoever names no issuer, or the unit itself, issues in the unit's own name.</summary>
    private string IssuerOf(string named, string unit) =>
        named.Trim() is { Length: > 0 } issuer && !issuer.Equals(unit, StringComparison.OrdinalIgnoreCase)
            && !issuer.Equals(office.NameOf(unit), StringComparison.OrdinalIgnoreCase) ? issuer : unit;

    private static Task<LpcoRow?> Find(AgencyContext context, string unit, string issuer, string number) =>
        context.Lpcos.FirstOrDefaultAsync(row => row.Unit == unit && row.Number == number && row.Issuer == issuer);

    private static bool IsSame(Lpco one, Lpco other)
    {
        var sent = other.Clone();
        (sent.State, sent.Revision) = (one.State, one.Revision);
        return one.Equals(sent);
    }
}
