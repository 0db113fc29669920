// SPDX-License-Identifier: Apache-2.0
using System.Security.Cryptography;
using Cbm.Contracts;
using Cbm.Contracts.Codelists;
using Cbm.Contracts.Identifiers;
using Cbm.Declarations.Storage;
using Cbm.ServiceDefaults.Callers;
using Cbm.ServiceDefaults.Doors;
using Cbm.ServiceDefaults.Problems;
using Cbm.ServiceDefaults.Storage;
using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using Microsoft.EntityFrameworkCore;

namespace Cbm.Declarations.Representations;

/// <summary>The register of who gave whom the right to act (RKC 3.6, 8.1): given and revoked by the trader, renounced by the agent, never deleted.</summary>
public sealed class RepresentationRegister(Writer<DeclarationsContext> writer, IDbContextFactory<DeclarationsContext> readers, TimeProvider clock)
{
    private const int MostOpen = 1000;
    private static readonly CodeList Procedures = CodeList.Named("SW-Direction");

    private DateOnly Today => Days.Of(clock.GetUtcNow());

    /// <summary>Gives an agent the right; every fault at once (422).</summary>
    public async Task<Representation> Give(GiveRepresentationRequest request, ServerCallContext call)
    {
        var caller = Caller.Of(call);
        var party = caller.Party is { Length: > 0 } own ? own : throw Refusal.Forbidden("You have no party for which somebody could act.");
        var today = Days.Text(Today);
        Faults(request, party, today).ToList().RefuseIfAny();
        return await writer.Commit(
            database => database.Once(call, request, clock, async () =>
            {
                await database.OneAtATime($"representations of {party}");
                if (await database.Representations.CountAsync(given => given.Declarant == party && given.Ended == RepresentationState.Unspecified) >= MostOpen)
                {
                    throw Refusal.Conflict($"{MostOpen} representations of the party are open; revoke those that are over.");
                }

                return View(database.Representations.Add(new RepresentationRecord
                {
                    Id = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16)),
                    Declarant = party,
                    Agent = request.Agent,
                    Kind = request.Kind,
                    Procedures = string.Join(',', request.Procedures.Distinct().Order(StringComparer.Ordinal)),
                    ValidFrom = request.ValidFrom.Length > 0 ? request.ValidFrom : today,
                    ValidTo = request.ValidTo,
                    GivenBy = caller.Subject,
                    GivenAt = clock.GetUtcNow(),
                }).Entity);
            }),
            call.CancellationToken);
    }

    /// <summary>Ends it from this moment on: revoked by the trader, renounced by the agent. What has ended stays as it ended; another's is none (404).</summary>
    public Task<Representation> End(string id, ServerCallContext call) => writer.Commit(
        async database =>
        {
            var caller = Caller.Of(call);
            var given = await database.Representations.FindAsync(id);
            var way = given is null ? RepresentationState.Unspecified
                : IsTraders(given, caller) ? RepresentationState.Revoked
                : IsAgents(given, caller) ? RepresentationState.Renounced
                : RepresentationState.Unspecified;
            if (given is null || way == RepresentationState.Unspecified)
            {
                throw Refusal.NotFound("representation");
            }

            if (given.Ended == RepresentationState.Unspecified)
            {
                (given.Ended, given.EndedBy, given.EndedAt) = (way, caller.Subject, clock.GetUtcNow());
            }

            return View(given);
        },
        call.CancellationToken);

    /// <summary>One that the caller gave or was given (404 otherwise).</summary>
    public async Task<Representation> Find(string id, Caller caller, CancellationToken cancel)
    {
        await using var database = await readers.CreateDbContextAsync(cancel);
        return await database.Representations.AsNoTracking().SingleOrDefaultAsync(one => one.Id == id, cancel) is { } given
            && (IsTraders(given, caller) || IsAgents(given, caller)) ? View(given) : throw Refusal.NotFound("representation");
    }

    /// <summary>A page of those that the caller gave or was given, ended ones too; newest first.</summary>
    public async Task<RepresentationList> List(ListRepresentationsRequest request, Caller caller, CancellationToken cancel)
    {
        var faults = new List<Fault>();
        var limit = Page.Limit(request.HasLimit ? request.Limit : null, faults);
        var after = Page.After(request.Cursor, faults, DateTime.MaxValue.Ticks);
        faults.RefuseIfAny();
        var list = new RepresentationList();
        if (caller.Party is not { Length: > 0 } party)
        {
            return list;
        }

        var (isTrader, isAgent) = (caller.Is("trader"), caller.Is("agent"));
        await using var database = await readers.CreateDbContextAsync(cancel);
        var found = database.Representations.AsNoTracking()
            .Where(given => (isTrader && given.Declarant == party) || (isAgent && given.Agent == party));
        if (after is var (numbers, id))
        {
            var at = new DateTimeOffset(numbers[0], TimeSpan.Zero);
            found = found.Where(given => given.GivenAt < at || (given.GivenAt == at && string.Compare(given.Id, id) < 0));
        }

        var rows = await found.OrderByDescending(given => given.GivenAt).ThenByDescending(given => given.Id).Take(limit + 1).ToListAsync(cancel);
        list.Representations.AddRange(rows.Take(limit).Select(View));
        list.Next = rows.Count > limit ? Page.Cursor(rows[limit - 1].GivenAt.UtcTicks, rows[limit - 1].Id) : "";
        return list;
    }

    private static bool IsTraders(RepresentationRecord given, Caller caller) => caller.Is("trader") && caller.Party == given.Declarant;

    private static bool IsAgents(RepresentationRecord given, Caller caller) => caller.Is("agent") && caller.Party == given.Agent;

    private static IEnumerable<Fault> Faults(GiveRepresentationRequest request, string party, string today)
    {
        if (!TraderId.IsValid(request.Agent) || request.Agent == party)
        {
            yield return Fault("SWA130", "agent", "Name the agent by its identification number (as in FI2345678-0), another than your own.");
        }

        if (request.Kind is not (RepresentationKind.Direct or RepresentationKind.Indirect))
        {
            yield return Fault("SWA131", "kind", "Say DIRECT (in your name) or INDIRECT (in its own name on your behalf).");
        }

        for (var index = 0; index < request.Procedures.Count; index++)
        {
            if (!Procedures.Contains(request.Procedures[index]))
            {
                yield return Fault("SWA132", $"procedures[{index}]", "Say IM, EX, TR or CO; leave the list out for all.");
            }
        }

        if (request.ValidFrom.Length > 0 && (!Days.IsDay(request.ValidFrom) || string.CompareOrdinal(request.ValidFrom, today) < 0))
        {
            yield return Fault("SWA133", "validFrom", $"Give a day from {today} on, year-month-day; leave it out for today.");
        }

        if (request.ValidTo.Length > 0
            && (!Days.IsDay(request.ValidTo) || string.CompareOrdinal(request.ValidTo, request.ValidFrom.Length > 0 ? request.ValidFrom : today) < 0))
        {
            yield return Fault("SWA134", "validTo", "Give a day, year-month-day, that is not before the first; leave it out where there is no last.");
        }
    }

    private Representation View(RepresentationRecord given)
    {
        var view = new Representation
        {
            Id = given.Id,
            Declarant = given.Declarant,
            Agent = given.Agent,
            Kind = given.Kind,
            ValidFrom = given.ValidFrom,
            ValidTo = given.ValidTo,
            State = StateOf(given, Days.Text(Today)),
            GivenBy = given.GivenBy,
            GivenAt = given.GivenAt.ToTimestamp(),
            EndedBy = given.EndedBy,
            EndedAt = given.EndedAt?.ToTimestamp(),
        };
        view.Procedures.AddRange(given.Procedures.Split(',', StringSplitOptions.RemoveEmptyEntries));
        return view;
    }

    private static RepresentationState StateOf(RepresentationRecord given, string today) =>
        given.Ended != RepresentationState.Unspecified ? given.Ended
        : string.CompareOrdinal(given.ValidFrom, today) > 0 ? RepresentationState.Future
        : given.ValidTo.Length > 0 && string.CompareOrdinal(given.ValidTo, today) < 0 ? RepresentationState.Expired
        : RepresentationState.Effective;

    private static Fault Fault(string code, string path, string message) => new() { Code = code, Path = path, Message = message };
}
