// SPDX-License-Identifier: Apache-2.0
using System.Globalization;
using System.Text.Json.Nodes;
using Cbm.Local.Demo;

namespace Cbm.Benchmarks;

/// <summary>Enters the LPCOs of the journey's goods in the units' registers, as their officers do, through the public API.</summary>
public static class Register
{
    private static readonly Lpco[] Lpcos =
    [
        new("AGRICULTURE", "PLANT_HEALTH", "demo-officer-plant", "2", "HOPS-2026-0001", "121010"),
        new("AGRICULTURE", "VETERINARY", "demo-officer-vet", "269", "WOOL-2026-0001", "510111"),
        new("HEALTH", "PUBLIC_HEALTH", "demo-officer-health", "636", "SUPP-2026-0001", "210690"),
        new("STANDARDS", "STANDARDS", "demo-officer-standards", "792", "RADIO-2026-0001", "851713"),
    ];

    /// <summary>All of them.</summary>
    public static async Task Fill(Api api)
    {
        var today = DateTime.UtcNow.Date;
        foreach (var lpco in Lpcos)
        {
            await api.Post(lpco.Officer, $"/agencies/{lpco.Agency}/lpcos", new JsonObject
            {
                ["number"] = lpco.Number,
                ["unit"] = lpco.Unit,
                ["documentCode"] = lpco.Code,
                ["holder"] = "FI1234567-8",
                ["direction"] = "IM",
                ["hs"] = new JsonArray(lpco.Hs),
                ["validFrom"] = today.AddMonths(-1).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
                ["validTo"] = today.AddYears(1).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
                ["issuer"] = lpco.Unit,
            });
        }
    }

    private sealed record Lpco(string Agency, string Unit, string Officer, string Code, string Number, string Hs);
}
