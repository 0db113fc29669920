// SPDX-License-Identifier: Apache-2.0
using System.Net;
using System.Net.Sockets;

namespace Cbm.TestKit;

/// <summary>Ports for services whose address must be known before they start.</summary>
public static class Ports
{
    // Below those that the system itself gives to outgoing connections: one of these could take it before the service does.
    private const int First = 18_000;
    private const int Count = 13_000;
    private static int _next = Random.Shared.Next(Count);

    /// <summary>One that nobody listens on, and that no other test of this process is given.</summary>
    public static int Free()
    {
        while (true)
        {
            var port = First + (int)((uint)Interlocked.Increment(ref _next) % Count);
            using var listener = new TcpListener(IPAddress.Loopback, port);
            try
            {
                listener.Start();
                return port;
            }
            catch (SocketException)
            {
                // Somebody's: the next one.
            }
        }
    }
}
