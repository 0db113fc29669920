// SPDX-License-Identifier: Apache-2.0
using Cbm.Contracts;
using Cbm.Declarations.Amending;
using Cbm.Declarations.Cases;
using Cbm.Declarations.Views;
using Cbm.ServiceDefaults.Callers;
using Cbm.ServiceDefaults.Doors;
using Cbm.ServiceDefaults.Problems;
using Grpc.Core;
using Microsoft.EntityFrameworkCore;

namespace Cbm.Declarations;

/// <summary>A message that amends or cancels a declaration, sent where declarations are lodged: it is applied to its original.</summary>
public sealed partial class DeclarationEndpoint
{
    private async Task<DeclarationView> ApplyMessage(AmendingMessage message, LodgeRequest request, ServerCallContext context)
    {
        var form = ReadFaults.Of(context, message.Tree);
        var (mrn, version, original) = await Original(message, context);
        if (message.IsCancellation)
        {
            return await ApplyOnce((declaration, by, now) =>
            {
                CancellingMessage.Faults(message, declaration.Tree, form).ToList().RefuseIfAny();
                AppliedMessages.Keep(declaration, message, by);
                Cancellation.Apply(declaration, CancellingMessage.Request(message, mrn), by, now);
            });
        }

        var amended = Delta.Apply(original, message);
        (form, _) = await Form(
            amended.Tree, form with { Faults = [.. form.Faults, .. amended.Faults], Warnings = [.. form.Warnings, .. amended.Warnings] }, context);
        return await ApplyOnce((declaration, by, now) =>
        {
            // What was worked out from one version must not be put over another.
            if (declaration.Record.Version != version)
            {
                throw Refusal.Conflict("The declaration was amended at this moment by somebody else: look at it, and send the message again.");
            }

            if (message.IsReplacement && !context.NamesVersion())
            {
                AppliedMessages.MustKnowNewest(declaration, by);
            }

            AppliedMessages.Keep(declaration, message, by);
            amendment.Apply(declaration, amended.Tree, form, by, now, message);
        });

        Task<DeclarationView> ApplyOnce(Action<Case, string, DateTimeOffset> apply) =>
            Change(mrn, request, context, seesCarrier: false, (declaration, viewer, now) =>
            {
                if (!AppliedMessages.Has(declaration, message))
                {
                    context.MustMatch(declaration.Record.Revision);
                    apply(declaration, viewer.Subject, now);
                }
            });
    }

    // By its MRN, or by the declarant's own reference. That there is none, and that it is another's, is answered alike.
    private async Task<(string Mrn, int Version, Declaration Tree)> Original(AmendingMessage message, ServerCallContext context)
    {
        var (mrn, lrn) = (message.Tree.Id, message.Lrn);
        if (mrn.Length == 0 && lrn.Length == 0)
        {
            throw Refusal.Invalid([Contracts.Serialisation.ElementPath.Of(Declaration.Descriptor, "id").Fault(
                "SWA083", "Say which declaration this is about: its MRN here, or, with function code 1, 4 or 5, its LRN as functional reference.")]);
        }

        await using var database = await readers.CreateDbContextAsync(context.CancellationToken);
        if (mrn.Length == 0)
        {
            var declarant = message.Tree.Declarant?.Id is { Length: > 0 } named ? named : Caller.Of(context).Party ?? "";
            mrn = await database.Declarations.Where(known => known.Declarant == declarant && known.Lrn == lrn)
                .Select(known => known.Mrn).SingleOrDefaultAsync(context.CancellationToken) ?? "";
        }

        return await Case.LoadWhole(database, mrn, context.CancellationToken) is { } declaration && (await ViewerOf(declaration, context)).Whole
            ? (mrn, declaration.Record.Version, declaration.Tree)
            : throw Refusal.NotFound("declaration");
    }
}
