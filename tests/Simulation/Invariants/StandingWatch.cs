// SPDX-License-Identifier: Apache-2.0
using Cbm.Contracts;
using Cbm.Declarations.Consolidation;
using Cbm.Declarations.Storage;
using Cbm.Simulation.People;
using Cbm.Simulation.Services;
using Microsoft.EntityFrameworkCore;

namespace Cbm.Simulation.Invariants;

/// <summary>Looks at every unit of work of the window: what a unit refused or detained stands until the unit itself says otherwise, whatever the trader does; what the trader answered stays answered; what it said of an older version is not logged as said of this.</summary>
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
            if (DeclarationLifecycle.Open.Contains(entry.Entity.State) && entry.Property(one => one.File) is { IsModified: true, OriginalValue: { } before })
            {
                var after = CaseFile.Parser.ParseFrom(entry.Entity.File);
                Judge(entry.Entity.Lrn, CaseFile.Parser.ParseFrom(before), after);
                foreach (var part in after.Parts.Where(part => part.Report is { } report && report.Version < part.Version && Logs(window, entry.Entity.Mrn, report)))
                {
                    ledger.Violate($"{entry.Entity.Lrn}: {part.Report.Step.Name} of {part.Unit} on version {part.Report.Version} counts for version {part.Version}");
                }
            }
        }
    }

    private static bool Logs(DeclarationsContext window, string mrn, AgencyReported report) =>
        window.ChangeTracker.Entries<EventRecord>().Any(logged => logged.State == EntityState.Added
            && logged.Entity.Mrn == mrn && logged.Entity.Unit == report.Unit && logged.Entity.Name == report.Step.Name);

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
