// SPDX-License-Identifier: Apache-2.0
namespace Cbm.Declarations.Validation;

/// <summary>The type code is a direction (IM, EX, CO, TR) and a letter of list SW-AdditionalType.</summary>
internal static class DeclarationTypes
{
    public static void Check(Subject subject, Findings findings)
    {
        var code = subject.Declaration.TypeCode;
        if (code.Length == 0)
            findings.Error("SWV003", "typeCode", "Give the type of the declaration: IM, EX, CO or TR and a letter, as in IMA.");
        else if (!DeclarationType.IsListed(code))
            findings.Error("SWV003", "typeCode", $"{code} is no type of declaration: use IM, EX, CO or TR and a letter of list SW-AdditionalType, as in IMA.");
    }
}
