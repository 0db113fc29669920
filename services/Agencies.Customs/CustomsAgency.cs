// SPDX-License-Identifier: Apache-2.0
using Cbm.Agencies.Requirements;

namespace Cbm.Agencies.Customs;

/// <summary>The customs authority: what every declaration needs, and the licences of authorities that have no unit here.</summary>
public sealed class CustomsAgency : IAgency
{
    /// <inheritdoc/>
    public string Code => "CUSTOMS";

    /// <inheritdoc/>
    public IReadOnlyList<Unit> Units { get; } =
    [
        new("CUSTOMS", "Customs", Issues: ["C601", "N990", "C517", "C518", "C519", "C651", "N952"]),
    ];

    /// <inheritdoc/>
    public RequirementCatalogue Requirements { get; } = RequirementCatalogue.Embedded(typeof(CustomsAgency).Assembly);

    /// <inheritdoc/>
    public Wording Wording { get; } = new(
        Name: "Customs",
        Approved: "Customs: documents are in order and no control was drawn; decided by rule.",
        Waived: "Customs: every requirement is disclaimed.",
        Missing: "Lodge it with the declaration or answer with its number.",
        Drawn: "Keep the goods at the place declared; Customs looks at them there.");
}
