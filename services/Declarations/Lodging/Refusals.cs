// SPDX-License-Identifier: Apache-2.0
using Cbm.ServiceDefaults.Problems;
using Grpc.Core;
using Microsoft.Extensions.Logging;

namespace Cbm.Declarations.Lodging;

/// <summary>Counts and logs the lodgings that are refused, by their codes and never by their content: nothing else is kept of them.</summary>
public sealed class Refusals(ILogger<Refusals> logger)
{
    /// <summary>Counts a refusal; it goes on to the caller.</summary>
    public RpcException Counted(RpcException refused)
    {
        if (Refusal.ProblemOf(refused) is { } problem)
        {
            LodgingCount.Add(LodgingCount.Refused);
            var codes = problem.Errors.Select(error => error.Code).Distinct().Order(StringComparer.Ordinal);
            logger.LogInformation("Lodging refused with {Status}: {Codes}.", problem.Status, string.Join(' ', codes));
        }

        return refused;
    }
}
