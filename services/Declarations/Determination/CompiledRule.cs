// SPDX-License-Identifier: Apache-2.0
using System.Globalization;
using Cbm.Contracts;
using Cbm.Contracts.Conditions;
using Cbm.Contracts.Profiles;
using Condition = Cbm.Contracts.Conditions.Condition;

namespace Cbm.Declarations.Determination;

/// <summary>What a rule turns on, in the order in which it is looked at.</summary>
internal enum Clause
{
    Profile,
    Direction,
    Goods,
    Dates,
    Supplementary,
    Mode,
    Procedure,
    Origin,
    Destination,
    Condition,
    Disclaimed,
}

/// <summary>One requirement of one agency, read once for a profile and ready to be matched.</summary>
internal sealed class CompiledRule
{
    private readonly DeterminedRequirement prototype;
    private readonly string[] acceptedCodes;
    private readonly DateOnly? from;
    private readonly DateOnly? to;
    private readonly string[] clauses;

    public CompiledRule(int ordinal, string agency, Requirement requirement, Profile profile)
    {
        (Ordinal, Agency, Requirement) = (ordinal, agency, requirement);
        IsInProfile = profile.Has(requirement.Id);
        Condition = Condition.Parse(requirement.Condition);
        Modes = requirement.Mode.Length == 0 ? [] : [requirement.Mode];
        Procedures = [.. requirement.Procedure];
        Origins = [.. CountryLists.Expand(requirement.Origin)];
        Destinations = [.. CountryLists.Expand(requirement.Destination)];
        Documents = Accepted(requirement, profile.DocumentSystem);
        Disclaimer = requirement.DisclaimerCode.Length > 0 ? requirement.DisclaimerCode
            : requirement.Obligation == Obligation.May ? DocumentCodes.NationalDisclaimer : "";
        acceptedCodes = [.. Documents.SelectMany(one => one.Split('+')).Distinct(StringComparer.Ordinal)];
        (from, to) = (Date(requirement.ValidFrom), Date(requirement.ValidTo));
        clauses = [.. Enum.GetValues<Clause>().Select(clause => Text(clause, profile))];
        prototype = new DeterminedRequirement
        {
            Id = requirement.Id,
            Name = requirement.Name,
            Agency = agency,
            Unit = requirement.Unit,
            Obligation = requirement.Obligation,
            Documents = { Documents },
            Issuer = requirement.Issuer,
            Due = requirement.Due,
            Controls = { requirement.ControlTypes },
            PrenotifyHours = requirement.PrenotifyHours,
            Disclaimer = Disclaimer,
            Fee = requirement.Fee,
            TargetHours = requirement.TargetReviewHours,
            Standard = requirement.Standard,
        };
    }

    public int Ordinal { get; }

    public string Agency { get; }

    public Requirement Requirement { get; }

    public bool IsInProfile { get; }

    public Condition Condition { get; }

    public string[] Modes { get; }

    public string[] Procedures { get; }

    public string[] Origins { get; }

    public string[] Destinations { get; }

    /// <summary>Accepted document codes of the profile, alternatives; + joins.</summary>
    public string[] Documents { get; }

    /// <summary>Code that negates the rule; empty: none does.</summary>
    public string Disclaimer { get; }

    public bool Accepts(string code) => Array.IndexOf(acceptedCodes, code) >= 0;

    public bool HoldsOn(DateOnly day) => !(from > day) && !(to < day);

    public string Told(Clause clause) => clauses[(int)clause];

    /// <summary>Which clauses matched, for goods found under a prefix.</summary>
    public string Why(string prefix)
    {
        var said = new List<string> { clauses[(int)Clause.Direction], prefix == "*" ? "all goods" : $"goods under {prefix}" };
        if (Modes.Length > 0) said.Add(clauses[(int)Clause.Mode]);
        if (Procedures.Length > 0) said.Add(clauses[(int)Clause.Procedure]);
        if (Origins.Length > 0) said.Add(clauses[(int)Clause.Origin]);
        if (Destinations.Length > 0) said.Add(clauses[(int)Clause.Destination]);
        if (!Condition.IsAlwaysTrue) said.Add(Condition.Text);
        return string.Join("; ", said);
    }

    public DeterminedRequirement For(int item, RequirementStatus status, string why)
    {
        var one = prototype.Clone();
        (one.Item, one.Status, one.Why) = (item, status, why);
        return one;
    }

    private string Text(Clause clause, Profile profile) => clause switch
    {
        Clause.Profile => $"profile {profile.Code} does not have this rule",
        Clause.Direction => Requirement.Direction switch { "IM" => "import", "EX" => "export", _ => "transit" },
        Clause.Goods => Goods(),
        Clause.Dates => $"in force {(from is null ? "" : $"from {Requirement.ValidFrom} ")}{(to is null ? "" : $"to {Requirement.ValidTo}")}".TrimEnd(),
        Clause.Supplementary => $"a supplementary declaration is reviewed by {profile.LeadUnit} alone",
        Clause.Mode => $"mode of transport {string.Join(", ", Modes)}",
        Clause.Procedure => $"procedure {string.Join(", ", Procedures)}",
        Clause.Origin => $"origin {string.Join(", ", Requirement.Origin)}",
        Clause.Destination => $"destination {string.Join(", ", Requirement.Destination)}",
        Clause.Condition => Condition.Text,
        _ => $"disclaimed by {Disclaimer}",
    };

    private string Goods()
    {
        const int Shown = 6;
        var named = string.Join(", ", Requirement.HsInclude.Take(Shown)) + (Requirement.HsInclude.Count > Shown ? " …" : "");
        return Requirement.HsExclude.Count == 0 ? $"goods under {named}"
            : $"goods under {named} except {string.Join(", ", Requirement.HsExclude.Take(Shown))}";
    }

    // Brief 2.2: the profile chooses the column; where the chosen one is empty the other serves.
    private static string[] Accepted(Requirement requirement, DocumentSystem system) => system switch
    {
        DocumentSystem.EuTaric => [.. requirement.EuDoc.Count > 0 ? requirement.EuDoc : requirement.Un1001],
        DocumentSystem.Uncl1001 => [.. requirement.Un1001.Count > 0 ? requirement.Un1001 : requirement.EuDoc],
        _ => [.. requirement.Un1001.Union(requirement.EuDoc, StringComparer.Ordinal)],
    };

    private static DateOnly? Date(string date) =>
        date.Length == 0 ? null : DateOnly.ParseExact(date, "yyyy-MM-dd", CultureInfo.InvariantCulture);
}

/// <summary>A rule that names an item's goods, and the longest of its prefixes that does.</summary>
internal sealed record Candidate(CompiledRule Rule, string Prefix)
{
    public string Why { get; } = Rule.Why(Prefix);
}
