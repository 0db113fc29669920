// SPDX-License-Identifier: Apache-2.0
using Cbm.Contracts;
using Cbm.Declarations.Storage;
using Cbm.ServiceDefaults.Callers;
using Cbm.ServiceDefaults.Messaging;
using Cbm.ServiceDefaults.Problems;
using Cbm.ServiceDefaults.Storage;
using Grpc.Core;
using Microsoft.Extensions.Logging;

namespace Cbm.Declarations.Reconciling;

/// <summary>Where agencies ask whether the window still knows what it once told them, and they it.</summary>
public sealed class ReconciliationEndpoint(
    Comparison comparison,
    AgenciesAsked asked,
    Partners<DeclarationsContext> partners,
    Writer<DeclarationsContext> writer,
    ILogger<ReconciliationEndpoint> logger,
    SharedGate? shared = null,
    EventBusOptions? bus = null)
    : ReconciliationService.ReconciliationServiceBase
{
    /// <inheritdoc/>
    public override Task<Marks> ExchangeMarks(MarksRequest request, ServerCallContext context)
    {
        MustSpeakForItself(request.Agency, context);
        var theirs = request.Marks ?? new Marks();
        return shared is null
            ? Answer(request, theirs, context)
            : shared.Hear(request.Agency, () => Answer(request, theirs, context), context.CancellationToken);
    }

    /// <inheritdoc/>
    public override Task<CompareAnswer> CompareReviews(CompareRequest request, ServerCallContext context)
    {
        MustSpeakForItself(request.Agency, context);
        return comparison.Of(request, context.CancellationToken);
    }

    private async Task<Marks> Answer(MarksRequest request, Marks theirs, ServerCallContext context)
    {
        var own = await partners.MarksWith(request.Agency, context.CancellationToken);
        if (request.Compared)
        {
            if (request.WindowLife.Length > 0 && request.WindowLife != own.Life)
            {
                // It was compared with a store that was put back since, or with a run that has ended.
                throw Refusal.Conflict("This is another life of the window's than was compared: ask anew.");
            }

            // What it reports again is heard of when it asks the next time.
            await writer.Commit(database => database.Settle(request.Agency, theirs), context.CancellationToken);
            asked.Compare(request.Agency);
            await partners.Meet(request.Agency, theirs.Life);
            return own;
        }

        if (own.IsBehind(theirs) || asked.IsUncompared(request.Agency) || await partners.MustCompare(request.Agency))
        {
            if (asked.FindAhead(request.Agency))
            {
                logger.LogError("The window's store is an older copy: {Agency} remembers more than it. Its reviews are compared.", request.Agency);
            }

            await partners.Doubt(request.Agency, context.CancellationToken);
            await partners.Shun(request.Agency);
            own.Behind = true;
            return own;
        }

        await partners.Settle(request.Agency, context.CancellationToken);

        // From here on nothing is taken in from its life before.
        await partners.Meet(request.Agency, theirs.Life);
        // What a broker has taken waits no more at the agency, and is not here yet.
        var isOnItsWay = bus is { IsDapr: true } && own.Taken < request.Reported;
        asked.Hear(request.Agency, request.Reported, isOnItsWay ? request.Reported : request.Waits);
        return own;
    }

    private void MustSpeakForItself(string agency, ServerCallContext context)
    {
        if (Caller.Of(context).Service != agency)
        {
            logger.LogWarning("{Service} has spoken for {Agency} and was refused.", Caller.Of(context).Service, agency);
            throw Refusal.Forbidden("An agency speaks for itself alone.");
        }

        if (!asked.Knows(agency))
        {
            throw Refusal.NotFound("agency");
        }
    }
}
