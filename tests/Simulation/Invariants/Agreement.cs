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
            ledger.Violate($"{record.Lrn} is {record.State} in the end, though everybody has acted");
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
