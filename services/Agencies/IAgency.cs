// SPDX-License-Identifier: Apache-2.0
using Cbm.Agencies.Requirements;

namespace Cbm.Agencies;

/// <summary>What one cross-border regulatory agency states about itself; the frame does the rest.</summary>
public interface IAgency
{
    /// <summary>Code in upper case, as in addresses and topics.</summary>
    string Code { get; }

    /// <summary>Its units; slice, review and decision belong to a unit.</summary>
    IReadOnlyList<Unit> Units { get; }

    /// <summary>Its rows of requirements.csv, checked when read.</summary>
    RequirementCatalogue Requirements { get; }

    /// <summary>What it says to people.</summary>
    Wording Wording { get; }
}

/// <summary>A unit of an agency.</summary>
/// <param name="Code">Code in upper case, as in topics and slices.</param>
/// <param name="Name">Name where the country profile gives none.</param>
/// <param name="Issues">Codes of the documents that the unit itself issues.</param>
public sealed record Unit(string Code, string Name, IReadOnlyList<string> Issues);

/// <summary>An agency's own sentences; the facts are put before or behind them.</summary>
/// <param name="Name">Name of the agency, for people.</param>
/// <param name="Approved">Said when the unit decides by rule.</param>
/// <param name="Waived">Said when every requirement is disclaimed.</param>
/// <param name="Missing">What a trader does about a document that is not declared.</param>
/// <param name="Drawn">What a drawn control means for the trader.</param>
public sealed record Wording(string Name, string Approved, string Waived, string Missing, string Drawn);
