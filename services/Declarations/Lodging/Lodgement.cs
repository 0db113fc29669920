// SPDX-License-Identifier: Apache-2.0
using System.Diagnostics;
using Cbm.Contracts;
using Cbm.Contracts.Identifiers;
using Cbm.Declarations.Cases;
using Cbm.Declarations.Determination;
using Cbm.Declarations.Mandates;
using Cbm.Declarations.Representations;
using Cbm.Declarations.Responses;
using Cbm.Declarations.Slicing;
using Cbm.Declarations.Storage;
using Cbm.Declarations.Validation;
using Cbm.ServiceDefaults.Callers;
using Cbm.ServiceDefaults.Doors;
using Cbm.ServiceDefaults.Problems;
using Cbm.ServiceDefaults.Storage;
using Cbm.ServiceDefaults.Telemetry;
using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using Microsoft.EntityFrameworkCore;

namespace Cbm.Declarations.Lodging;

/// <summary>A declaration lodged, and whether it was now or before.</summary>
/// <param name="Case">The case as it stands.</param>
/// <param name="IsNew">False where the same content was lodged under its LRN already.</param>
public sealed record Lodged(Case Case, bool IsNew);

/// <summary>Lodging a declaration: design.md 5, steps 2 to 6.</summary>
public sealed class Lodgement(
    MandateBook mandates,
    Slicer slicer,
    MrnSource numbers,
    Writer<DeclarationsContext> writer,
    IDbContextFactory<DeclarationsContext> readers,
    Refusals refusals,
    TimeProvider clock)
{
    /// <summary>All that lodging would check and determine; nothing is stored.</summary>
    public ValidationAnswer Validate(Declaration tree, ReadFaults form, Authority authority)
    {
        var (warnings, determination) = Examine(tree, form, authority, clock.GetUtcNow());
        var answer = new ValidationAnswer();
        answer.Warnings.AddRange(warnings);
        answer.Requirements.AddRange(determination.Requirements);
        answer.Questions.AddRange(determination.Questions);
        return answer;
    }

    /// <summary>
    /// Lodges. The same content again under the same LRN gives the same declaration; other content is refused (409). Faults:
    /// 422, all at once; another's declarant: 403; an agency never heard from: 503. Durable when it returns.
    /// </summary>
    /// <param name="tree">What is declared.</param>
    /// <param name="form">What reading found wrong or doubtful in it.</param>
    /// <param name="authority">Who lodges, and for whom it may.</param>
    /// <param name="claim">Done first in the transaction: keeps the caller's Idempotency-Key for this lodging.</param>
    /// <param name="cancel">The caller has gone away.</param>
    public async Task<Lodged> Lodge(
        Declaration tree, ReadFaults form, Authority authority, Func<DeclarationsContext, Task> claim, CancellationToken cancel)
    {
        // 1. Everything wrong with it, at once; then what it needs of whom. A refusal stores nothing, but it is counted.
        var now = clock.GetUtcNow();
        var hash = LodgedContent.HashOf(tree);
        IReadOnlyList<Fault> warnings;
        Contracts.Determination determination;
        try
        {
            (warnings, determination) = Examine(tree, form, authority, now);
        }
        catch (RpcException refused)
        {
            // What was accepted stays accepted, though today's rules, or a window that has not heard its agencies again, would not take it.
            if (refused.StatusCode != StatusCode.PermissionDenied && await LodgedBefore(tree, hash, cancel) is { } before)
            {
                LodgingCount.Add(LodgingCount.Repeated);
                return new Lodged(before, IsNew: false);
            }

            throw refusals.Counted(refused);
        }

        // 2. A number of its own, which nobody can guess.
        var mrn = await numbers.Next(Procedure(tree), cancel);

        // 3. Version, reviews, events and outbox in one transaction. Only then the answer.
        var lodged = await writer.Commit(
            async context =>
            {
                await claim(context);
                return await Store(context, tree, hash, mrn, warnings, determination, authority.Caller, now);
            },
            cancel);
        LodgingCount.Add(lodged.IsNew ? LodgingCount.Accepted : LodgingCount.Repeated);
        Activity.Current?.SetTag(Signals.Mrn, lodged.Case.Record.Mrn);
        return lodged;
    }

    private static readonly Func<DeclarationsContext, string, string, Task<DeclarationRecord?>> FindLrn =
        EF.CompileAsyncQuery((DeclarationsContext context, string declarant, string lrn) =>
            context.Declarations.AsNoTracking().SingleOrDefault(known => known.Declarant == declarant && known.Lrn == lrn));

    private async Task<Case?> LodgedBefore(Declaration tree, string hash, CancellationToken cancel)
    {
        await using var context = await readers.CreateDbContextAsync(cancel);
        return await FindLrn(context, tree.Declarant?.Id ?? "", tree.FunctionalReferenceId) is { } before && before.ContentHash == hash
            ? await Case.LoadWhole(context, before.Mrn, cancel)
            : null;
    }

    private (IReadOnlyList<Fault> Warnings, Contracts.Determination Determination) Examine(
        Declaration tree, ReadFaults form, Authority authority, DateTimeOffset now)
    {
        // Whose it is comes first: nobody learns what is wrong with another's declaration.
        if (tree.Declarant?.Id is { Length: > 0 } declarant && !authority.MayActFor(declarant, tree.TypeCode))
        {
            throw Refusal.Forbidden("You are neither the declarant nor an agent with a mandate from it.");
        }

        var warnings = Examination.Examine(tree, form, new ValidationContext(mandates.Profile.Country, now));
        return (warnings, RequirementDetermination.Determine(tree, mandates.Catalogue(), DateOnly.FromDateTime(now.UtcDateTime)));
    }

    private async Task<Lodged> Store(
        DeclarationsContext context,
        Declaration tree,
        string hash,
        string mrn,
        IReadOnlyList<Fault> warnings,
        Contracts.Determination determination,
        Caller caller,
        DateTimeOffset now)
    {
        var (declarant, lrn) = (tree.Declarant.Id, tree.FunctionalReferenceId);
        var before = await FindLrn(context, declarant, lrn);
        if (before is not null)
        {
            return before.ContentHash == hash
                ? new Lodged((await Case.LoadWhole(context, before.Mrn))!, IsNew: false)
                : throw Refusal.Conflict($"LRN {lrn} was used for another declaration.", $"/api/v1/declarations/{before.Mrn}");
        }

        var declaration = Open(context, tree, hash, mrn, warnings, determination, now);
        declaration.Log("declarationLodged", now, caller.Subject, $"version 1, {determination.Requirements.Count} requirements");
        Accept(declaration, now);
        FanOut.Open(declaration, slicer, mandates, now);
        declaration.Consolidate(now);
        declaration.Save(now);
        declaration.Record.Revision = 1;
        return new Lodged(declaration, IsNew: true);
    }

    private static Case Open(
        DeclarationsContext context,
        Declaration tree,
        string hash,
        string mrn,
        IReadOnlyList<Fault> warnings,
        Contracts.Determination determination,
        DateTimeOffset now)
    {
        var numbered = tree.Clone();
        numbered.Id = mrn;
        var isPreLodged = LodgedContent.IsPreLodged(tree.TypeCode);

        // The window says when it accepts. A supplementary declaration declares the day of what it completes.
        if (tree.TypeCode is not [_, _, 'X' or 'Y' or 'Z'])
        {
            numbered.AcceptanceDateTime = isPreLodged ? "" : WcoResponses.Text(now);
        }

        var record = new DeclarationRecord
        {
            Mrn = mrn,
            Lrn = tree.FunctionalReferenceId,
            Declarant = tree.Declarant.Id,
            ContentHash = hash,
            TypeCode = tree.TypeCode,
            Ucr = tree.GoodsShipment?.Ucr?.Id ?? "",
            State = "LODGED",
            Presented = !isPreLodged,
            LodgedAt = now,
            UpdatedAt = now,
        };
        return Case.Open(context, record, new CaseFile { Warnings = { warnings } }, numbered, determination);
    }

    private static void Accept(Case declaration, DateTimeOffset now)
    {
        var presented = declaration.Record.Presented;
        declaration.Record.State = presented ? "ACCEPTED" : "PRE_LODGED";
        if (presented)
        {
            declaration.File.AcceptedAt = now.ToTimestamp();
        }

        declaration.Log(presented ? "declarationAccepted" : "declarationRegistered", now, "window");
        declaration.Respond(WcoResponses.Make(declaration, presented ? WcoResponses.Accepted : WcoResponses.Registered, now), now);
    }

    private static char Procedure(Declaration tree) => Directions.Of(tree) switch
    {
        "EX" => Mrn.Export,
        "TR" => Mrn.Transit,
        _ => Mrn.Import,
    };
}
