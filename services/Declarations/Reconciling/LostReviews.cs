// SPDX-License-Identifier: Apache-2.0
using Cbm.Contracts;
using Cbm.Declarations.Cases;
using Cbm.Declarations.Consolidation;
using Cbm.Declarations.Storage;
using Google.Protobuf.WellKnownTypes;
using Microsoft.EntityFrameworkCore;

namespace Cbm.Declarations.Reconciling;

/// <summary>What an agency whose store is an older copy must hear again of one review.</summary>
internal static class LostReviews
{
    /// <summary>All that the window told the unit, or heard from it, and that its review does not show; null: it shows all.</summary>
    /// <param name="declaration">The declaration.</param>
    /// <param name="part">The unit's part.</param>
    /// <param name="review">The agency's review; null: it has none.</param>
    /// <param name="cut">Cuts the unit its slice of a version again.</param>
    public static async Task<LostReview?> Of(Case declaration, UnitPart part, ReviewMark? review, Func<Case, VersionRecord, string, Slice> cut)
    {
        var lost = new LostReview { Mrn = declaration.Record.Mrn, Unit = part.Unit };
        var known = (Version: review?.Version ?? 0, Revision: review?.Revision ?? 0);
        if (part.Report is { } report && known.CompareTo((report.Version, report.Revision)) < 0
            && await Slice(declaration, part, report.Version, cut) is { } reported)
        {
            (lost.Report, lost.ReportedSlice) = (report, reported);
        }

        if (part.Version > (lost.Report?.Version ?? 0) && known.Version < part.Version)
        {
            lost.Slice = await Slice(declaration, part, part.Version, cut);
        }

        var isSentAgain = lost.Report is not null || lost.Slice is not null;
        if (declaration.Record.Presented && review is { Presented: false } && !isSentAgain)
        {
            lost.Changes.Add(Change(declaration, part, ChangeKind.Arrived));
        }

        // An answer that the unit confirmed and did not yet report on; what it has already it files.
        foreach (var request in known == (part.Report?.Version ?? 0, part.Report?.Revision ?? 0) ? part.Report?.Requests.Where(one => one.Answers.Count > 0) ?? [] : [])
        {
            var answered = Change(declaration, part, ChangeKind.Answered);
            (answered.RequestId, answered.At) = (request.Id, request.AnsweredAt ?? request.AskedAt);
            answered.Answers.AddRange(request.Answers);
            lost.Changes.Add(answered);
        }

        // A review that is put back is in the queue until it hears otherwise.
        if (isSentAgain || review is { InQueue: true })
        {
            if ((part.Unneeded || part.Withdrawn) && PartStates.Standing(part).Count == 0 && !PartStates.HasDrawn(part))
            {
                lost.Changes.Add(Change(declaration, part, ChangeKind.Withdrawn));
            }
            else if (!DeclarationLifecycle.Open.Contains(declaration.Record.State))
            {
                lost.Changes.Add(Change(declaration, part, ChangeKind.Closed, declaration.Record.State));
            }
        }

        return isSentAgain || lost.Changes.Count > 0 ? lost : null;
    }

    // Null where the window itself has lost that version.
    private static async Task<SliceLodged?> Slice(Case declaration, UnitPart part, int number, Func<Case, VersionRecord, string, Slice> cut)
    {
        var mrn = declaration.Record.Mrn;
        var version = await declaration.Context.Versions.AsNoTracking().SingleOrDefaultAsync(one => one.Mrn == mrn && one.Version == number);
        if (version is null)
        {
            return null;
        }

        var slice = cut(declaration, version, part.Unit);

        // The hash is that of the slice as it was sent: what is a unit's own may have changed since.
        var hash = number == part.Version ? part.SliceHash : Slicing.SliceHash.Of(slice);
        return new SliceLodged { Slice = slice, Hash = hash, Presented = declaration.Record.Presented };
    }

    private static DeclarationChanged Change(Case declaration, UnitPart part, ChangeKind kind, string state = "") => new()
    {
        Mrn = declaration.Record.Mrn,
        Unit = part.Unit,
        Version = part.Version,
        Kind = kind,
        State = state,
        At = declaration.Record.UpdatedAt.ToTimestamp(),
    };
}
