// SPDX-License-Identifier: Apache-2.0
using Cbm.Contracts;
using Cbm.Declarations.Validation;
using Cbm.ServiceDefaults.Doors;

namespace Cbm.Declarations.Amending;

/// <summary>What a message that cancels its original must say.</summary>
internal static class CancellingMessage
{
    private const int LongestReason = 512;

    /// <summary>Everything that is wrong with it: its reason, and whether what it says of its original is so.</summary>
    /// <param name="message">The message.</param>
    /// <param name="original">What is declared.</param>
    /// <param name="form">What reading found wrong in it.</param>
    public static IReadOnlyList<Fault> Faults(AmendingMessage message, Declaration original, ReadFaults form)
    {
        var (findings, tree) = (new Findings(form.Faults, []), message.Tree);
        if (message.ReasonCodes.Length == 0)
        {
            findings.Error("SWA085", "amendment[0].changeReasonCode", "Say why: a cancellation needs its reason code (element 099).");
        }

        if (message.Reason.Length > LongestReason)
        {
            findings.Error("SWA086", "additionalInformation", $"Say why in up to {LongestReason} characters.");
        }

        Same("declarant.id", tree.Declarant?.Id ?? "", original.Declarant.Id);
        Same("functionalReferenceId", message.Lrn, original.FunctionalReferenceId);
        Same("typeCode", message.IsDms ? "" : tree.TypeCode, original.TypeCode);
        return findings.Errors;

        void Same(string path, string said, string declared)
        {
            if (said.Length > 0 && said != declared)
            {
                findings.Error("SWA081", path, $"The declaration that this cancels has {declared} here: mend it, or take it out.");
            }
        }
    }

    /// <summary>The cancellation that it asks for.</summary>
    public static CancelRequest Request(AmendingMessage message, string mrn) => new()
    {
        Mrn = mrn,
        ReasonCode = message.Tree.Amendment.Select(amendment => amendment.ChangeReasonCode).First(code => code.Length > 0),
        Reason = message.Reason,
    };
}
