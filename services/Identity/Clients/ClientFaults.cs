// SPDX-License-Identifier: Apache-2.0
using Cbm.Contracts;
using Cbm.Contracts.Identifiers;

namespace Cbm.Identity.Clients;

/// <summary>What is wrong with a client that is to be registered, all of it at once.</summary>
internal static class ClientFaults
{
    /// <summary>Acts for one party, by a secret.</summary>
    public const string Integrator = "INTEGRATOR";

    /// <summary>People sign in through it.</summary>
    public const string Application = "APPLICATION";

    private const int LongestName = 100, LongestAddress = 1000, MostAddresses = 10;

    /// <summary>The faults; none: it may be registered.</summary>
    public static IEnumerable<Fault> Of(RegisterClientRequest client)
    {
        if (client.Kind is not (Integrator or Application)) yield return Wrong("SWI001", "kind", $"Say {Integrator} or {Application}.");
        if (string.IsNullOrWhiteSpace(client.Name) || client.Name.Length > LongestName)
            yield return Wrong("SWI002", "name", $"Give a name for people, in up to {LongestName} characters.");
        if (client.Kind == Integrator && !TraderId.IsValid(client.Party))
            yield return Wrong("SWI003", "party", "Give the EORI or TIN of the one party that the integrator acts for.");
        if (client.Kind == Application && client.Party.Length > 0)
            yield return Wrong("SWI003", "party", "An application acts for whoever signs in through it; leave the party out.");
        if (client.Kind == Application && client.RedirectUris.Count == 0)
            yield return Wrong("SWI004", "redirectUris", "Give at least one address to which codes may go.");
        foreach (var fault in Addresses("redirectUris", client.RedirectUris, client.Kind)) yield return fault;
        foreach (var fault in Addresses("postLogoutRedirectUris", client.PostLogoutRedirectUris, client.Kind)) yield return fault;
    }

    private static IEnumerable<Fault> Addresses(string member, IReadOnlyList<string> addresses, string kind)
    {
        if (kind == Integrator && addresses.Count > 0) yield return Wrong("SWI004", member, "Nobody signs in through an integrator; leave the addresses out.");
        if (addresses.Count > MostAddresses) yield return Wrong("SWI004", member, $"Give {MostAddresses} addresses at most.");
        for (var index = 0; index < addresses.Count; index++)
            if (!IsAllowed(addresses[index]))
                yield return Wrong("SWI004", $"{member}[{index}]",
                    "Give a whole https address without fragment and user; http only on the loopback, or an app's own scheme with a dot in it.");
    }

    // RFC 9700, 2.1 and 4.1; RFC 8252, 7.1 and 7.3.
    private static bool IsAllowed(string address) =>
        address.Length <= LongestAddress && Uri.TryCreate(address, UriKind.Absolute, out var uri) && Uri.IsWellFormedUriString(address, UriKind.Absolute)
        // A name that the answer itself carries (RFC 9207) would stand twice.
        && !uri.Query.TrimStart('?').Split('&').Any(one => one == "iss" || one.StartsWith("iss=", StringComparison.Ordinal))
        && uri.Fragment.Length == 0 && uri.UserInfo.Length == 0 && !address.Contains('#')
        && uri.Scheme switch
        {
            "https" => true,
            "http" => uri.IsLoopback,
            _ => uri.Scheme.Contains('.'),
        };

    private static Fault Wrong(string code, string path, string message) => new() { Code = code, Path = path, Message = message };
}
