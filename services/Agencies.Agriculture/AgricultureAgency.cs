// SPDX-License-Identifier: Apache-2.0
using Cbm.Agencies.Requirements;

namespace Cbm.Agencies.Agriculture;

/// <summary>Plant health and veterinary control: each unit reviews and decides for itself.</summary>
public sealed class AgricultureAgency : IAgency
{
    /// <inheritdoc/>
    public string Code => "AGRICULTURE";

    /// <inheritdoc/>
    public IReadOnlyList<Unit> Units { get; } =
    [
        new("PLANT_HEALTH", "Agriculture, plant health", Issues: ["850", "657", "911", "C050", "C085", "C400"]),
        new("VETERINARY", "Agriculture, veterinary", Issues: ["853", "911", "C640", "C400", "C401"]),
    ];

    /// <inheritdoc/>
    public RequirementCatalogue Requirements { get; } = RequirementCatalogue.Embedded(typeof(AgricultureAgency).Assembly);

    /// <inheritdoc/>
    public Wording Wording { get; } = new(
        Name: "Agriculture",
        Approved: "Agriculture: certificates are verified and no control was drawn; decided by rule.",
        Waived: "Agriculture: every requirement is disclaimed.",
        Missing: "Ask the authority of the exporting country for the certificate and give its number.",
        Drawn: "Present the goods at the border control post before they are moved.");
}
