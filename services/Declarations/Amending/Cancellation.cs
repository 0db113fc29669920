// SPDX-License-Identifier: Apache-2.0
using Cbm.Contracts;
using Cbm.Contracts.States;
using Cbm.Declarations.Cases;
using Cbm.Declarations.Consolidation;
using Cbm.Declarations.Responses;
using Cbm.Declarations.Storage;
using Cbm.ServiceDefaults.Problems;

namespace Cbm.Declarations.Amending;

/// <summary>A declaration taken back by its declarant before any control and before release (RKC 3.29).</summary>
public static class Cancellation
{
    private const int LongestCode = 3;
    private const int LongestReason = 512;

    /// <summary>Cancels it: RES 10, and every unit hears that nothing is asked of it. What its state, a control or an order does not allow is refused (409).</summary>
    public static void Apply(Case declaration, CancelRequest request, string by, DateTimeOffset now)
    {
        Faults(request).ToList().RefuseIfAny();
        var record = declaration.Record;
        if (!StateMachine.Declaration.TryMove(record.State, "cancel", out var cancelled))
        {
            throw Refusal.Conflict($"A declaration that is {record.State} cannot be cancelled.");
        }

        foreach (var part in declaration.Parts)
        {
            if (Against(part) is { } reason)
            {
                throw Refusal.Conflict($"{part.Unit} {reason}; the declaration cannot be cancelled now.");
            }
        }

        record.State = cancelled;
        declaration.Log("declarationCancelled", now, by, $"reason {request.ReasonCode}: {request.Reason}".TrimEnd(' ', ':'));
        declaration.Respond(WcoResponses.Make(declaration, WcoResponses.Invalidated, now), now);
        foreach (var part in declaration.Parts.Where(part => !part.Unneeded).ToList())
        {
            part.Unneeded = true;
            declaration.TellToLeave(part, now, "the declaration is cancelled");
        }

        declaration.Save(now);
    }

    // A control that was drawn stays drawn: lodging the same goods again must not draw anew.
    private static string? Against(UnitPart part) => part switch
    {
        _ when PartStates.Standing(part).Count > 0 => "refuses or detains goods",
        { Report.Controls.Count: > 0 } => "has a control ordered or made",
        _ when PartStates.Of(part) is ReviewState.InReview or ReviewState.InfoRequested or ReviewState.ControlOrdered or ReviewState.Escalated
            or ReviewState.AwaitingApproval => "has the goods in hand",
        _ => null,
    };

    private static IEnumerable<Fault> Faults(CancelRequest request)
    {
        if (request.ReasonCode.Trim().Length is 0 or > LongestCode)
        {
            yield return new Fault { Code = "SWA085", Path = "reasonCode", Message = $"Say why: a reason code (element 099) of up to {LongestCode} characters." };
        }

        if (request.Reason.Length > LongestReason)
        {
            yield return new Fault { Code = "SWA086", Path = "reason", Message = $"Say it in up to {LongestReason} characters." };
        }
    }
}
