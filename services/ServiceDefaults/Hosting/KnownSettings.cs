// SPDX-License-Identifier: Apache-2.0
using Microsoft.Extensions.Configuration;

namespace Cbm.ServiceDefaults.Hosting;

/// <summary>
/// The settings that the services of the window read, section by section: one that is misspelt would be passed over without a
/// word. All services share the list, since they are often given one set of settings; sections that are not in it are others' affair.
/// </summary>
internal static class KnownSettings
{
    private static readonly Dictionary<string, string[]> Sections = new(StringComparer.OrdinalIgnoreCase)
    {
        ["Agency"] = ["DrawKey"],
        ["Dapr"] = ["ApiToken"],
        ["Data"] = ["CompatibilityLevel", "ConnectionString", "Folder", "MaxBatchSize", "Provider", "Shared"],
        ["EventBus"] = ["Kind"],
        ["Declarations"] = ["Key"],
        ["Documents"] = ["AtOnce", "AtOnceOfOneParty", "LongestSeconds", "QuotaMegabytes", "Scanner"],
        ["Edge"] = ["Origins", "TrustedProxies"],
        ["Identity"] =
        [
            "AdminSecret", "Algorithms", "Audience", "Authority", "Claims", "ForServices", "Issuer", "LockOutMinutes", "Metadata", "Passwords", "Portal", "Scope",
            "Services", "TrustedProxies",
        ],
        ["Limits"] =
        [
            "Address", "AtOnce", "Caller", "Connections", "GraceSeconds", "HeadersSeconds", "IdleSeconds", "RequestSeconds", "SlowestBytesPerSecond",
        ],
        ["Secrets"] = ["Folder"],
        ["Stop"] = ["Seconds"],
        ["Urls"] = ["Grpc", "Http"],
        ["Webhooks"] = ["AllowPrivate", "DisableAfterDays", "MostPerParty", "TimeoutSeconds"],
        ["Window"] = ["Agencies", "Grace", "Profile"],
    };

    /// <summary>Settings of these sections that no service reads, a line each.</summary>
    public static IEnumerable<string> Strangers(IConfiguration configuration) =>
        from section in Sections
        from setting in configuration.GetSection(section.Key).GetChildren()
        where !section.Value.Contains(setting.Key, StringComparer.OrdinalIgnoreCase)
        select $"{section.Key}:{setting.Key} is no setting; {section.Key} has {string.Join(", ", section.Value)}";
}
