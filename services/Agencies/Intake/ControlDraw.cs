// SPDX-License-Identifier: Apache-2.0
using System.Buffers.Binary;
using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;
using Cbm.Contracts;

namespace Cbm.Agencies.Intake;

/// <summary>
/// Draws controls by HMAC of MRN and rule (brief 4.1): nobody without the secret can foresee a draw, and whoever
/// audits with it gets the same one again. The same declaration draws the same in every version.
/// </summary>
public sealed class ControlDraw(byte[] secret)
{
    /// <summary>
    /// Types of controls. What is drawn is the most thorough one that the rule knows; where it knows papers alone, a person reads them.
    /// </summary>
    public static readonly ImmutableArray<string> FromTheMostThorough = ["PHY", "LAB", "ID", "SEAL", "DOC"];

    /// <summary>Whether a rule is drawn for a declaration, at so many per cent: 100 always, 0 never.</summary>
    public bool Draws(string mrn, string rule, int percent) =>
        percent >= 100 || (percent > 0 && Percentile(mrn, rule) < percent);

    /// <summary>The drawn controls of a slice: one for each requirement and goods item. None of what is disclaimed or still in question.</summary>
    public IEnumerable<Control> Of(Slice slice) =>
        from asked in slice.Requirements
        where asked.Requirement.Status == RequirementStatus.Required
            && Draws(slice.Mrn, asked.Requirement.Id, asked.BasePhysicalPct)
        let type = FromTheMostThorough.FirstOrDefault(asked.Requirement.Controls.Contains)
        where type is not null
        select new Control { Requirement = asked.Requirement.Id, Item = asked.Requirement.Item, Type = type };

    private int Percentile(string mrn, string rule)
    {
        var hash = HMACSHA256.HashData(secret, Encoding.UTF8.GetBytes($"{mrn}\n{rule}"));
        return (int)(BinaryPrimitives.ReadUInt64BigEndian(hash) % 100);
    }
}
