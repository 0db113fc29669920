// SPDX-License-Identifier: Apache-2.0
using Cbm.Agencies.Reviews;
using Cbm.Agencies.Storage;
using Cbm.Contracts;
using Cbm.ServiceDefaults.Messaging;
using Cbm.ServiceDefaults.Storage;
using Google.Protobuf;
using Microsoft.EntityFrameworkCore;

namespace Cbm.Agencies.Intake;

/// <summary>Takes in slices: one review for each MRN and unit, at the newest version. What comes twice, or late, changes nothing.</summary>
public sealed class SliceIntake(Office office, ControlDraw draw, Writer<AgencyContext> writer, TimeProvider clock)
{
    /// <summary>Takes in a SliceLodged; what is not a slice for a unit of this agency is poisonous.</summary>
    public async Task<Verdict> Take(ByteString data, CancellationToken cancel)
    {
        var fact = SliceLodged.Parser.ParseFrom(data);
        if (fact.Slice is not { Mrn.Length: > 0, Version: > 0, LodgedAt: not null } slice || !office.Units.Contains(slice.Unit))
        {
            return Verdict.Poisonous;
        }

        await writer.Commit(context => Take(context, slice, fact), cancel);
        return Verdict.Delivered;
    }

    /// <summary>Takes in a sound slice, as part of a unit of work.</summary>
    public async Task Take(AgencyContext context, Slice slice, SliceLodged fact)
    {
        var id = SliceFacts.ReviewId(slice.Mrn, slice.Unit);
        var row = await context.Reviews.FindAsync(id);
        if (row?.Version >= slice.Version)
        {
            return;
        }

        var now = clock.GetUtcNow();
        var review = await Assess(context, fact, now);
        var version = "";
        var before = row is null ? null : (await context.Slices.FindAsync(id, row.Version))!;
        if (row is not null && before is not null)
        {
            review = CarryOver.Of(review, slice, row.Read(), Slice.Parser.ParseFrom(before.Content), office.Wording, now);
            version = $"version {slice.Version}: ";
        }

        FanOutLag.Note(context, slice, review.Agency, now);
        row = Keep(context, row, before, fact);
        var name = ReviewRow.IsOpen(review.State) ? "reviewPending" : "reviewDecided";
        context.Record(row, review, name, ReviewLog.Rule, version + string.Join(" ", review.Reasons), now);
    }

    /// <summary>The slice as assessed for itself, whatever was before.</summary>
    public async Task<Review> Assess(AgencyContext context, SliceLodged fact, DateTimeOffset now) =>
        Assessment.Of(fact.Slice, fact.Presented, await Extract(context, fact.Slice), draw, office, now);

    /// <summary>Keeps a slice as the newest of its review, which is in the queue from now on.</summary>
    /// <param name="context">The unit of work.</param>
    /// <param name="row">The review; null: it is new.</param>
    /// <param name="before">The slice that was the newest; null: there was none.</param>
    /// <param name="fact">The slice.</param>
    public static ReviewRow Keep(AgencyContext context, ReviewRow? row, SliceRow? before, SliceLodged fact)
    {
        if (row is null)
        {
            row = new ReviewRow { Id = SliceFacts.ReviewId(fact.Slice.Mrn, fact.Slice.Unit), Unit = fact.Slice.Unit };
            context.Reviews.Add(row);
        }

        if (before is not null)
        {
            before.Superseded = row.Content;
        }

        row.InQueue = true;
        context.Slices.Add(new SliceRow { ReviewId = row.Id, Version = fact.Slice.Version, Hash = fact.Hash, Content = fact.Slice.ToByteArray() });
        return row;
    }

    private async Task<RegisterExtract> Extract(AgencyContext context, Slice slice)
    {
        var numbers = slice.Requirements.Any(asked => asked.Verification == Verification.Register) ? SliceFacts.DocumentNumbers(slice) : [];
        return new RegisterExtract(office.NameOf(slice.Unit), office.OwnNames(slice.Unit), numbers.Count == 0
            ? []
            : await context.Lpcos.AsNoTracking().Where(lpco => lpco.Unit == slice.Unit && numbers.Contains(lpco.Number)).ToListAsync());
    }
}
