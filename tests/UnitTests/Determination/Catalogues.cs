// SPDX-License-Identifier: Apache-2.0
using System.Collections.Concurrent;
using System.Reflection;
using Cbm.Agencies.Requirements;
using Cbm.Contracts;
using Cbm.Contracts.Profiles;
using Cbm.Declarations.Determination;

namespace Cbm.UnitTests.Determination;

/// <summary>The catalogue of the four agencies as they state it, under each profile.</summary>
internal static class Catalogues
{
    public static readonly DateOnly Today = new(2026, 6, 1);

    private static readonly ConcurrentDictionary<string, CompiledCatalogue> Compiled = new();

    public static IReadOnlyList<Mandate> Mandates { get; } =
    [
        Mandate("AGRICULTURE", "Cbm.Agencies.Agriculture"),
        Mandate("CUSTOMS", "Cbm.Agencies.Customs"),
        Mandate("HEALTH", "Cbm.Agencies.Health"),
        Mandate("STANDARDS", "Cbm.Agencies.Standards"),
    ];

    public static CompiledCatalogue Of(string profile) =>
        Compiled.GetOrAdd(profile, code => CompiledCatalogue.Of(Mandates, Profile.Load(code)));

    /// <summary>A catalogue of rules made for one test: each a row of requirements.csv under the columns named.</summary>
    public static CompiledCatalogue Of(string profile, params Requirement[] rules) => CompiledCatalogue.Of(
        [new Mandate { Agency = "AGRICULTURE", Version = "1", Requirements = { rules } }], Profile.Load(profile));

    public static Requirement Rule(string id = "AGP-901", string condition = "true", string goods = "*") => new()
    {
        Id = id,
        Unit = "PLANT_HEALTH",
        Direction = "IM",
        HsInclude = { goods.Split(';') },
        Condition = condition,
        Obligation = Obligation.Must,
        Un1001 = { "851" },
        EuDoc = { "N851", "C085" },
        Name = "Paper",
        Issuer = "NPPO",
        Due = "PREARR",
        Fee = new Amount { Value = "0", CurrencyId = "EUR" },
        Verification = Verification.Register,
    };

    private static Mandate Mandate(string agency, string assembly)
    {
        var own = Assembly.Load(assembly);
        var catalogue = RequirementCatalogue.Embedded(own);
        var units = catalogue.Requirements.Select(rule => rule.Unit).Distinct().Select(unit => new MandateUnit { Code = unit });
        return catalogue.ToMandate(agency, agency, units, LookupTables.Embedded(own));
    }
}
