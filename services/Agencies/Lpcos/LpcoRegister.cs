// SPDX-License-Identifier: Apache-2.0
using Cbm.Agencies.Reviews;
using Cbm.Agencies.Storage;
using Cbm.Contracts;
using Cbm.ServiceDefaults.Callers;
using Cbm.ServiceDefaults.Doors;
using Cbm.ServiceDefaults.Problems;
using Cbm.ServiceDefaults.Storage;
using Grpc.Core;
using Microsoft.EntityFrameworkCore;

namespace Cbm.Agencies.Lpcos;

/// <summary>The units' registers of LPCOs: their own and those received from abroad.</summary>
public sealed class LpcoRegister(Office office, Writer<AgencyContext> writer, IDbContextFactory<AgencyContext> readers, TimeProvider clock)
{
    private const int LongestReason = 500;
    private const string Escape = "\\";

    private DateOnly Today => DateOnly.FromDateTime(clock.GetUtcNow().UtcDateTime);

    /// <summary>Registers a foreign LPCO, or issues an own one where it names no issuer. The same content again is no new one; other content under its number is refused (409).</summary>
    public async Task<(Lpco Lpco, bool IsNew)> Register(Lpco sent, ServerCallContext call)
    {
        var caller = Caller.Of(call);
        var lpco = sent.Clone();
        lpco.Unit = UnitOf(lpco.Unit, "unit", caller);
        (lpco.Number, lpco.Holder, lpco.Issuer) = (lpco.Number.Trim(), lpco.Holder.Trim(), IssuerOf(lpco.Issuer, lpco.Unit));
        (lpco.State, lpco.Revision) = ("", 0);
        office.Demand(caller, lpco.Unit, Act.Register, "unit");
        LpcoFaults.Of(lpco, office).ToList().RefuseIfAny();
        var isNew = false;
        var kept = await writer.Commit(
            context =>
            {
                // Carried out again, it may be answered from the caller's key.
                isNew = false;
                return context.Once(call, lpco, clock, async () =>
                {
                    var row = await Find(context, lpco.Unit, lpco.Issuer, lpco.Number);
                    isNew = row is null;
                    row ??= context.Lpcos.Add(LpcoRow.Of(lpco)).Entity;
                    return IsSame(row.Read(Today), lpco)
                        ? row.Read(Today)
                        : throw Refusal.Conflict($"The register holds another document of {lpco.Issuer} under the number {lpco.Number}.");
                });
            },
            call.CancellationToken);
        return (kept, isNew);
    }

    /// <summary>Withdraws an LPCO; one that is withdrawn already stays as it is.</summary>
    public async Task<Lpco> Withdraw(WithdrawLpcoRequest request, ServerCallContext call)
    {
        var caller = Caller.Of(call);
        var unit = UnitOf(request.Unit, "unit", caller);
        office.Demand(caller, unit, Act.Register, "unit");
        if (string.IsNullOrWhiteSpace(request.Reason) || request.Reason.Length > LongestReason)
        {
            throw Refusal.Invalid("SWA027", "reason", $"Say why it is withdrawn, in up to {LongestReason} characters.");
        }

        return await writer.Commit(
            context => context.Once(call, request, clock, async () =>
            {
                var row = await ToWithdraw(context, unit, request) ?? throw Refusal.NotFound("document");
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
        var limit = Page.Limit(request.HasLimit ? request.Limit : null, faults);
        var after = Page.After(request.Cursor, faults, long.MaxValue);
        faults.RefuseIfAny();
        await using var context = await readers.CreateDbContextAsync(cancel);
        var rows = context.Lpcos.AsNoTracking().Where(row => units.Contains(row.Unit));
        var (holder, number) = (Literally(request.Holder.Trim()), request.Number.Trim());
        rows = holder.Length > 0 ? rows.Where(row => EF.Functions.Like(row.Holder, holder, Escape)) : rows;
        rows = number.Length > 0 ? rows.Where(row => row.Number == number) : rows;
        if (after is var (numbers, _))
        {
            var before = numbers[0];
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
        var trimmed = number.Trim();
        await using var context = await readers.CreateDbContextAsync(cancel);
        var states = (await context.Lpcos.AsNoTracking().Where(row => row.Number == trimmed).ToListAsync(cancel))
            .Where(row => Office.IsSame(row.Issuer, IssuerOf(issuer, row.Unit))).Select(row => row.StateOn(Today)).ToList();
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

    /// <summary>Whoever names no issuer, or the unit by one of its names, issues in the unit's own name.</summary>
    private string IssuerOf(string named, string unit) =>
        named.Trim() is { Length: > 0 } issuer && !office.OwnNames(unit).Any(own => Office.IsSame(own, issuer)) ? issuer : unit;

    // Without an issuer it is the only one of its number; where there are several, the unit's own.
    private async Task<LpcoRow?> ToWithdraw(AgencyContext context, string unit, WithdrawLpcoRequest request)
    {
        var number = request.Number.Trim();
        var rows = await context.Lpcos.Where(row => row.Unit == unit && row.Number == number).ToListAsync();
        return request.Issuer.Trim().Length == 0 && rows.Count == 1 ? rows[0] : rows.Find(row => Office.IsSame(row.Issuer, IssuerOf(request.Issuer, unit)));
    }

    // Few have one number: the issuer is compared here, where capital and small letters are alike in every database.
    private static async Task<LpcoRow?> Find(AgencyContext context, string unit, string issuer, string number) =>
        (await context.Lpcos.Where(row => row.Unit == unit && row.Number == number).ToListAsync())
            .Find(row => Office.IsSame(row.Issuer, issuer));

    // LIKE is how SQLite compares without case, and SQL Server by the column's collation (AgencyContext); its own signs are none here.
    private static string Literally(string text) => string.Concat(text.Select(c => c is '%' or '_' or '[' or '\\' ? Escape + c : c.ToString()));

    private static bool IsSame(Lpco one, Lpco other)
    {
        var sent = other.Clone();
        (sent.State, sent.Revision) = (one.State, one.Revision);
        sent.Issuer = Office.IsSame(one.Issuer, sent.Issuer) ? one.Issuer : sent.Issuer;
        sent.Holder = Office.IsSame(one.Holder, sent.Holder) ? one.Holder : sent.Holder;
        return one.Equals(sent);
    }
}
