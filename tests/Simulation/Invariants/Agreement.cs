// SPDX-License-Identifier: Apache-2.0
using Cbm.Contracts;
using Cbm.Declarations.Storage;
using Cbm.Simulation.People;
using Cbm.Simulation.Services;
using Microsoft.EntityFrameworkCore;

namespace Cbm.Simulation.Invariants;

/// <summary>In the end every declaration has reached its end, nothing waits, and window and agencies say the same of every review.</summary>
internal static class Agreement
{
    public static void Check(Truth truth, Ledger ledger)
    {
        if (truth.Waiting() is var waiting and > 0)
        {
            ledger.Violate($"{waiting} facts were never delivered");
        }

        using var window = truth.Window();
        var records = window.Declarations.AsNoTracking().ToDictionary(one => one.Mrn);
        foreach (var record in records.Values.Where(one => !Story.Ended.Contains(one.State)))
        {
            var parts = CaseFile.Parser.ParseFrom(record.File).Parts.Select(part =>
                $"{part.Unit} v{part.Version} {part.Report?.State.ToString() ?? "unheard"} v{part.Report?.Version}{(part.Unneeded ? " unneeded" : "")}{(part.Withdrawn ? " withdrawn" : "")}");
            ledger.Violate($"{record.Lrn} is {record.State} in the end, though everybody has acted: {string.Join(", ", parts)}");
        }

        foreach (var record in records.Values)
        {
            Judge(truth, record, ledger);
        }

        var files = records.Values.ToDictionary(one => one.Mrn, one => CaseFile.Parser.ParseFrom(one.File));
        foreach (var agency in Ground.Agencies)
        {
            using var context = truth.Agency(agency.Code);
            foreach (var row in context.Reviews.AsNoTracking().ToList())
            {
                var review = row.Read();
                if (!records.TryGetValue(review.Mrn, out var record) || files[review.Mrn].Parts.SingleOrDefault(part => part.Unit == row.Unit) is not { } part)
                {
                    if (!row.InQueue && ledger.IsPutBackAfter(Ground.Window, DateTimeOffset.MinValue))
                    {
                        continue;
                    }

                    ledger.Violate($"{agency.Code} has a review {row.Unit} of a declaration that the window never sent");
                    continue;
                }

                Compare(record, part, review, row.InQueue, ledger);
            }
        }

        foreach (var (mrn, file) in files)
        {
            foreach (var part in file.Parts.Where(part => truth.Review(mrn, part.Unit) is null))
            {
                ledger.Violate($"{records[mrn].Lrn}: {part.Unit} has a part and no review");
            }
        }
    }

    // Every end has somebody who made it.
    private static void Judge(Truth truth, DeclarationRecord record, Ledger ledger)
    {
        // Who is asked nothing any more may still refuse, but bind nobody by a condition.
        var all = CaseFile.Parser.ParseFrom(record.File).Parts
            .Select(part => (Part: part, truth.Review(record.Mrn, part.Unit)?.Review)).Where(one => one.Review is not null).ToList();
        var said = all.FindAll(one => !one.Part.Unneeded);
        if (record.State == "CANCELLED" && !ledger.Stories.Single(story => story.Lrn == record.Lrn).CancelSent)
        {
            ledger.Violate($"{record.Lrn} is CANCELLED and nobody cancelled it");
        }
        else if (record.State == "REFUSED" && !all.Exists(one => one.Review!.Decisions.Any(decision => decision.Outcome == Outcome.Refuse)))
        {
            ledger.Violate($"{record.Lrn} is REFUSED and nobody refuses it");
        }
        else if (record.State == "CONDITIONALLY_RELEASED" && !said.Exists(one => one.Review!.Decisions.Any(decision => decision.Outcome == Outcome.Conditional)))
        {
            ledger.Violate($"{record.Lrn} is CONDITIONALLY_RELEASED and nobody has a condition");
        }
        else if (record.State == "RELEASED" && said.Find(one => one.Part.Blocking && one.Review!.Decisions.Any(decision => decision.Outcome == Outcome.Conditional)) is { Part: { } bound })
        {
            ledger.Violate($"{record.Lrn} is RELEASED and {bound.Unit} has a condition");
        }
    }

    private static void Compare(DeclarationRecord record, UnitPart part, Review review, bool isInQueue, Ledger ledger)
    {
        if (isInQueue)
        {
            ledger.Violate($"{record.Lrn} has ended and is still in the queue of {part.Unit}");
        }

        if (part.Withdrawn)
        {
            return;
        }

        if (review.Version != part.Version)
        {
            ledger.Violate($"{record.Lrn}: {part.Unit} is at version {review.Version}, the window has sent it {part.Version}");
        }

        if (review.Presented != record.Presented)
        {
            ledger.Violate($"{record.Lrn}: {part.Unit} says presented {review.Presented}, the window {record.Presented}");
        }

        if (part.Report is null || part.Report.State != review.State || !part.Report.Decisions.Equals(review.Decisions))
        {
            ledger.Violate($"{record.Lrn}: {part.Unit} is {review.State}, the window has {part.Report?.State.ToString() ?? "nothing"}");
        }
    }
}
