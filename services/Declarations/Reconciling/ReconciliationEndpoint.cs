// SPDX-License-Identifier: Apache-2.0
using Cbm.Contracts;
using Cbm.Declarations.Storage;
using Cbm.ServiceDefaults.Messaging;
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
    ILogger<ReconciliationEndpoint> logger)
    : ReconciliationService.ReconciliationServiceBase
{
    /// <inheritdoc/>
    public override async Task<Marks> ExchangeMarks(MarksRequest request, ServerCallContext context)
    {
        // From here on nothing is taken in from its life before.
        var theirs = request.Marks ?? new Marks();
        partners.Meet(request.Agency, theirs.Life);
        var own = await partners.MarksWith(request.Agency, context.CancellationToken);
        if (request.Compared)
        {
            await writer.Commit(database => database.Settle(request.Agency, theirs), context.CancellationToken);
            asked.Hear(request.Agency);
        }
        else if (own.IsBehind(theirs))
        {
            logger.LogError("The window's store is an older copy: {Agency} remembers more than it. Its reviews are compared.", request.Agency);
        }
        else
        {
            asked.Hear(request.Agency);
        }

        return own;
    }

    /// <inheritdoc/>
    public override Task<CompareAnswer> CompareReviews(CompareRequest request, ServerCallContext context) =>
        comparison.Of(request, context.CancellationToken);
}
