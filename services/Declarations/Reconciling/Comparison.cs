// SPDX-License-Identifier: Apache-2.0
using Cbm.Contracts;
using Cbm.Declarations.Cases;
using Cbm.Declarations.Consolidation;
using Cbm.Declarations.Lodging;
using Cbm.Declarations.Mandates;
using Cbm.Declarations.Slicing;
using Cbm.Declarations.Storage;
using Cbm.ServiceDefaults.Messaging;
using Cbm.ServiceDefaults.Problems;
using Cbm.ServiceDefaults.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;

namespace Cbm.Declarations.Reconciling;

/// <summary>
/// Compares a page of an agency's reviews with the window's parts. What the agency lost it is told again; what the window lost
/// it asks for, or, where that was a version of the declaration, makes it anew above all that the agency has seen.
/// </summary>
public sealed class Comparison(
    MandateBook mandates, Slicer slicer, Writer<DeclarationsContext> writer, TimeProvider clock, ILogger<Comparison> logger, int page = 500)
{
    private const int MostBytes = 8 * 1024 * 1024;

    /// <summary>Compares one page.</summary>
    public Task<CompareAnswer> Of(CompareRequest request, CancellationToken cancel) => writer.Commit(context => Page(context, request), cancel);

    private async Task<CompareAnswer> Page(DeclarationsContext context, CompareRequest request)
    {
        if (!mandates.Heard.TryGetValue(request.Agency, out var heard))
        {
            throw Refusal.Unavailable($"The window has not yet heard from {request.Agency}.");
        }

        var theirs = request.Reviews.ToDictionary(IdOf);
        var units = heard.Mandate.Units.Select(unit => unit.Code).ToArray();
        if (request.Reviews.FirstOrDefault(review => !units.Contains(review.Unit)) is { } strange)
        {
            throw Refusal.Invalid("SWA090", "reviews", $"{request.Agency} has no unit {strange.Unit}.");
        }

        var (parts, until) = await Parts(context, units, request);
        var ids = parts.Select(IdOf).Concat(theirs.Keys).Distinct().Where(id => until.Length == 0 || string.CompareOrdinal(id, until) <= 0)
            .Order(StringComparer.Ordinal).ToList();
        var (answer, bytes) = (new CompareAnswer { Until = until }, 0);
        Case? declaration = null;
        foreach (var id in ids)
        {
            var (mrn, unit) = (id[..id.IndexOf('-', StringComparison.Ordinal)], id[(id.IndexOf('-', StringComparison.Ordinal) + 1)..]);
            var before = answer.Lost.Count;
            try
            {
                declaration = declaration?.Record.Mrn == mrn ? declaration : await Case.Load(context, mrn);
                await Compare(declaration, (request.Agency, unit), theirs.GetValueOrDefault(id), answer);
            }
            catch (Exception damaged) when (damaged is IOException or Google.Protobuf.InvalidProtocolBufferException)
            {
                logger.LogError(damaged, "{Review} cannot be compared; the others are.", id);
                declaration = null;
            }

            bytes += answer.Lost.Skip(before).Sum(lost => lost.CalculateSize());
            if (bytes > MostBytes && id != ids[^1])
            {
                answer.Until = id;
                break;
            }
        }

        return answer;
    }

    private async Task Compare(Case? declaration, (string Agency, string Unit) of, ReviewMark? review, CompareAnswer answer)
    {
        var unit = of.Unit;
        if (declaration is null)
        {
            // It cannot be made from a slice again, which shows a part of it only.
            logger.LogError("{Mrn} was lodged and is lost with the newer store; {Unit} is told. It must be lodged again.", review!.Mrn, unit);
            answer.Unknown.Add(IdOf(review));
            return;
        }

        var isOpen = DeclarationLifecycle.Open.Contains(declaration.Record.State);
        if (declaration.PartOf(unit) is not { } part)
        {
            if (!isOpen || !review!.Stands)
            {
                // It had its part in a version that is lost, and hears of the declaration again if a new one gives it one.
                answer.Unknown.Add(IdOf(review!));
                await Renumber(declaration, review!);
                return;
            }

            // What it ordered there stands, as if the version after it had asked nothing of it.
            part = new UnitPart { Agency = of.Agency, Unit = unit, Unneeded = true };
            declaration.File.Parts.Add(part);
            declaration.Context.Parts.Add(new PartRecord { Mrn = declaration.Record.Mrn, Unit = unit, LodgedAt = declaration.Record.LodgedAt });
        }

        if (review is not null && isOpen && IsAhead(part, review))
        {
            part.SliceHash = "";
            var wasGone = part.Unneeded || part.Withdrawn;
            if (wasGone && review.Stands)
            {
                // A lost version had brought it in again, and it has stopped the goods.
                (part.Version, part.Withdrawn) = (review.Version, false);
                answer.ReportAgain.Add(IdOf(review));
            }
            else if (wasGone)
            {
                answer.Unknown.Add(IdOf(review));
            }

            await Renumber(declaration, review);
            return;
        }

        if (review is not null
            && ((review.Version == part.Version && review.Revision > (part.Report?.Revision ?? 0)) || (review.Presented && !declaration.Record.Presented)))
        {
            answer.ReportAgain.Add(IdOf(review));
        }

        if (await LostReviews.Of(declaration, part, review, Cut) is { } lost)
        {
            answer.Lost.Add(lost);
        }
    }

    // It has seen a version that the window does not remember, or was told to leave by one.
    private static bool IsAhead(UnitPart part, ReviewMark review) => review.Version > part.Version
        || (review.Version == part.Version && (review.Hash != part.SliceHash || (!review.InQueue && !part.Unneeded && !part.Withdrawn)));

    // The agency has seen versions that the window does not remember: what it does remember becomes a version above them.
    private async Task Renumber(Case declaration, ReviewMark review)
    {
        if (!DeclarationLifecycle.Open.Contains(declaration.Record.State))
        {
            return;
        }

        var now = clock.GetUtcNow();
        await declaration.ReadVersion();
        declaration.Record.Version = Math.Max(declaration.Record.Version, review.Version);
        declaration.Log("versionLost", now, "window", $"{review.Unit} has seen version {review.Version}, which is lost with the newer store", review.Unit);
        declaration.Advance(declaration.Tree, declaration.Determination);
        FanOut.Send(declaration, slicer, mandates, now);
        declaration.Consolidate(now);
        declaration.Save(now);
        await declaration.Context.SaveChangesAsync();
    }

    private Slice Cut(Case declaration, VersionRecord version, string unit) => FanOut.Cut(
        slicer,
        mandates,
        declaration.Record,
        version.Version,
        Declaration.Parser.ParseFrom(version.Tree),
        Contracts.Determination.Parser.ParseFrom(version.Determination),
        unit,
        FanOut.HoldsOfOthers(declaration, unit));

    // The window's parts in the order of their ids, and how far they reach: to the agency's last review, or to where the page is full.
    private async Task<(List<PartRecord> Parts, string Until)> Parts(DeclarationsContext context, string[] units, CompareRequest request)
    {
        var last = request.Last || request.Reviews.Count == 0 ? null : IdOf(request.Reviews[^1]);
        var (mrn, unit) = request.After.Split('-', 2) is [var after, var of] ? (after, of) : ("", "");
        var parts = await context.Parts.AsNoTracking().Where(part => units.Contains(part.Unit)
                && (string.Compare(part.Mrn, mrn) > 0 || (part.Mrn == mrn && string.Compare(part.Unit, unit) > 0)))
            .OrderBy(part => part.Mrn).ThenBy(part => part.Unit).Take(page).ToListAsync();
        var until = parts.Count == page && (last is null || string.CompareOrdinal(IdOf(parts[^1]), last) < 0) ? IdOf(parts[^1]) : last ?? "";
        return ([.. parts.Where(part => until.Length == 0 || string.CompareOrdinal(IdOf(part), until) <= 0)], until);
    }

    private static string IdOf(PartRecord part) => $"{part.Mrn}-{part.Unit}";

    private static string IdOf(ReviewMark review) => $"{review.Mrn}-{review.Unit}";
}
