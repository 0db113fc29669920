// SPDX-License-Identifier: Apache-2.0
using Microsoft.Extensions.Configuration;

namespace Cbm.ServiceDefaults.Hosting;

/// <summary>The agencies of the window, as its services are told of them (<c>Window:Agencies</c>).</summary>
public static class WindowAgencies
{
    private const string Usual = "CUSTOMS,HEALTH,AGRICULTURE,STANDARDS";

    /// <summary>Their codes, in capitals; those of the catalogue where the setting is missing.</summary>
    public static string[] Of(IConfiguration configuration) =>
        [.. (configuration["Window:Agencies"] ?? Usual).Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Select(code => code.ToUpperInvariant())];
}
