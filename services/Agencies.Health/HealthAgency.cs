// SPDX-License-Identifier: Apache-2.0
using Cbm.Agencies.Requirements;

namespace Cbm.Agencies.Health;

/// <summary>Public health: food, medicines, medical devices, tobacco, radiation, health of conveyances.</summary>
public sealed class HealthAgency : IAgency
{
    /// <inheritdoc/>
    public string Code => "HEALTH";

    /// <inheritdoc/>
    public IReadOnlyList<Unit> Units { get; } =
    [
        new("PUBLIC_HEALTH", "Health", Issues: ["636", "852", "911", "C678"]),
    ];

    /// <inheritdoc/>
    public RequirementCatalogue Requirements { get; } = RequirementCatalogue.Embedded(typeof(HealthAgency).Assembly);

    /// <inheritdoc/>
    public Wording Wording { get; } = new(
        Name: "Health",
        Approved: "Health: certificates are verified and no control was drawn; decided by rule.",
        Waived: "Health: every requirement is disclaimed.",
        Missing: "Ask the health authority of the exporting country, or the laboratory, for it and give its number.",
        Drawn: "Do not place the goods on the market before the result is known.");
}
