// SPDX-License-Identifier: Apache-2.0
using System.Net;
using System.Net.Sockets;

namespace Cbm.Declarations.Webhooks;

/// <summary>
/// Which addresses are somebody's on the open internet, by IANA's registers of special-purpose addresses. A request to any other
/// would come from inside the operator's network, where it may be believed.
/// </summary>
public static class PublicNetworks
{
    private static readonly IPNetwork[] NotPublic = Networks("""
        0.0.0.0/8 10.0.0.0/8 100.64.0.0/10 127.0.0.0/8 169.254.0.0/16 172.16.0.0/12 192.0.0.0/24 192.0.2.0/24 192.31.196.0/24
        192.52.193.0/24 192.88.99.0/24 192.168.0.0/16 192.175.48.0/24 198.18.0.0/15 198.51.100.0/24 203.0.113.0/24 224.0.0.0/4 240.0.0.0/4
        168.63.129.16/32
        2001::/23 2001:db8::/32 2002::/16 2620:4f:8000::/48 3fff::/20
        """);

    // Of IPv6 only this is given out as global unicast (RFC 4291): whatever lies outside is refused without being named.
    private static readonly IPNetwork GlobalUnicast = IPNetwork.Parse("2000::/3");

    // An IPv4 address behind a translator (RFC 6052): where a network has no IPv4 of its own, public hosts look so.
    private static readonly IPNetwork Nat64 = IPNetwork.Parse("64:ff9b::/96");

    /// <summary>Whether the address is a public one, also where it is another's dressed up (::ffff:10.0.0.1, 64:ff9b::a00:1).</summary>
    public static bool IsPublic(IPAddress address)
    {
        if (address.IsIPv4MappedToIPv6)
        {
            return IsPublic(address.MapToIPv4());
        }

        if (address.AddressFamily == AddressFamily.InterNetworkV6)
        {
            if (Nat64.Contains(address))
            {
                return IsPublic(new IPAddress(address.GetAddressBytes()[12..]));
            }

            // 6to4 and Teredo (2002::/16, 2001::/32) carry an IPv4 address too; both are out of use and refused whole.
            return GlobalUnicast.Contains(address) && !Array.Exists(NotPublic, network => network.Contains(address));
        }

        return address.AddressFamily == AddressFamily.InterNetwork && !Array.Exists(NotPublic, network => network.Contains(address));
    }

    private static IPNetwork[] Networks(string list) =>
        [.. list.Split((char[])[' ', '\n'], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Select(network => IPNetwork.Parse(network))];
}
