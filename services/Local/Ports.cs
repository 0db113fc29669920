// SPDX-License-Identifier: Apache-2.0
using System.Net;
using System.Net.Sockets;

namespace Cbm.Local;

/// <summary>Ports of the loopback.</summary>
internal static class Ports
{
    /// <summary>
    /// Free ports below those that the system gives to outgoing connections, so that a service that is started again finds its own still free.
    /// </summary>
    /// <param name="count">How many.</param>
    /// <param name="kept">Free ones that are meant for somebody else.</param>
    public static int[] Free(int count, params int[] kept)
    {
        var start = Random.Shared.Next(20_000, 30_000);
        return [.. Enumerable.Range(start, 2_000).Except(kept).Where(IsFree).Take(count)];
    }

    /// <summary>Nobody listens on it.</summary>
    public static bool IsFree(int port)
    {
        using var listener = new TcpListener(IPAddress.Loopback, port);
        try
        {
            listener.Start();
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }
}
