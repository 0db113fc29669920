// SPDX-License-Identifier: Apache-2.0
using System.Net;
using System.Net.Sockets;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using Cbm.ServiceDefaults.Callers;
using Microsoft.Extensions.Caching.Memory;

namespace Cbm.Gateway;

/// <summary>
/// Whose share a request is taken from. The gateway checks no token: the service that did says in its answer whom it recognised,
/// and the gateway remembers that for the token. A token that nobody has recognised yet counts for the address that it comes from,
/// so that neither another's name in a forged token nor a new forged token for each request takes anything from anybody else.
/// </summary>
internal sealed class KnownCallers : IDisposable
{
    private const int Most = 100_000;
    private static readonly TimeSpan Remembered = TimeSpan.FromMinutes(10);
    private readonly MemoryCache callers = new(new MemoryCacheOptions { SizeLimit = Most });

    /// <summary>The caller, where the token is known; else the address.</summary>
    public Who Of(HttpContext http) =>
        Token(http) is { } token && callers.TryGetValue(token, out string? name) ? new Who(name!, IsKnown: true) : new Who(Address(http), IsKnown: false);

    /// <summary>Takes out of an answer whom the service recognised, and keeps it. Nobody outside is told.</summary>
    public void Learn(HttpContext http)
    {
        if (!http.Response.Headers.Remove(Recognition.Header, out var name) || Token(http) is not { } token) return;
        if (callers.TryGetValue(token, out _)) return;
        callers.Set(token, name.ToString(), new MemoryCacheEntryOptions { Size = 1, AbsoluteExpirationRelativeToNow = Remembered });
    }

    public void Dispose() => callers.Dispose();

    private static UInt128? Token(HttpContext http)
    {
        var authorization = http.Request.Headers.Authorization.ToString();
        if (authorization.Length == 0) return null;
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(MemoryMarshal.AsBytes(authorization.AsSpan()), hash);
        return MemoryMarshal.Read<UInt128>(hash);
    }

    // Whoever has one address of IPv6 has the 2^64 of its network.
    private static string Address(HttpContext http)
    {
        var address = http.Connection.RemoteIpAddress ?? IPAddress.None;
        if (address.IsIPv4MappedToIPv6) address = address.MapToIPv4();
        return address.AddressFamily == AddressFamily.InterNetworkV6 ? Convert.ToHexString(address.GetAddressBytes().AsSpan(0, 8)) : address.ToString();
    }
}

/// <summary>One whose requests are counted together.</summary>
/// <param name="Name">Of the caller, or the address.</param>
/// <param name="IsKnown">It is a caller.</param>
internal readonly record struct Who(string Name, bool IsKnown);
