// SPDX-License-Identifier: Apache-2.0
using Cbm.Contracts;

namespace Cbm.Declarations.Validation;

/// <summary>Function code 9 lodges; what changes, cancels or announces another declaration is told its way (brief 1.4, both dialects).</summary>
internal static class MessageFunction
{
    private const string Amend = "This message amends a declaration: send it with POST /api/v1/declarations, with function code 4 (change) or 5 (the whole), or 13 and type COR; or the whole with PUT /api/v1/declarations/{mrn}.";
    private const string Cancel = "This message cancels a declaration: send it with POST /api/v1/declarations, with function code 1, or 13 and type INV; or the reason with POST /api/v1/declarations/{mrn}/cancellation.";
    private const string Arrive = "This message announces that goods have arrived: send place and time with POST /api/v1/declarations/{mrn}/arrival.";

    /// <summary>The message lodges a declaration; where it does not, the finding says how to send it.</summary>
    public static bool IsNew(Declaration declaration, Findings findings)
    {
        var (path, message) = (declaration.FunctionCode, declaration.TypeCode) switch
        {
            (_, "COR") => ("typeCode", Amend),
            (_, "INV") => ("typeCode", Cancel),
            (_, "GPN" or "GPR") => ("typeCode", Arrive),
            ("9", _) => ("", ""),
            ("4" or "5", _) => ("functionCode", Amend),
            ("1", _) => ("functionCode", Cancel),
            ("13", _) => ("functionCode", Arrive),
            ("", _) => ("functionCode", ""),
            _ => ("functionCode", $"Function code {declaration.FunctionCode} is none that a trader sends here: use 9 for a new declaration."),
        };
        if (path.Length == 0) return true;
        if (message.Length > 0)
        {
            findings.Error(message == Amend || message == Cancel || message == Arrive ? "SWV002" : "SWV001", path, message);
            return false;
        }
        findings.Error("SWV001", path, "Give function code 9, a new declaration.");
        return true;
    }
}
