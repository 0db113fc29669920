// SPDX-License-Identifier: Apache-2.0
using System.Globalization;
using Cbm.Contracts;
using Cbm.Local.Demo;

namespace Cbm.Benchmarks;

/// <summary>Enters the LPCOs of the journey's goods in the units' registers, as their officers do, through the public API.</summary>
public static class Register
{
    private static readonly (string Agency, string Unit, string Officer, string Code, string Number, string Hs)[] Lpcos =
    [
        ("AGRICULTURE", "PLANT_HEALTH", "demo-officer-plant", "2", "HOPS-2026-0001", "121010"),
        ("AGRICULTURE", "VETERINARY", "demo-officer-vet", "269", "WOOL-2026-0001", "510111"),
        ("HEALTH", "PUBLIC_HEALTH", "demo-officer-health", "636", "SUPP-2026-0001", "210690"),
        ("STANDARDS", "STANDARDS", "demo-officer-standards", "792", "RADIO-2026-0001", "851713"),
    ];

    /// <summary>All of them.</summary>
    public static async Task Fill(Callers callers)
    {
        var today = DateTime.UtcNow.Date;
        foreach (var lpco in Lpcos)
        {
            await callers.As(lpco.Officer).Lpcos.Register(lpco.Agency, new Lpco
            {
                Number = lpco.Number,
                Unit = lpco.Unit,
                DocumentCode = lpco.Code,
                Holder = "FI1234567-8",
                Direction = "IM",
                Hs = { lpco.Hs },
                ValidFrom = today.AddMonths(-1).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
                ValidTo = today.AddYears(1).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
                Issuer = lpco.Unit,
            });
        }
    }
}
