// SPDX-License-Identifier: Apache-2.0
using Cbm.Contracts.Conditions;

namespace Cbm.Declarations.Determination;

/// <summary>Whether a declared document shows that a rule applies where a fact is missing (brief 2.3).</summary>
internal sealed class Evidence
{
    private readonly HashSet<string> kindsOfLicence;

    /// <summary>
    /// Learns which plain UNCL codes name a kind of licence rather than one (911, 811, 2): those that rules of several units
    /// and several issuers accept. Such a paper is evidence for a rule only where it names that rule's issuer (brief 2.2).
    /// </summary>
    public Evidence(IReadOnlyList<CompiledRule> rules) =>
        kindsOfLicence =
        [
            .. rules.SelectMany(rule => rule.AcceptedCodes, (rule, code) => (code, rule.Requirement))
                .Where(one => one.code.All(char.IsAsciiDigit))
                .GroupBy(one => one.code, one => one.Requirement, StringComparer.Ordinal)
                .Where(code => code.Select(one => one.Unit).Distinct().Count() > 1 && code.Select(one => one.Issuer).Distinct().Count() > 1)
                .Select(code => code.Key),
        ];

    public bool Shows(CompiledRule rule, IReadOnlyList<DeclaredDocument> documents)
    {
        foreach (var alternative in rule.Documents)
        {
            var found = AcceptedDocuments.Find([alternative], documents);
            if (found.Count > 0 && found.Any(one => Speaks(one, rule))) return true;
        }

        return false;
    }

    private bool Speaks(DeclaredDocument document, CompiledRule rule) =>
        !kindsOfLicence.Contains(document.Code)
        || string.Equals(document.Issuer.Trim(), rule.Requirement.Issuer, StringComparison.OrdinalIgnoreCase);
}
