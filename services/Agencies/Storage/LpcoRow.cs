// SPDX-License-Identifier: Apache-2.0
using System.Globalization;
using Cbm.Contracts;

namespace Cbm.Agencies.Storage;

/// <summary>A licence, permit, certificate or other document in a unit's register.</summary>
public sealed class LpcoRow
{
    /// <summary>Order of registration.</summary>
    public long Id { get; init; }

    /// <summary>Unit that keeps the register.</summary>
    public required string Unit { get; init; }

    /// <summary>Who issued it; the unit's code for its own.</summary>
    public required string Issuer { get; init; }

    /// <summary>Its number, as the issuer writes it.</summary>
    public required string Number { get; init; }

    /// <summary>Code of its kind.</summary>
    public required string DocumentCode { get; init; }

    /// <summary>Party id of the holder.</summary>
    public required string Holder { get; init; }

    /// <summary>IM, EX or TR.</summary>
    public required string Direction { get; init; }

    /// <summary>HS prefixes, joined by commas.</summary>
    public required string Hs { get; init; }

    /// <summary>Country of origin; empty: any.</summary>
    public required string Origin { get; init; }

    /// <summary>First day, ISO 8601.</summary>
    public required string ValidFrom { get; init; }

    /// <summary>Last day, ISO 8601.</summary>
    public required string ValidTo { get; init; }

    /// <summary>Quantity as text; empty: no limit.</summary>
    public required string Quantity { get; init; }

    /// <summary>Why it was withdrawn; null while it stands.</summary>
    public string? Withdrawn { get; private set; }

    /// <summary>Grows by one with every change.</summary>
    public int Revision { get; private set; } = 1;

    /// <summary>A new row of the register.</summary>
    public static LpcoRow Of(Lpco lpco) => new()
    {
        Unit = lpco.Unit,
        Issuer = lpco.Issuer,
        Number = lpco.Number,
        DocumentCode = lpco.DocumentCode,
        Holder = lpco.Holder,
        Direction = lpco.Direction,
        Hs = string.Join(',', lpco.Hs),
        Origin = lpco.Origin,
        ValidFrom = lpco.ValidFrom,
        ValidTo = lpco.ValidTo,
        Quantity = lpco.Quantity,
    };

    /// <summary>Takes it out of force; one that is out stays as it is.</summary>
    public void Withdraw(string reason)
    {
        if (Withdrawn is null)
        {
            Withdrawn = reason;
            Revision++;
        }
    }

    /// <summary>State on a day: ISSUED, NOT_YET_VALID, EXPIRED or WITHDRAWN.</summary>
    public string StateOn(DateOnly day)
    {
        var date = day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
        return Withdrawn is not null ? "WITHDRAWN"
            : string.CompareOrdinal(date, ValidFrom) < 0 ? "NOT_YET_VALID"
            : string.CompareOrdinal(date, ValidTo) > 0 ? "EXPIRED"
            : "ISSUED";
    }

    /// <summary>As officers see it on a day.</summary>
    public Lpco Read(DateOnly day) => new()
    {
        Number = Number,
        Unit = Unit,
        DocumentCode = DocumentCode,
        Holder = Holder,
        Direction = Direction,
        Hs = { Hs.Split(',') },
        Origin = Origin,
        ValidFrom = ValidFrom,
        ValidTo = ValidTo,
        Quantity = Quantity,
        Issuer = Issuer,

        // Issued but not yet running is ISSUED to its own unit: only a verification tells them apart.
        State = StateOn(day) is var state && state == "NOT_YET_VALID" ? "ISSUED" : state,
        Revision = Revision,
    };
}

/// <summary>One version of the agency's mandate.</summary>
public sealed class MandateRow
{
    /// <summary>Order of the versions.</summary>
    public long Id { get; init; }

    /// <summary>Hash of the content.</summary>
    public required string Version { get; init; }

    /// <summary>The mandate's bytes, dated.</summary>
    public required byte[] Content { get; init; }
}
