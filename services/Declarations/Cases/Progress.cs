// SPDX-License-Identifier: Apache-2.0
using Cbm.Contracts;
using Cbm.Declarations.Consolidation;
using Cbm.Declarations.Responses;
using Cbm.Declarations.Storage;
using Cbm.ServiceDefaults.Messaging;
using Google.Protobuf.WellKnownTypes;

namespace Cbm.Declarations.Cases;

/// <summary>Brings a case to where its reviews, its questions and its goods say it is, with the events, responses and news that this causes.</summary>
public static class Progress
{
    /// <summary>Consolidates and makes the moves. A case that is closed stays as it is.</summary>
    public static void Consolidate(this Case declaration, DateTimeOffset now)
    {
        var record = declaration.Record;
        if (!DeclarationLifecycle.Open.Contains(record.State))
        {
            return;
        }

        var consolidated = Consolidator.Consolidate(StandingOf(declaration));
        declaration.File.Items.Clear();
        declaration.File.Items.AddRange(consolidated.Items.Select(item => new CaseItem { Item = item.Item, State = item.Code }));
        foreach (var move in DeclarationLifecycle.Moves(record.State, consolidated))
        {
            record.State = move.To;

            // Where the cause of the move is in the log already (an arrival, a request) it is not told twice.
            if (!declaration.HasLogged(move.Event))
            {
                declaration.Log(move.Event, now, "window", consolidated.Line);
            }

            if (WcoResponses.ForState(declaration, now) is { } response)
            {
                declaration.Respond(response, now);
            }
        }

        if (!DeclarationLifecycle.Open.Contains(record.State))
        {
            declaration.Log(record.State is "REFUSED" ? "refused" : "released", now, "window", record.State);
            TellUnits(declaration, now, ChangeKind.Closed, "closed");
        }
    }

    /// <summary>Tells every unit that has a part.</summary>
    public static void TellUnits(this Case declaration, DateTimeOffset now, ChangeKind kind, string name)
    {
        foreach (var part in declaration.Parts)
        {
            declaration.TellUnit(part, now, new DeclarationChanged { Kind = kind, State = kind == ChangeKind.Closed ? declaration.Record.State : "" }, name);
        }
    }

    /// <summary>Tells one unit what it must hear after its slice.</summary>
    /// <param name="declaration">The case.</param>
    /// <param name="part">Part of the unit.</param>
    /// <param name="now">When.</param>
    /// <param name="change">What changed; address and time are filled in here.</param>
    /// <param name="name">Distinguishes this fact from others about the same case: it becomes part of the event's id.</param>
    public static void TellUnit(this Case declaration, UnitPart part, DateTimeOffset now, DeclarationChanged change, string name)
    {
        (change.Mrn, change.Unit, change.Version, change.At) = (declaration.Record.Mrn, part.Unit, part.Version, now.ToTimestamp());
        declaration.Context.Announce(
            part.Agency,
            $"declaration-changed.{part.Unit}",
            declaration.Record.Mrn,
            $"{declaration.Record.Mrn}/{part.Unit}/{declaration.Record.Version}/{name}",
            change,
            now);
    }

    /// <summary>
    /// Tells a unit that nothing is asked of it any more. It has left when it says so, or at once where it has approved; until
    /// then the goods wait for it, since an order of it may be on its way.
    /// </summary>
    public static void TellToLeave(this Case declaration, UnitPart part, DateTimeOffset now, string why = "no requirement of the unit is left")
    {
        declaration.TellUnit(part, now, new DeclarationChanged { Kind = ChangeKind.Withdrawn }, $"withdrawn-{part.Report?.Revision ?? 0}");
        declaration.Log("reviewWithdrawn", now, "window", why, part.Unit);
        part.Withdrawn = !PartStates.IsLeaving(part);
    }

    private static Standing StandingOf(Case declaration) => new(
        [.. Enumerable.Range(1, declaration.File.GoodsItems)], [.. declaration.Parts.Where(PartStates.Counts).Select(UnitStanding.Of)])
    {
        Presented = declaration.Record.Presented,
        Questions = [.. declaration.File.Questions.Select(question => (IReadOnlyList<int>)question.Items)],
    };
}
