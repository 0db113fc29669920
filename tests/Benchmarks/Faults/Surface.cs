// SPDX-License-Identifier: Apache-2.0
using Cbm.Contracts;
using Cbm.Simulation.People;

namespace Cbm.Benchmarks.Faults;

/// <summary>The invariants as anybody can see them by the public API, when everything has come to its end.</summary>
internal sealed class Surface(People people, Ledger ledger)
{
    private static readonly string[] States = ["APPROVED", "APPROVED_CONDITIONAL", "REFUSED", "WAIVED", "WITHDRAWN", "DETAINED", "PENDING", "IN_REVIEW", "INFO_REQUESTED", "ESCALATED", "CONTROL_ORDERED", "AWAITING_APPROVAL"];

    /// <summary>Every declaration once under its LRN, ended; every unit's review of it once, and both say the same of it.</summary>
    public async Task Check()
    {
        var reviews = new Dictionary<string, Review>();
        foreach (var (agency, unit, officer) in people.Offices)
            foreach (var state in States)
                await foreach (var review in Pages(officer, $"/agencies/{agency}/reviews?unit={unit}&state={state}&limit=200"))
                    if (!reviews.TryAdd(review.Id, review)) ledger.IsOnce(2, $"{review.Id} is in the lists of {unit} twice");

        foreach (var story in ledger.Stories)
        {
            var found = (await people.Declarant.Look($"/declarations?lrn={story.Lrn}&limit=200")).Read<DeclarationList>().Declarations;
            if (!ledger.IsOnce(found.Count(one => one.Lrn == story.Lrn), $"{story.Lrn} is listed {found.Count} times")) continue;
            var told = await people.Declarant.Look($"/declarations/{story.Mrn}");
            if (!ledger.IsOnce(told.IsDone ? 1 : 0, $"{story.Lrn} is not there as {story.Mrn}: {told.Status}")) continue;
            var view = told.Read<DeclarationView>();
            if (view.Lrn != story.Lrn || (view.State, view.Revision) != story.Seen && !story.HasEnded) ledger.Violate($"{story.Mrn} is {view.Lrn}, {view.State}");
            foreach (var part in view.Agencies)
            {
                var review = reviews.GetValueOrDefault($"{view.Mrn}-{part.Unit}") ?? await Closed(view.Mrn, part);
                if (!ledger.IsOnce(review is null ? 0 : 1, $"{story.Lrn} is not with {part.Unit}")) continue;
                if (review!.State != part.State) ledger.Violate($"{story.Lrn}: {part.Unit} lists {review.State}, the window shows {part.State}");
            }
        }
    }

    // What the window closed before its officer decided is in no queue and no list any more, and still there under its number.
    private async Task<Review?> Closed(string mrn, UnitView part)
    {
        var officer = people.Offices.Single(office => office.Unit == part.Unit).Officer;
        return await officer.Look($"/agencies/{part.Agency}/reviews/{mrn}-{part.Unit}") is { IsDone: true } told ? told.Read<Review>() : null;
    }

    private static async IAsyncEnumerable<Review> Pages(Person officer, string path)
    {
        var cursor = "";
        do
        {
            var told = await officer.Look($"{path}&cursor={Uri.EscapeDataString(cursor)}");
            var page = told.IsDone ? told.Read<ReviewList>() : throw new BenchmarkFailedException($"{path} is answered {told.Status}");
            foreach (var review in page.Reviews) yield return review;
            cursor = page.Next;
        }
        while (cursor.Length > 0);
    }
}
