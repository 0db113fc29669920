// SPDX-License-Identifier: Apache-2.0
using System.Security.Claims;
using Grpc.AspNetCore.Server;
using Grpc.Core;

namespace Cbm.ServiceDefaults.Callers;

/// <summary>Who calls, as the token says it. It is passed through every use-case.</summary>
/// <param name="Subject">User or client id: what the log records.</param>
/// <param name="Roles">trader, agent, officer, supervisor, coordinator, carrier, auditor, admin, integrator, service.</param>
/// <param name="Party">EORI or TIN of the trader; null for others.</param>
/// <param name="Agency">Agency of an officer or supervisor; null for others.</param>
/// <param name="Units">Units of an officer; empty: all units of the agency.</param>
/// <param name="Represents">* is every party (Development only); a single party gives no right, its representation does.</param>
public sealed record Caller(
    string Subject,
    IReadOnlySet<string> Roles,
    string? Party,
    string? Agency,
    IReadOnlySet<string> Units,
    IReadOnlySet<string> Represents)
{
    /// <summary>Code of the declaration service; every other service of the window has its agency's.</summary>
    public const string Window = "DECLARATIONS";

    private const string Unchecked = "cbm:unchecked";

    /// <summary>Nobody: no token.</summary>
    public static Caller Nobody { get; } = new("", Set([]), null, null, Set([]), Set([]));

    /// <summary>A caller whose token cannot be checked now, since the keys of who signs them were never heard: nobody, who may come back.</summary>
    public static ClaimsPrincipal NotYetKnown { get; } = new(new ClaimsIdentity([new Claim(Unchecked, "")]));

    /// <summary>Whether that is because its token cannot be checked now.</summary>
    public bool IsNotYetKnown { get; private init; }

    /// <summary>Code of the service of the window that calls: <see cref="Window"/>, or an agency's; null for people and their clients.</summary>
    public string? Service { get; private init; }

    /// <summary>Until when its token holds.</summary>
    public DateTimeOffset Until { get; private init; } = DateTimeOffset.MaxValue;

    /// <summary>Whether the caller has the role.</summary>
    public bool Is(string role) => Roles.Contains(role);

    /// <summary>Whether the caller is the party itself, or acts for every party. Who was given the right to act for it is in the register of representations.</summary>
    public bool ActsFor(string party) =>
        ((Is("trader") || Is("agent")) && Party == party) || (Is("agent") && Represents.Contains("*"));

    /// <summary>Whether the caller is an officer or supervisor of the unit.</summary>
    public bool WorksFor(string agency, string unit) =>
        (Is("officer") || Is("supervisor")) && Agency == agency && (Units.Count == 0 || Units.Contains(unit));

    /// <summary>The caller of a request over gRPC or HTTP.</summary>
    public static Caller Of(ServerCallContext context) => Of(context.GetHttpContext().User);

    /// <summary>The caller a checked token describes.</summary>
    public static Caller Of(ClaimsPrincipal user) => user.Identity?.IsAuthenticated != true
        ? user.HasClaim(claim => claim.Type == Unchecked) ? Nobody with { IsNotYetKnown = true } : Nobody
        : new Caller(
            user.FindFirstValue("sub") ?? "",
            Set(user.FindAll("role").Select(claim => claim.Value)),
            user.FindFirstValue("party"),
            user.FindFirstValue("agency"),
            Set(user.FindAll("unit").Select(claim => claim.Value)),
            Set(user.FindAll("represents").Select(claim => claim.Value)))
        {
            Service = user.HasClaim("role", "service") && user.FindFirstValue("service") is { Length: > 0 } code ? code : null,
            Until = long.TryParse(user.FindFirstValue("exp"), out var seconds) ? DateTimeOffset.FromUnixTimeSeconds(seconds) : DateTimeOffset.MaxValue,
        };

    private static HashSet<string> Set(IEnumerable<string> values) => [.. values];
}
