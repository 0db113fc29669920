// SPDX-License-Identifier: Apache-2.0
using Cbm.Contracts;
using Cbm.Declarations.Determination;
using Cbm.Declarations.Storage;
using Cbm.ServiceDefaults.Callers;
using Microsoft.EntityFrameworkCore;

namespace Cbm.Declarations.Representations;

/// <summary>
/// For whom a caller may act today: itself, or a trader that gave it the right. The one place that says so. Only an agent's
/// call asks the register (one query, by agent and party); whatever was ended gives no right from that moment on.
/// </summary>
public sealed class Authority
{
    private readonly IReadOnlyList<RepresentationRecord> _given;

    private Authority(Caller caller, IReadOnlyList<RepresentationRecord> given) => (Caller, _given) = (caller, given);

    /// <summary>Who calls.</summary>
    public Caller Caller { get; }

    /// <summary>The caller's authority to act for some of these parties.</summary>
    public static async ValueTask<Authority> Of(
        DeclarationsContext database, Caller caller, DateOnly today, IReadOnlyList<string> parties, CancellationToken cancel = default) =>
        new(caller, IsByRegister(caller)
            ? await Effective(database, caller, today).AsNoTracking().Where(given => parties.Contains(given.Declarant)).ToListAsync(cancel)
            : []);

    /// <summary>The same for who is concerned by a declaration: its declarant, and on whose behalf it may be lodged.</summary>
    public static ValueTask<Authority> Of(DeclarationsContext database, Caller caller, DateOnly today, Declaration tree, CancellationToken cancel) =>
        Of(database, caller, today, [tree.Declarant?.Id ?? "", Principal(tree).Id], cancel);

    /// <summary>Whether the caller may act for the party in declarations of this type; without a type: in any.</summary>
    public bool MayActFor(string party, string? typeCode = null) =>
        Caller.ActsFor(party) || _given.Any(given => given.Declarant == party && Covers(given, typeCode));

    /// <summary>What does not go together: how the declaration says that its agent acts, and the right that the agent was given.</summary>
    public IEnumerable<(string Code, string Path, string Message)> Faults(Declaration tree)
    {
        if (!IsByRegister(Caller))
        {
            yield break;
        }

        var (declarant, way) = (tree.Declarant?.Id ?? "", tree.Agent?.FunctionCode ?? "");
        if (tree.Agent?.Id is { Length: > 0 } named && named != Caller.Party)
        {
            yield return ("SWA135", "agent.id", $"The agent that lodges is {Caller.Party}.");
        }

        if (declarant == Caller.Party)
        {
            var (principal, path) = Principal(tree);
            if (way == "2")
            {
                yield return ("SWA136", "agent.functionCode", "Who acts in the name of another (2) names that other as the declarant.");
            }

            if (principal.Length > 0 && principal != declarant && !Holds(principal, RepresentationKind.Indirect, tree.TypeCode))
            {
                yield return ("SWA137", path, $"{principal} gave you no right to act in your own name on its behalf (indirect).");
            }
        }
        else if (way is "2" or "3" && !Holds(declarant, way == "2" ? RepresentationKind.Direct : RepresentationKind.Indirect, tree.TypeCode))
        {
            yield return ("SWA136", "agent.functionCode", $"{declarant} gave you no right to act in this way.");
        }
    }

    /// <summary>The declarations of all for whom the caller, a trader or an agent, may act.</summary>
    public static async Task<IQueryable<DeclarationRecord>> Declared(DeclarationsContext database, Caller caller, DateOnly today, CancellationToken cancel)
    {
        var all = database.Declarations.AsNoTracking();
        if (caller.Is("agent") && caller.Represents.Contains("*"))
        {
            return all;
        }

        var own = caller.Party ?? "";
        if (!IsByRegister(caller))
        {
            return all.Where(row => row.Declarant == own && own != "");
        }

        // The parties first: by them the index finds the rows of few among those of many.
        var given = Effective(database, caller, today);
        var parties = await given.Select(one => one.Declarant).Distinct().ToListAsync(cancel);
        parties.Add(own);
        return all.Where(row => parties.Contains(row.Declarant) && (row.Declarant == own || given.Any(
            one => one.Declarant == row.Declarant && (one.Procedures == "" || one.Procedures.Contains(row.TypeCode.Substring(0, 2))))));
    }

    private static bool IsByRegister(Caller caller) => caller.Is("agent") && caller.Party is { Length: > 0 } && !caller.Represents.Contains("*");

    private static IQueryable<RepresentationRecord> Effective(DeclarationsContext database, Caller caller, DateOnly today)
    {
        var (agent, day) = (caller.Party, Days.Text(today));
        return database.Representations.Where(given => given.Agent == agent && given.Ended == RepresentationState.Unspecified
            && given.ValidFrom.CompareTo(day) <= 0 && (given.ValidTo == "" || given.ValidTo.CompareTo(day) >= 0));
    }

    private bool Holds(string party, RepresentationKind kind, string typeCode) =>
        _given.Any(given => given.Declarant == party && given.Kind == kind && Covers(given, typeCode));

    // A type that says no direction is covered by nothing that is limited to some.
    private static bool Covers(RepresentationRecord given, string? typeCode) => typeCode is null || given.Procedures.Length == 0
        || (typeCode.Length >= 2 && given.Procedures.Split(',').Contains(typeCode[..2]));

    // On whose behalf: the exporter of an export, the importer of anything else.
    private static (string Id, string Path) Principal(Declaration tree) => Directions.Of(tree) == "EX"
        ? (tree.Exporter?.Id ?? "", "exporter.id")
        : (tree.GoodsShipment?.Importer?.Id ?? "", "goodsShipment.importer.id");
}
