// SPDX-License-Identifier: Apache-2.0
using Cbm.Contracts;
using Cbm.Declarations.Cases;
using Cbm.Declarations.Documents;
using Cbm.Declarations.Representations;
using Cbm.Declarations.Storage;
using Cbm.Declarations.Views;
using Cbm.ServiceDefaults.Callers;
using Cbm.ServiceDefaults.Doors;
using Cbm.ServiceDefaults.Problems;
using Grpc.Core;

namespace Cbm.Declarations;

/// <summary>Who may act for whom: the register's operations, and what every other operation asks of it.</summary>
public sealed partial class DeclarationEndpoint
{
    private readonly RepresentationRegister _representations = new(writer, readers, clock);

    /// <inheritdoc/>
    public override async Task<Representation> GiveRepresentation(GiveRepresentationRequest request, ServerCallContext context)
    {
        var given = Tagged(await _representations.Give(request, context), context);
        context.Created($"/api/v1/representations/{given.Id}");
        return given;
    }

    /// <inheritdoc/>
    public override async Task<Representation> GetRepresentation(GetRepresentationRequest request, ServerCallContext context) =>
        Tagged(await _representations.Find(request.Id, Caller.Of(context), context.CancellationToken), context);

    /// <inheritdoc/>
    public override Task<RepresentationList> ListRepresentations(ListRepresentationsRequest request, ServerCallContext context) =>
        _representations.List(request, Caller.Of(context), context.CancellationToken);

    /// <inheritdoc/>
    public override async Task<Representation> EndRepresentation(EndRepresentationRequest request, ServerCallContext context) =>
        Tagged(await _representations.End(request.Id, context), context);

    // It changes with its state alone.
    private static Representation Tagged(Representation given, ServerCallContext context)
    {
        context.Tag((int)given.State);
        return given;
    }

    private DateOnly Today => Days.Of(clock.GetUtcNow());

    // What is wrong before the rules judge: what reading found, documents that the declarant does not have, an agent that acts otherwise than it may.
    private Task<(ReadFaults Form, Authority Authority)> Form(Declaration tree, ServerCallContext context) =>
        Form(tree, ReadFaults.Of(context, tree), context);

    private async Task<(ReadFaults Form, Authority Authority)> Form(Declaration tree, ReadFaults read, ServerCallContext context)
    {
        var form = await NamedDocuments.Check(readers, tree, read, context.CancellationToken);
        await using var database = await readers.CreateDbContextAsync(context.CancellationToken);
        var authority = await Authority.Of(database, Caller.Of(context), Today, tree, context.CancellationToken);
        var faults = authority.Faults(tree).Select(found => Contracts.Serialisation.ElementPath.Of(Declaration.Descriptor, found.Path).Fault(found.Code, found.Message)).ToList();
        return (faults.Count == 0 ? form : form with { Faults = [.. form.Faults, .. faults] }, authority);
    }

    // In the transaction that lodges: a right that was ended a moment ago is none.
    private async Task MustStillStand(DeclarationsContext database, Declaration tree, ServerCallContext context)
    {
        var authority = await Authority.Of(database, Caller.Of(context), Today, tree, context.CancellationToken);
        if (!authority.MayActFor(tree.Declarant.Id, tree.TypeCode))
        {
            throw Refusal.Forbidden("The representation has just been ended.");
        }
    }

    private async ValueTask<Viewer> ViewerOf(Case declaration, ServerCallContext context) => Viewer.Of(
        await Authority.Of(declaration.Context, Caller.Of(context), Today, [declaration.Record.Declarant], context.CancellationToken),
        declaration.Record,
        declaration.File);
}
