// SPDX-License-Identifier: Apache-2.0
using System.Diagnostics.Metrics;
using Cbm.ServiceDefaults.Problems;
using Grpc.Core;
using Microsoft.Extensions.Logging;

namespace Cbm.Declarations.Lodging;

/// <summary>Counts and logs the lodgings that are refused, by their codes and never by their content: nothing else is kept of them.</summary>
public sealed class Refusals(IMeterFactory meters, ILogger<Refusals> logger)
{
    private readonly Counter<long> _refused = meters.Create("Cbm.Declarations").CreateCounter<long>(
        "cbm.declarations.refused", "{declaration}", "Lodgings refused, by status and first error code.");

    /// <summary>Counts a refusal; it goes on to the caller.</summary>
    public RpcException Counted(RpcException refused)
    {
        if (Refusal.ProblemOf(refused) is { } problem)
        {
            var codes = problem.Errors.Select(error => error.Code).Distinct().Order(StringComparer.Ordinal).ToList();
            _refused.Add(1, new("status", problem.Status), new("code", codes.FirstOrDefault() ?? ""));
            logger.LogInformation("Lodging refused with {Status}: {Codes}.", problem.Status, string.Join(' ', codes));
        }

        return refused;
    }
}
