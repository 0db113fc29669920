// SPDX-License-Identifier: Apache-2.0
using Cbm.Contracts;
using Cbm.Declarations.Arrival;
using Cbm.Declarations.Cases;
using Cbm.Declarations.Consolidation;
using Cbm.Declarations.Responses;
using Cbm.Declarations.Storage;
using Cbm.ServiceDefaults.Messaging;
using Cbm.ServiceDefaults.Storage;
using Google.Protobuf;
using Microsoft.EntityFrameworkCore;

namespace Cbm.Declarations.Intake;

/// <summary>
/// Takes in what agencies report (topic agency-reported). Idempotent by (MRN, unit, version, revision): the same again changes
/// nothing, an earlier step that comes late is logged and not applied, a report on an older version is filed, not applied.
/// </summary>
/// <param name="writer">The store.</param>
/// <param name="mayHear">Whether the store is the newest, or was compared with all who know better: what an agency decided on a version that is lost must not count for another.</param>
/// <param name="clock">Time of what follows.</param>
public sealed class ResponseIntake(Writer<DeclarationsContext> writer, Func<bool> mayHear, TimeProvider clock)
{
    /// <summary>Topic of the reports.</summary>
    public const string Topic = "agency-reported";

    /// <summary>Takes in one report; what says that it is another agency's than the sender's is poisonous.</summary>
    public async Task<Verdict> Take(string sender, ByteString data, CancellationToken cancel)
    {
        var report = AgencyReported.Parser.ParseFrom(data);
        return !mayHear() ? Verdict.Wait
            : report.Agency == sender && ReportCheck.IsSound(report) ? await writer.Commit(context => Apply(context, report.Clone(), clock.GetUtcNow()), cancel)
            : Verdict.Poisonous;
    }

    private static async Task<Verdict> Apply(DeclarationsContext context, AgencyReported report, DateTimeOffset now)
    {
        if (await Case.Load(context, report.Mrn) is not { } declaration
            || declaration.PartOf(report.Unit) is not { } part || part.Agency != report.Agency)
        {
            // It was never sent from here: it cannot become true by waiting.
            return Verdict.Poisonous;
        }

        var last = part.Report?.Revision ?? 0;
        if (report.Revision - (long)last > ReportCheck.MostRevisionsAhead)
        {
            return Verdict.Poisonous;
        }

        if (report.Presented && !declaration.Record.Presented)
        {
            ArrivalNotice.TakeBack(declaration, report.Unit, now);
        }

        // Known already, in whichever version that was; or overtaken by a later one, and still missing in the log.
        if (report.Revision <= last)
        {
            if (part.Overtaken.Remove(report.Revision))
            {
                if (report.Version == part.Version)
                {
                    Log(declaration, report);
                }
                else
                {
                    await File(declaration, report, now);
                }

                declaration.Save(now);
            }

            return Verdict.Delivered;
        }

        // That it left when it was told to: in the log already, by the window's own hand.
        if (part.Unneeded && report.Version == part.Version && report.State == ReviewState.Withdrawn && !report.Decisions.Any(PartStates.IsGrave))
        {
            Overtake(part, last, report);
            KeepAnswers(part.Report ?? new AgencyReported(), report);
            (part.Withdrawn, part.Report) = (true, report);
            declaration.Consolidate(now);
            declaration.Save(now);
            return Verdict.Delivered;
        }

        if (report.Version != part.Version || (part.Withdrawn && !report.Decisions.Any(PartStates.IsGrave)))
        {
            if (Older(declaration, part, report, last, now) | await File(declaration, report, now))
            {
                declaration.Save(now);
            }

            return Verdict.Delivered;
        }

        var hasOrdered = PartStates.Standing(part).Count > 0 || PartStates.HasDrawn(part);
        Overtake(part, last, report);
        Take(declaration, part, report, now);
        part.Held.Clear();
        Log(declaration, report);
        Reinstate(part);
        if (part.Unneeded && !DeclarationLifecycle.Open.Contains(declaration.Record.State))
        {
            // It was told to leave and holds on to what it ordered; the declaration has ended, so that it need not.
            declaration.TellUnit(part, now, new DeclarationChanged { Kind = ChangeKind.Closed, State = declaration.Record.State }, "closed");
        }

        if (hasOrdered && PartStates.IsLeaving(part))
        {
            // It has lifted the last of its orders or made the last of its controls, and nothing else is asked of it.
            declaration.TellToLeave(part, now);
        }

        declaration.Consolidate(now);
        declaration.Save(now);
        return Verdict.Delivered;
    }

    // What the unit did before it had the newest version: its approvals are of another version and only filed, but what it
    // ordered or asked it will carry over, and until it says so it stands here as it stands there.
    private static bool Older(Case declaration, UnitPart part, AgencyReported report, int last, DateTimeOffset now)
    {
        if (report.Version >= part.Version || PartStates.Heard(part) is not null)
        {
            return false;
        }

        Overtake(part, last, report);
        Take(declaration, part, report, now);
        part.Held.Clear();
        part.Held.AddRange(report.Decisions.Where(PartStates.IsGrave));
        Reinstate(part);
        declaration.Consolidate(now);
        return true;
    }

    private static void Overtake(UnitPart part, int last, AgencyReported report) =>
        part.Overtaken.AddRange(Enumerable.Range(last + 1, report.Revision - last - 1));

    // A unit that ordered something before it heard that nothing is asked of it any more has its part again.
    private static void Reinstate(UnitPart part) => part.Withdrawn &= PartStates.Standing(part).Count == 0;

    private static void Take(Case declaration, UnitPart part, AgencyReported report, DateTimeOffset now)
    {
        var before = part.Report ?? new AgencyReported();
        var decided = PartStates.DecisionOf(part);
        KeepAnswers(before, report);
        part.Report = report;
        if (PartStates.DecisionOf(part) is not Outcome.Unspecified and var decision && (decision != decided || !report.Decisions.Equals(before.Decisions)))
        {
            declaration.Respond(WcoResponses.Decided(declaration, report, now), now);
            DecisionMeasures.Note(declaration, part, decision, now);
        }

        foreach (var request in report.Requests.Where(request => PartStates.IsOpen(request) && before.Requests.All(known => known.Id != request.Id)))
        {
            declaration.Respond(WcoResponses.Asking(declaration, request, now), now);
        }
    }

    // What the trader answered meanwhile stays answered: the unit had not heard of it when it wrote this report.
    private static void KeepAnswers(AgencyReported before, AgencyReported report)
    {
        foreach (var request in report.Requests)
        {
            if (before.Requests.FirstOrDefault(known => known.Id == request.Id) is { } known)
            {
                request.Answers.AddRange(known.Answers.Where(answer => request.Answers.All(told => told.Id != answer.Id)));
                request.AnsweredAt ??= known.AnsweredAt;
            }
        }
    }

    private static void Log(Case declaration, AgencyReported report) => declaration.Log(
        report.Step.Name, report.Step.At.ToDateTimeOffset(), report.Step.By, report.Step.Text, report.Unit);

    private static async Task<bool> File(Case declaration, AgencyReported report, DateTimeOffset now)
    {
        var text = $"{report.Step.Name} on version {report.Version}, revision {report.Revision}";
        if (await declaration.Context.Events.AnyAsync(logged =>
            logged.Mrn == report.Mrn && logged.Unit == report.Unit && logged.Name == "lateReportFiled" && logged.Text == text))
        {
            return false;
        }

        declaration.Log("lateReportFiled", now, report.Step.By, text, report.Unit);
        return true;
    }
}
