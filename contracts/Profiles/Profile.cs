// SPDX-License-Identifier: Apache-2.0
using System.Text.Json;

namespace Cbm.Contracts.Profiles;

/// <summary>Which column of a requirement names the documents it accepts.</summary>
public enum DocumentSystem
{
    /// <summary>Either column.</summary>
    Either,

    /// <summary>UN/CEFACT list 1001.</summary>
    Uncl1001,

    /// <summary>Codes of the European tariff.</summary>
    EuTaric,
}

/// <summary>What one country, or the reference, makes of the catalogue: names, currency, and the rules in force.</summary>
public sealed record Profile
{
    private static readonly Dictionary<string, Lazy<Profile>> Known = new(StringComparer.OrdinalIgnoreCase)
    {
        ["reference"] = new(() => Read("profiles/reference.json")),
        ["finland"] = new(() => Read("profiles/finland.json")),
        ["botswana"] = new(() => Read("profiles/botswana.json")),
    };

    /// <summary>The codes of the profiles there are: XX, FI, BW.</summary>
    public static IReadOnlyList<string> Codes { get; } = ["XX", "FI", "BW"];

    /// <summary>Code as conditions see it: XX, FI, BW.</summary>
    public required string Code { get; init; }

    /// <summary>Country that the window runs for, ISO 3166-1; FI in the reference profile.</summary>
    public required string Country { get; init; }

    /// <summary>Name of the profile.</summary>
    public required string Name { get; init; }

    /// <summary>Currency, ISO 4217.</summary>
    public required string Currency { get; init; }

    /// <summary>Name of the authority behind a unit, by unit code (VETERINARY).</summary>
    public required IReadOnlyDictionary<string, string> UnitNames { get; init; }

    /// <summary>Unit that leads: it alone reviews supplementary declarations (brief 11.2).</summary>
    public required string LeadUnit { get; init; }

    /// <summary>Rules in force: ids, or beginnings of ids followed by *.</summary>
    public required IReadOnlyList<string> Enable { get; init; }

    /// <summary>Rules out of force, though enabled.</summary>
    public required IReadOnlyList<string> Disable { get; init; }

    /// <summary>Flags that hold of goods where the agencies' tables do not say, by attribute name.</summary>
    public required IReadOnlyDictionary<string, bool> AddFlags { get; init; }

    /// <summary>Which column names the documents accepted.</summary>
    public required DocumentSystem DocumentSystem { get; init; }

    /// <summary>Reads an embedded profile by its code (XX, FI, BW) or name (reference, finland, botswana), in any case.</summary>
    /// <exception cref="ArgumentException">There is no such profile.</exception>
    public static Profile Load(string codeOrName) => Find(codeOrName)
        ?? throw new ArgumentException($"There is no profile '{codeOrName}'; use XX (reference), FI (finland) or BW (botswana).", nameof(codeOrName));

    /// <summary>The embedded profile of a code or name; null where there is none.</summary>
    public static Profile? Find(string codeOrName) => Known.GetValueOrDefault(codeOrName.ToUpperInvariant() switch
    {
        "XX" => "reference",
        "FI" => "finland",
        "BW" => "botswana",
        _ => codeOrName,
    })?.Value;

    /// <summary>Whether a rule is in force under this profile.</summary>
    public bool Has(string ruleId) => Enable.Any(one => Fits(one, ruleId)) && !Disable.Any(one => Fits(one, ruleId));

    private static bool Fits(string pattern, string ruleId) => pattern.EndsWith('*')
        ? ruleId.StartsWith(pattern[..^1], StringComparison.Ordinal)
        : string.Equals(pattern, ruleId, StringComparison.Ordinal);

    private static Profile Read(string resource)
    {
        using var stream = typeof(Profile).Assembly.GetManifestResourceStream(resource)
            ?? throw new InvalidDataException($"The embedded profile {resource} is missing.");
        using var json = JsonDocument.Parse(stream);
        var root = json.RootElement;
        var rules = root.GetProperty("rules");
        var units = root.GetProperty("agencies").EnumerateArray().Where(agency => agency.TryGetProperty("unit", out _)).ToList();
        return new Profile
        {
            Code = Text(root, "profile"),
            Country = Text(root, "country"),
            Name = Text(root, "name"),
            Currency = Text(root, "currency"),
            UnitNames = units.ToDictionary(agency => Text(agency, "unit"), agency => Text(agency, "name"), StringComparer.Ordinal),
            LeadUnit = Text(units.Single(agency => agency.TryGetProperty("lead", out var lead) && lead.GetBoolean()), "unit"),
            Enable = Texts(rules, "enable"),
            Disable = Texts(rules, "disable"),
            AddFlags = rules.TryGetProperty("addFlags", out var flags)
                ? flags.EnumerateObject().ToDictionary(flag => flag.Name, flag => flag.Value.GetBoolean(), StringComparer.Ordinal)
                : new Dictionary<string, bool>(),
            DocumentSystem = Text(rules, "documentSystem") switch
            {
                "EITHER" => DocumentSystem.Either,
                "UNCL1001" => DocumentSystem.Uncl1001,
                "EU_TARIC" => DocumentSystem.EuTaric,
                var other => throw new InvalidDataException($"{resource}: {other} is no system of documents."),
            },
        };
    }

    private static string Text(JsonElement element, string name) => element.GetProperty(name).GetString()!;

    private static List<string> Texts(JsonElement element, string name) =>
        [.. element.GetProperty(name).EnumerateArray().Select(one => one.GetString()!)];
}
