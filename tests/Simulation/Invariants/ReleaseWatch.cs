// SPDX-License-Identifier: Apache-2.0
using Cbm.Contracts;
using Cbm.Declarations.Consolidation;
using Cbm.Declarations.Lodging;
using Cbm.Declarations.Storage;
using Cbm.Simulation.People;
using Cbm.Simulation.Services;
using Microsoft.EntityFrameworkCore;

namespace Cbm.Simulation.Invariants;

/// <summary>
/// Looks at every release at the moment it is written, and judges it by what the agencies themselves have on their disks: each
/// unit whose requirement blocks release, and Customs, has said yes to its newest slice, and the goods are there.
/// </summary>
internal sealed class ReleaseWatch(Truth truth, Ledger ledger)
{
    private static readonly string[] Released = ["RELEASED", "CONDITIONALLY_RELEASED"];

    public void Look(string service, DbContext context)
    {
        if (service != Ground.Window || context is not DeclarationsContext window)
        {
            return;
        }

        foreach (var entry in window.ChangeTracker.Entries<DeclarationRecord>())
        {
            var record = entry.Entity;
            var isNews = entry.State == EntityState.Added || !Released.Contains(entry.Property(one => one.State).OriginalValue);
            if (entry.State is EntityState.Added or EntityState.Modified && Released.Contains(record.State) && isNews)
            {
                Judge(window, record);
            }
        }
    }

    /// <summary>Judges one that is released, by what lies on the disks now.</summary>
    public void Judge(DeclarationsContext window, DeclarationRecord record)
    {
        var story = ledger.Stories.Single(one => one.Lrn == record.Lrn);
        if (!record.Presented || (story.IsPreLodged && !story.ArrivalTold))
        {
            ledger.Violate($"{record.Lrn} is {record.State} and its goods are not presented");
        }

        var version = window.ChangeTracker.Entries<VersionRecord>().Select(one => one.Entity).FirstOrDefault(one => one.Mrn == record.Mrn && one.Version == record.Version)
            ?? window.Versions.AsNoTracking().Single(one => one.Mrn == record.Mrn && one.Version == record.Version);
        var determination = Determination.Parser.ParseFrom(version.Determination);
        if (determination.Questions.Count > 0)
        {
            ledger.Violate($"{record.Lrn} is {record.State} while questions are open");
        }

        var parts = CaseFile.Parser.ParseFrom(record.File).Parts;
        var needed = determination.Requirements.Where(one => one.Status is not (RequirementStatus.NotApplicable or RequirementStatus.Question))
            .Where(one => Ground.Mandates.Requirements[one.Id].ReleaseBlocking).Select(one => one.Unit).Append(Ground.Profile.LeadUnit).Distinct();
        foreach (var unit in needed)
        {
            var part = parts.SingleOrDefault(part => part.Unit == unit);
            var hash = part?.SliceHash;
            var said = truth.Review(record.Mrn, unit);
            if (ledger.IsPutBackAfter(Ground.AgencyOf(unit), DateTimeOffset.MinValue) && (said?.Review.Revision ?? 0) < part?.Report?.Revision)
            {
                // Its disk is an older copy, and does not yet show what it has said.
                continue;
            }

            if (said is not var (_, review, slice))
            {
                ledger.Violate($"{record.Lrn} is {record.State} and {unit} has not heard of it");
            }
            else if (review.State is not (ReviewState.Approved or ReviewState.ApprovedConditional or ReviewState.Waived))
            {
                ledger.Violate($"{record.Lrn} is {record.State} while {unit} says {review.State}");
            }
            else if (slice.Hash != hash)
            {
                ledger.Violate($"{record.Lrn} is {record.State} and {unit} has decided on another slice than it was sent last");
            }
            else if (!Slice.Parser.ParseFrom(slice.Content).Declaration.Equals(Cut(record, version, determination, unit)))
            {
                ledger.Violate($"{record.Lrn} is {record.State} and {unit} has not seen what is declared now");
            }
        }

        // Whoever stops the goods stops them, whatever the newest version asks.
        foreach (var part in parts)
        {
            if (PartStates.Standing(part).Any(decision => decision.Outcome == Outcome.Detain))
            {
                ledger.Violate($"{record.Lrn} is {record.State} and the window knows that {part.Unit} detains");
            }

            if (truth.Review(record.Mrn, part.Unit) is var (_, review, _) && part.Blocking
                && review.Decisions.Any(decision => decision.Outcome is Outcome.Refuse or Outcome.Detain))
            {
                ledger.Violate($"{record.Lrn} is {record.State} while {part.Unit} refuses or detains");
            }
        }
    }

    private static Declaration Cut(DeclarationRecord record, VersionRecord version, Determination determination, string unit) => FanOut.Cut(
        Ground.Slicer, Ground.Mandates, record, version.Version, Declaration.Parser.ParseFrom(version.Tree), determination, unit, []).Declaration;
}
