// SPDX-License-Identifier: Apache-2.0
using Cbm.Contracts;
using Cbm.Declarations.Storage;
using Cbm.ServiceDefaults.Messaging;
using Grpc.Core;
using Microsoft.Extensions.Logging;

namespace Cbm.Declarations.Reconciling;

/// <summary>Where agencies ask whether the window still knows what it once told them, and they it.</summary>
public sealed class ReconciliationEndpoint(
    Comparison comparison, AgenciesAsked asked, Partners<DeclarationsContext> partners, ILogger<ReconciliationEndpoint> logger)
    : ReconciliationService.ReconciliationServiceBase
{
    /// <inheritdoc/>
    public override async Task<Marks> ExchangeMarks(MarksRequest request, ServerCallContext context)
    {
        // From here on nothing is taken in from its life before.
        var theirs = request.Marks ?? new Marks();
        partners.Meet(request.Agency, theirs.Life);
        var own = await partners.MarksWith(request.Agency, context.CancellationToken);
        if (own.IsBehind(theirs))
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
    public override async Task<CompareAnswer> CompareReviews(CompareRequest request, ServerCallContext context)
    {
        var answer = await comparison.Of(request, context.CancellationToken);
        if (answer.Until.Length == 0)
        {
            asked.Hear(request.Agency);
        }

        return answer;
    }
}
