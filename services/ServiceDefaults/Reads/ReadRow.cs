// SPDX-License-Identifier: Apache-2.0
namespace Cbm.ServiceDefaults.Reads;

/// <summary>One line of the log of reads; only ever added.</summary>
public sealed class ReadRow
{
    /// <summary>Order in which it was put down.</summary>
    public long Id { get; init; }

    /// <summary>When.</summary>
    public DateTimeOffset At { get; init; }

    /// <summary>User or client id of who read.</summary>
    public required string By { get; init; }

    /// <summary>Office that the token named: role, agency, units.</summary>
    public required string Office { get; init; }

    /// <summary>Operation of the contract.</summary>
    public required string Operation { get; init; }

    /// <summary>Ids of what was given, with blanks between them.</summary>
    public required string About { get; init; }

    /// <summary>Why.</summary>
    public required string Purpose { get; init; }

    /// <summary>Correlation id of the request; empty: none.</summary>
    public required string Correlation { get; init; }
}
