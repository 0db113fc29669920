// SPDX-License-Identifier: Apache-2.0
using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;
using Cbm.Contracts;
using Cbm.Contracts.Conditions;
using Cbm.Contracts.Profiles;

namespace Cbm.Declarations.Determination;

/// <summary>The mandates of all agencies under one profile, read once: conditions parsed, rules found by direction and goods.</summary>
public sealed class CompiledCatalogue
{
    // Codes beyond this many are looked up without being remembered, so that no caller can fill the memory.
    private const int Remembered = 20_000;

    private readonly Dictionary<(string Direction, string Prefix), List<CompiledRule>> byPrefix = [];
    private readonly ConcurrentDictionary<(string Direction, string Hs), Candidate[]> remembered = new();

    private CompiledCatalogue(IReadOnlyList<Mandate> mandates, Profile profile)
    {
        Profile = profile;
        Versions = [.. mandates.Select(mandate => new CatalogueVersion { Agency = mandate.Agency, Version = mandate.Version })];
        Version = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(
            string.Join('\n', Versions.Select(one => $"{one.Agency} {one.Version}")))))[..16];
        Lookups = new LookupAnswers(mandates.SelectMany(mandate => mandate.Lookups));
        Rules = Compile(mandates, profile);
        foreach (var rule in Rules.Where(rule => rule.IsInProfile))
        {
            foreach (var prefix in rule.Requirement.HsInclude)
            {
                var key = (rule.Requirement.Direction, prefix);
                if (!byPrefix.TryGetValue(key, out var rules)) byPrefix[key] = rules = [];
                rules.Add(rule);
            }
        }
    }

    /// <summary>The profile that it was read for.</summary>
    public Profile Profile { get; }

    /// <summary>The version of each mandate, by agency.</summary>
    public IReadOnlyList<CatalogueVersion> Versions { get; }

    /// <summary>One hash over the versions of all mandates.</summary>
    public string Version { get; }

    internal IReadOnlyList<CompiledRule> Rules { get; }

    internal LookupAnswers Lookups { get; }

    /// <summary>Reads mandates for a profile.</summary>
    /// <exception cref="InvalidDataException">A mandate holds a rule that cannot be read; the message names each.</exception>
    public static CompiledCatalogue Of(IEnumerable<Mandate> mandates, Profile profile) =>
        new([.. mandates.OrderBy(mandate => mandate.Agency, StringComparer.Ordinal)], profile);

    /// <summary>The rules in force under the profile that name these goods, by agency and id.</summary>
    internal Candidate[] Candidates(string direction, string hs)
    {
        var six = hs.Length > 6 ? hs[..6] : hs;
        if (remembered.TryGetValue((direction, six), out var known)) return known;
        var found = Find(direction, six);
        if (remembered.Count < Remembered) remembered.TryAdd((direction, six), found);
        return found;
    }

    private Candidate[] Find(string direction, string hs)
    {
        var found = new SortedDictionary<int, Candidate>();
        // Rules for all goods hold for goods without a code too.
        for (var length = Math.Max(hs.Length, 1); length >= 1; length--)
        {
            var prefix = length == 1 ? "*" : hs[..length];
            if (!byPrefix.TryGetValue((direction, prefix), out var rules)) continue;
            foreach (var rule in rules)
            {
                if (!found.ContainsKey(rule.Ordinal) && !rule.Requirement.HsExclude.Any(one => hs.StartsWith(one, StringComparison.Ordinal)))
                    found.Add(rule.Ordinal, new Candidate(rule, prefix));
            }
        }

        return [.. found.Values];
    }

    private static List<CompiledRule> Compile(IReadOnlyList<Mandate> mandates, Profile profile)
    {
        var rules = new List<CompiledRule>();
        var mistakes = new List<string>();
        foreach (var mandate in mandates)
        {
            foreach (var requirement in mandate.Requirements.OrderBy(one => one.Id, StringComparer.Ordinal))
            {
                try
                {
                    rules.Add(new CompiledRule(rules.Count, mandate.Agency, requirement, profile));
                }
                catch (Exception wrong) when (wrong is FormatException or InvalidDataException)
                {
                    mistakes.Add($"{mandate.Agency} {requirement.Id}: {wrong.Message}");
                }
            }
        }

        return mistakes.Count == 0 ? rules : throw new InvalidDataException(string.Join(Environment.NewLine, mistakes));
    }
}
