// SPDX-License-Identifier: Apache-2.0
using Cbm.Contracts;

namespace Cbm.Declarations.Storage;

/// <summary>A right to act that a trader gave an agent. It is never deleted: who gave it and who ended it stays.</summary>
public sealed class RepresentationRecord
{
    /// <summary>128 random bits in lower-case hexadecimal.</summary>
    public required string Id { get; init; }

    /// <summary>Party for which the agent acts.</summary>
    public required string Declarant { get; init; }

    /// <summary>Party id of the agent.</summary>
    public required string Agent { get; init; }

    /// <summary>In whose name the agent acts.</summary>
    public RepresentationKind Kind { get; init; }

    /// <summary>Beginnings of the declaration types that it is for (IM,EX); empty: all.</summary>
    public required string Procedures { get; init; }

    /// <summary>First day (2026-03-02), in UTC.</summary>
    public required string ValidFrom { get; init; }

    /// <summary>Last day; empty: until it is ended.</summary>
    public required string ValidTo { get; init; }

    /// <summary>Who gave it.</summary>
    public required string GivenBy { get; init; }

    /// <summary>When.</summary>
    public DateTimeOffset GivenAt { get; init; }

    /// <summary>Whether it was revoked or renounced; unspecified: neither.</summary>
    public RepresentationState Ended { get; set; }

    /// <summary>Who ended it; empty: nobody.</summary>
    public string EndedBy { get; set; } = "";

    /// <summary>When; null: not ended.</summary>
    public DateTimeOffset? EndedAt { get; set; }
}
