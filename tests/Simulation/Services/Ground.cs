// SPDX-License-Identifier: Apache-2.0
using Cbm.Agencies;
using Cbm.Agencies.Agriculture;
using Cbm.Agencies.Customs;
using Cbm.Agencies.Health;
using Cbm.Agencies.Standards;
using Cbm.Contracts.Codelists;
using Cbm.Contracts.Profiles;
using Cbm.Declarations.Mandates;
using Cbm.Declarations.Slicing;

namespace Cbm.Simulation.Services;

/// <summary>What every run stands on and none changes: profile, agencies, mandates, register. Made once, since it takes long.</summary>
internal static class Ground
{
    public const string Window = "DECLARATIONS";

    public const string ApiToken = "a token between services";

    public static readonly byte[] Key = [.. Enumerable.Range(1, 32).Select(number => (byte)number)];

    public static Profile Profile { get; } = Profile.Load("XX");

    public static IReadOnlyList<IAgency> Agencies { get; } = [new CustomsAgency(), new HealthAgency(), new AgricultureAgency(), new StandardsAgency()];

    public static MandateBook Mandates { get; } = Heard();

    public static Slicer Slicer { get; } = new(Register.Load(), Key, Rates.ToEuro);

    public static string AgencyOf(string unit) => Agencies.Single(agency => agency.Units.Any(one => one.Code == unit)).Code;

    private static MandateBook Heard()
    {
        var book = new MandateBook([.. Agencies.Select(agency => agency.Code)], Profile, Register.Load().Units);
        foreach (var agency in Agencies)
        {
            book.Take(agency.Code, new Office(agency, Profile).Mandate(), new DateTimeOffset(2026, 3, 2, 7, 0, 0, TimeSpan.Zero));
        }

        return book;
    }
}
