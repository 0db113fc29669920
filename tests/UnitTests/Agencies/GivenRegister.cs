// SPDX-License-Identifier: Apache-2.0
using Cbm.Agencies;
using Cbm.Agencies.Agriculture;
using Cbm.Agencies.Intake;
using Cbm.Agencies.Storage;
using Cbm.Contracts;
using Cbm.Contracts.Profiles;

namespace Cbm.UnitTests.Agencies;

/// <summary>A unit's register with at most one permit in it.</summary>
internal static class GivenRegister
{
    public static readonly Wording Wording = new("Plants", "Approved.", "Waived.", "Get it.", "Stay.");

    public static Office Office { get; } = new(new AgricultureAgency(), Profile.Load("XX"));

    public static RegisterExtract Empty { get; } = new("Plant health", ["PLANT_HEALTH", "Plant health"], []);

    public static RegisterExtract With(Lpco lpco, string? withdrawn = null)
    {
        var row = LpcoRow.Of(lpco);
        if (withdrawn is not null)
        {
            row.Withdraw(withdrawn);
        }

        return Empty with { Lpcos = [row] };
    }

    /// <summary>A growing-medium permit of the importer for goods of 0602 from GB in 2026.</summary>
    public static Lpco Permit() => new()
    {
        Number = "PH-1",
        Unit = "PLANT_HEALTH",
        DocumentCode = "911",
        Holder = "FI1234567-8",
        Direction = "IM",
        Hs = { "0602" },
        Origin = "GB",
        ValidFrom = "2026-01-01",
        ValidTo = "2026-12-31",
        Issuer = "PLANT_HEALTH",
    };
}
