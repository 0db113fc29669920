// SPDX-License-Identifier: Apache-2.0
using Cbm.Contracts;
using Cbm.Declarations.Amending;
using Cbm.Declarations.Answers;
using Cbm.Declarations.Arrival;
using Cbm.Declarations.Cases;
using Cbm.Declarations.Documents;
using Cbm.Declarations.Lodging;
using Cbm.Declarations.Mandates;
using Cbm.Declarations.Queries;
using Cbm.Declarations.Responses;
using Cbm.Declarations.Slicing;
using Cbm.Declarations.Storage;
using Cbm.Declarations.Views;
using Cbm.Declarations.Webhooks;
using Cbm.ServiceDefaults.Callers;
using Cbm.ServiceDefaults.Doors;
using Cbm.ServiceDefaults.Problems;
using Cbm.ServiceDefaults.Storage;
using Grpc.Core;
using Microsoft.EntityFrameworkCore;
using Amendment = Cbm.Declarations.Amending.Amendment;

namespace Cbm.Declarations;

/// <summary>The public surface of the window, over gRPC and JSON alike: it translates, the use-cases decide.</summary>
public sealed partial class DeclarationEndpoint(
    Lodgement lodgement,
    AnswerSheet answerSheet,
    Amendment amendment,
    PublicQueries queries,
    DocumentDesk documents,
    Subscriptions subscriptions,
    DeliveryLog deliveries,
    MandateBook mandates,
    Slicer slicer,
    Writer<DeclarationsContext> writer,
    IDbContextFactory<DeclarationsContext> readers,
    TimeProvider clock) : DeclarationService.DeclarationServiceBase
{
    /// <inheritdoc/>
    public override async Task<ValidationAnswer> ValidateDeclaration(LodgeRequest request, ServerCallContext context)
    {
        var tree = request.Declaration ?? new();
        var (form, authority) = await Form(tree, context);
        return lodgement.Validate(tree, form, authority);
    }

    /// <inheritdoc/>
    public override async Task<DeclarationView> LodgeDeclaration(LodgeRequest request, ServerCallContext context)
    {
        var tree = request.Declaration ?? new();
        if (AmendingMessage.Of(tree) is { } message)
        {
            return await ApplyMessage(message, request, context);
        }

        var (form, authority) = await Form(tree, context);
        var lodged = await lodgement.Lodge(
            tree,
            form,
            authority,
            async database =>
            {
                await MustStillStand(database, tree, context);
                await database.Claim(context, request, clock);
            },
            context.CancellationToken);
        if (lodged.IsNew)
        {
            context.Created($"/api/v1/declarations/{lodged.Case.Record.Mrn}");
        }

        return Show(lodged.Case, Viewer.Of(authority, lodged.Case.Record, lodged.Case.File), context);
    }

    /// <inheritdoc/>
    public override Task<DeclarationView> NotifyArrival(ArrivalRequest request, ServerCallContext context)
    {
        var caller = Caller.Of(context);

        // An officer of Customs may report it; another agency's may not, whatever its slice.
        if (caller.Is("officer") && caller.Agency != mandates.LeadAgency)
        {
            throw Refusal.Forbidden();
        }

        return Change(request.Mrn, request, context, seesCarrier: true, (declaration, viewer, now) =>
            ArrivalNotice.Apply(declaration, request, isBlind: !viewer.Whole && caller.Is("carrier"), viewer.Subject, now));
    }

    /// <inheritdoc/>
    public override async Task<DeclarationView> AnswerQuestions(AnswerRequest request, ServerCallContext context)
    {
        var named = await NamedDocuments.Of(readers, request.Answers.SelectMany(answer => answer.Documents), context.CancellationToken);
        return await Change(request.Mrn, request, context, seesCarrier: false, (declaration, viewer, now) =>
            answerSheet.Apply(declaration, request.Answers, named, viewer.Subject, now));
    }

    /// <inheritdoc/>
    public override async Task<DeclarationView> AmendDeclaration(AmendRequest request, ServerCallContext context)
    {
        var tree = request.Declaration ?? new();
        var (form, _) = await Form(tree, context);
        return await Change(request.Mrn, request, context, seesCarrier: false, (declaration, viewer, now) =>
        {
            context.MustMatch(declaration.Record.Revision);
            amendment.Apply(declaration, tree, form, viewer.Subject, now);
        });
    }

    /// <inheritdoc/>
    public override Task<DeclarationView> CancelDeclaration(CancelRequest request, ServerCallContext context) =>
        Change(request.Mrn, request, context, seesCarrier: false, (declaration, viewer, now) =>
        {
            context.MustMatch(declaration.Record.Revision);
            Cancellation.Apply(declaration, request, viewer.Subject, now);
        });

    private async Task<DeclarationView> Change(
        string mrn,
        Google.Protobuf.IMessage request,
        ServerCallContext context,
        bool seesCarrier,
        Action<Case, Viewer, DateTimeOffset> act)
    {
        var now = clock.GetUtcNow();
        var changed = await writer.Commit(
            async database =>
            {
                var declaration = await Case.LoadWhole(database, mrn);
                var viewer = declaration is null ? null : await ViewerOf(declaration, context);
                if (declaration is null || (viewer!.IsBlind && !(seesCarrier && Caller.Of(context).Is("carrier"))))
                {
                    throw Refusal.NotFound("declaration");
                }

                // After that, since an answer of before is not for one who may not see the declaration any more.
                var answer = await database.Once(context, request, clock, () =>
                {
                    act(declaration, viewer!, now);

                    // A carrier hears that its notice was taken, and nothing of the declaration.
                    return Task.FromResult(viewer!.IsBlind
                        ? new DeclarationView { Mrn = mrn, Presented = declaration.Record.Presented }
                        : DeclarationViews.Of(declaration, viewer));
                });
                KeepResponse(declaration, viewer!, context);
                return answer;
            },
            context.CancellationToken);
        if (changed.Revision > 0)
        {
            context.Tag(changed.Revision);
        }

        return changed;
    }

    private static DeclarationView Show(Case declaration, Viewer viewer, ServerCallContext context)
    {
        context.Tag(declaration.Record.Revision);
        KeepResponse(declaration, viewer, context);
        return DeclarationViews.Of(declaration, viewer);
    }

    // For one who asks for XML: the newest response is the answer.
    private static void KeepResponse(Case declaration, Viewer viewer, ServerCallContext context)
    {
        if (viewer.Whole && declaration.File.Responses.Count > 0)
        {
            WcoAnswers.Keep(context, declaration.File.Responses[^1].Response);
        }
    }
}
