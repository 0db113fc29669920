// SPDX-License-Identifier: Apache-2.0
using Cbm.Contracts;
using Cbm.Contracts.Conditions;

namespace Cbm.Declarations.Determination;

/// <summary>Whether a requirement could concern goods at all, for the public list: less than determination, which also asks when.</summary>
public static class RuleScope
{
    /// <summary>Whether it names this HS code, or something under it where the code is a heading or a chapter.</summary>
    public static bool CoversHs(Requirement requirement, string hs) =>
        requirement.HsInclude.Any(prefix => prefix == "*" || hs.StartsWith(prefix, StringComparison.Ordinal) || prefix.StartsWith(hs, StringComparison.Ordinal))
        && !requirement.HsExclude.Any(prefix => hs.StartsWith(prefix, StringComparison.Ordinal));

    /// <summary>Whether it concerns goods of this origin.</summary>
    public static bool CoversOrigin(Requirement requirement, string country) =>
        requirement.Origin.Count == 0 || CountryLists.Expand(requirement.Origin).Contains(country);
}
