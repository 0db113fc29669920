// SPDX-License-Identifier: Apache-2.0
using Cbm.Agencies.Requirements;
using Cbm.Contracts;
using Cbm.Contracts.Profiles;

namespace Cbm.Agencies;

/// <summary>An agency as this service runs it: what it states, under the country profile in force.</summary>
/// <param name="agency">What it states.</param>
/// <param name="profile">The profile.</param>
/// <param name="agencies">Codes of the window's agencies.</param>
public sealed class Office(IAgency agency, Profile profile, IReadOnlyList<string>? agencies = null)
{
    /// <summary>Code of the agency.</summary>
    public string Code => agency.Code;

    /// <summary>Its own sentences.</summary>
    public Wording Wording => agency.Wording;

    /// <summary>Codes of its units.</summary>
    public IReadOnlyList<string> Units { get; } = [.. agency.Units.Select(unit => unit.Code)];

    /// <summary>Name of a unit under the profile, else its own.</summary>
    public string NameOf(string unit) =>
        profile.UnitNames.GetValueOrDefault(unit) ?? agency.Units.Single(one => one.Code == unit).Name;

    /// <summary>Names by which a document says that the unit issued it: the unit's and the agency's, code and name.</summary>
    public IReadOnlyList<string> OwnNames(string unit) => [unit, NameOf(unit), Code, Wording.Name];

    /// <summary>Whether the name is that of another agency of the window (its code) or of another unit (its code or its name under the profile), whose documents are its own to register.</summary>
    public bool IsAnothers(string issuer, string unit) =>
        !OwnNames(unit).Any(own => IsSame(own, issuer))
        && (agencies ?? []).Concat(profile.UnitNames.Keys).Concat(profile.UnitNames.Values).Concat(Units).Any(other => IsSame(other, issuer));

    /// <summary>Whether two names of an issuer or ids of a party are the same: blanks around them and capital letters do not count.</summary>
    public static bool IsSame(string one, string other) => string.Equals(one.Trim(), other.Trim(), StringComparison.OrdinalIgnoreCase);

    /// <summary>Whether the unit issues documents of this code, or asks for them in one of its requirements.</summary>
    public bool Deals(string unit, string documentCode) =>
        agency.Units.Single(one => one.Code == unit).Issues.Contains(documentCode)
        || agency.Requirements.Requirements.Where(rule => rule.Unit == unit)
            .Any(rule => rule.Un1001.Concat(rule.EuDoc).Any(alternative => alternative.Split('+').Contains(documentCode)));

    /// <summary>The agency's tables as the value that the window determines from, not yet dated.</summary>
    public Mandate Mandate() => agency.Requirements.ToMandate(
        agency.Code,
        agency.Wording.Name,
        agency.Units.Select(unit => new MandateUnit { Code = unit.Code, Name = NameOf(unit.Code) }),
        LookupTables.Embedded(agency.GetType().Assembly));
}
