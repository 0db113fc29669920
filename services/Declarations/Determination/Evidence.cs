// SPDX-License-Identifier: Apache-2.0
using Cbm.Contracts.Conditions;

namespace Cbm.Declarations.Determination;

/// <summary>Whether a declared document shows that a rule applies where a fact is missing (brief 2.3).</summary>
internal static class Evidence
{
    // Brief 2.2: plain codes that name a kind of licence (import, export, conformity) and not one. Such a paper is evidence
    // for a rule only where it names that rule's issuer.
    private static readonly string[] KindsOfLicence = ["911", "811", "2"];

    /// <summary>Whether an alternative is there with all its parts, and a document of one of them speaks of the rule.</summary>
    public static bool Shows(CompiledRule rule, IReadOnlyList<DeclaredDocument> documents)
    {
        foreach (var alternative in rule.Documents)
        {
            var parts = alternative.Split('+');
            if (parts.All(part => documents.Any(one => one.Code == part)) && documents.Any(one => parts.Contains(one.Code) && Speaks(one, rule)))
                return true;
        }

        return false;
    }

    private static bool Speaks(DeclaredDocument document, CompiledRule rule) =>
        !KindsOfLicence.Contains(document.Code)
        || string.Equals(document.Issuer.Trim(), rule.Requirement.Issuer, StringComparison.OrdinalIgnoreCase);
}
