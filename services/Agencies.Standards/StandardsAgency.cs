// SPDX-License-Identifier: Apache-2.0
using Cbm.Agencies.Requirements;

namespace Cbm.Agencies.Standards;

/// <summary>Product safety, conformity assessment and legal metrology.</summary>
public sealed class StandardsAgency : IAgency
{
    /// <inheritdoc/>
    public string Code => "STANDARDS";

    /// <inheritdoc/>
    public IReadOnlyList<Unit> Units { get; } =
    [
        new("STANDARDS", "Standards", Issues: ["2", "3", "N002"]),
    ];

    /// <inheritdoc/>
    public RequirementCatalogue Requirements { get; } = RequirementCatalogue.Embedded(typeof(StandardsAgency).Assembly);

    /// <inheritdoc/>
    public Wording Wording { get; } = new(
        Name: "Standards",
        Approved: "Standards: conformity is shown and no control was drawn; decided by rule.",
        Waived: "Standards: every requirement is disclaimed.",
        Missing: "Ask the manufacturer or the accredited body for it and give its number.",
        Drawn: "Keep the goods together; samples may be taken.");
}
