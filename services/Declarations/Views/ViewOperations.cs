// SPDX-License-Identifier: Apache-2.0
using Cbm.Contracts;
using Cbm.Declarations.Audit;
using Cbm.Declarations.Cases;
using Cbm.Declarations.Storage;
using Cbm.Declarations.Views;
using Cbm.ServiceDefaults.Callers;
using Cbm.ServiceDefaults.Problems;
using Cbm.ServiceDefaults.Reads;
using Grpc.Core;
using Microsoft.EntityFrameworkCore;

namespace Cbm.Declarations;

/// <summary>What is read of declarations: each caller what it may see.</summary>
public sealed partial class DeclarationEndpoint
{
    /// <inheritdoc/>
    public override async Task<DeclarationList> ListDeclarations(ListDeclarationsRequest request, ServerCallContext context)
    {
        var caller = Caller.Of(context);
        var own = mandates.Heard.Values.SelectMany(heard => heard.Mandate.Units
            .Where(unit => caller.WorksFor(heard.Mandate.Agency, unit.Code)).Select(unit => unit.Code)).ToHashSet();
        await using var database = await readers.CreateDbContextAsync(context.CancellationToken);
        return await DeclarationLists.Of(database, request, caller, Today, own, mandates.Profile.LeadUnit, context.CancellationToken);
    }

    /// <inheritdoc/>
    public override async Task<DeclarationView> GetDeclaration(GetDeclarationRequest request, ServerCallContext context)
    {
        await using var database = await readers.CreateDbContextAsync(context.CancellationToken);
        var declaration = await Find(database, request.Mrn, context);
        await declaration.ReadVersion(context.CancellationToken);
        return Show(declaration, await ViewerOf(declaration, context), context);
    }

    /// <inheritdoc/>
    public override async Task<Release> GetRelease(GetReleaseRequest request, ServerCallContext context)
    {
        await using var database = await readers.CreateDbContextAsync(context.CancellationToken);
        var declaration = await Case.Load(database, request.Mrn, context.CancellationToken) ?? throw Refusal.NotFound("declaration");
        if (Releases.IsReleased(declaration))
        {
            await declaration.ReadVersion(context.CancellationToken);
        }

        return Releases.Of(declaration);
    }

    /// <inheritdoc/>
    public override async Task<AuditTrail> GetAudit(GetAuditRequest request, ServerCallContext context)
    {
        await using var database = await readers.CreateDbContextAsync(context.CancellationToken);
        while (true)
        {
            var before = await Find(database, request.Mrn, context);
            var events = await database.Events.AsNoTracking().Where(logged => logged.Mrn == request.Mrn)
                .OrderBy(logged => logged.Sequence).ToListAsync(context.CancellationToken);

            // What was written between the two is no break of the chain.
            database.ChangeTracker.Clear();
            if ((await Find(database, request.Mrn, context)).Record.LogLength == before.Record.LogLength)
            {
                return AuditTrails.Of(before.Record, events);
            }
        }
    }

    /// <inheritdoc/>
    public override async Task<ReadList> ListReads(ListReadsRequest request, ServerCallContext context)
    {
        await using var database = await readers.CreateDbContextAsync(context.CancellationToken);
        return await ReadLog.List(database, (request.About, request.By), request.HasLimit ? request.Limit : null, request.Cursor, context.CancellationToken);
    }

    /// <inheritdoc/>
    public override async Task<SliceList> ListSlices(ListSlicesRequest request, ServerCallContext context)
    {
        await using var database = await readers.CreateDbContextAsync(context.CancellationToken);
        var declaration = await Find(database, request.Mrn, context);
        return await SliceViews.Of(declaration, slicer, mandates, context.CancellationToken);
    }

    /// <inheritdoc/>
    public override async Task<ResponseList> ListResponses(ListResponsesRequest request, ServerCallContext context)
    {
        await using var database = await readers.CreateDbContextAsync(context.CancellationToken);
        var declaration = await Find(database, request.Mrn, context);
        return new ResponseList { Responses = { declaration.File.Responses.Select(sent => sent.Response) } };
    }

    /// <inheritdoc/>
    public override async Task<EventList> ListEvents(ListEventsRequest request, ServerCallContext context)
    {
        await using var database = await readers.CreateDbContextAsync(context.CancellationToken);
        var declaration = await Find(database, request.Mrn, context);
        var events = await database.Events.AsNoTracking().Where(logged => logged.Mrn == request.Mrn)
            .OrderBy(logged => logged.Sequence).ToListAsync(context.CancellationToken);
        return EventViews.Of(events, await ViewerOf(declaration, context));
    }

    private async Task<Case> Find(DeclarationsContext database, string mrn, ServerCallContext context)
    {
        var declaration = await Case.Load(database, mrn, context.CancellationToken);
        return declaration is null || (await ViewerOf(declaration, context)).IsBlind ? throw Refusal.NotFound("declaration") : declaration;
    }
}
