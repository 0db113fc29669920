// SPDX-License-Identifier: Apache-2.0
namespace Cbm.Identity;

/// <summary>The sign-ins of the demo; they exist in Development alone.</summary>
public static class DemoClients
{
    /// <summary>The secret of every one of them, known to everybody.</summary>
    public const string Secret = "single-window";

    /// <summary>How all their ids begin.</summary>
    public const string Prefix = "demo-";

    /// <summary>All of them; each agency (upper-case codes) has an officer of all its units and a supervisor.</summary>
    public static IEnumerable<Client> For(IEnumerable<string> agencies) =>
    [
        new("demo-trader", "Demo trader", ["trader"], Party: "FI1234567-8"),
        new("demo-other-trader", "Demo trader, another", ["trader"], Party: "FI7654321-2"),
        new("demo-broker", "Demo customs broker", ["agent"], Party: "FI2345678-0", Represents: "*"),
        new("demo-carrier", "Demo carrier", ["carrier"], Party: "FI3456789-0"),
        new("demo-officer-plant", "Demo plant health officer", ["officer"], Agency: "AGRICULTURE", Units: ["PLANT_HEALTH"]),
        new("demo-officer-vet", "Demo veterinary officer", ["officer"], Agency: "AGRICULTURE", Units: ["VETERINARY"]),
        new("demo-coordinator", "Demo coordinator", ["coordinator"], Agency: "CUSTOMS"),
        new("demo-auditor", "Demo auditor", ["auditor"]),
        .. agencies.Select(agency => new Client($"demo-officer-{Lower(agency)}", $"Demo officer of {agency}", ["officer"], Agency: agency)),
        .. agencies.Select(agency => new Client($"demo-supervisor-{Lower(agency)}", $"Demo supervisor of {agency}", ["supervisor"], Agency: agency)),
    ];

    private static string Lower(string agency) => agency.ToLowerInvariant();
}
