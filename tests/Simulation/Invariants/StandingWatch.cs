// SPDX-License-Identifier: Apache-2.0
using System.Globalization;
using Cbm.Contracts;
using Cbm.Declarations.Consolidation;
using Cbm.Declarations.Storage;
using Cbm.Simulation.People;
using Cbm.Simulation.Services;
using Microsoft.EntityFrameworkCore;

namespace Cbm.Simulation.Invariants;

/// <summary>Looks at every unit of work of the window: what a unit refused or detained stands until the unit itself says otherwise, whatever the trader does, and its unit has a part as long; what the trader answered stays answered; what it said of an older version is not logged as said of this, and what it said last is not passed over.</summary>
internal sealed class StandingWatch(Ledger ledger)
{
    public void Look(string service, DbContext context)
    {
        if (service != Ground.Window || context is not DeclarationsContext window)
        {
            return;
        }

        foreach (var entry in window.ChangeTracker.Entries<DeclarationRecord>().Where(entry => entry.State == EntityState.Modified))
        {
            var (lrn, after) = (entry.Entity.Lrn, CaseFile.Parser.ParseFrom(entry.Entity.File));
            if (!DeclarationLifecycle.Open.Contains(entry.Entity.State))
            {
                continue;
            }

            foreach (var part in after.Parts)
            {
                Heard(lrn, part, [.. window.ChangeTracker.Entries<EventRecord>().Where(logged => logged.State == EntityState.Added)
                    .Select(logged => logged.Entity).Where(logged => logged.Mrn == entry.Entity.Mrn && logged.Unit == part.Unit)]);
            }

            if (entry.Property(one => one.File) is { IsModified: true, OriginalValue: { } before })
            {
                Judge(lrn, CaseFile.Parser.ParseFrom(before), after);
            }
        }
    }

    private void Heard(string lrn, UnitPart part, List<EventRecord> logged)
    {
        if (part.Withdrawn && PartStates.Standing(part).Count > 0)
        {
            ledger.Violate($"{lrn}: an order of {part.Unit} stands, and it has no part");
        }

        if (part.Report is { } report && report.Version < part.Version && logged.Exists(step => step.Name == report.Step.Name && step.At == report.Step.At.ToDateTimeOffset()))
        {
            ledger.Violate($"{lrn}: {report.Step.Name} of {part.Unit} on version {report.Version} counts for version {part.Version}");
        }

        // Until it is heard on the newest version, what it last said is what is known of it: its orders stand by that.
        foreach (var (version, revision) in logged.FindAll(step => step.Name == "lateReportFiled").Select(step => (Number(step.Text, "version "), Number(step.Text, "revision "))))
        {
            if (version < part.Version && PartStates.Heard(part) is null && (part.Report?.Revision ?? 0) < revision)
            {
                ledger.Violate($"{lrn}: revision {revision} of {part.Unit} was heard and is passed over");
            }
        }
    }

    private static int Number(string text, string after) => int.Parse(
        new string([.. text[(text.LastIndexOf(after, StringComparison.Ordinal) + after.Length)..].TakeWhile(char.IsAsciiDigit)]), CultureInfo.InvariantCulture);

    private void Judge(string lrn, CaseFile before, CaseFile after)
    {
        foreach (var (unit, request) in before.Parts.SelectMany(part => (part.Report?.Requests ?? []).Select(request => (part.Unit, request))))
        {
            var now = after.Parts.FirstOrDefault(part => part.Unit == unit)?.Report?.Requests.FirstOrDefault(one => one.Id == request.Id);
            if (now is not null && request.Answers.Any(answer => now.Answers.All(one => one.Id != answer.Id)))
            {
                ledger.Violate($"{lrn}: an answer to {request.Id} of {unit} is forgotten");
            }
        }

        foreach (var part in before.Parts.Where(part => PartStates.Standing(part).Count > 0))
        {
            var now = after.Parts.FirstOrDefault(one => one.Unit == part.Unit);
            var stands = now is null ? [] : PartStates.Standing(now).Select(order => (order.Item, order.Outcome)).ToHashSet();
            if (now?.Report?.Revision == part.Report?.Revision && PartStates.Standing(part).Any(order => !stands.Contains((order.Item, order.Outcome))))
            {
                ledger.Violate($"{lrn}: an order of {part.Unit} is gone, and the unit has not said so");
            }
        }
    }
}
