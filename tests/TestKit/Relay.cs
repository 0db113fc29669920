// SPDX-License-Identifier: Apache-2.0
using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;

namespace Cbm.TestKit;

/// <summary>
/// A wire that can be cut: it stands before one service and passes bytes both ways. Everybody who calls that service comes
/// through it, each by connections of its own; before replicas each connection may go to another.
/// </summary>
public sealed class Relay : IDisposable
{
    private readonly TcpListener listener = new(IPAddress.Loopback, 0);
    private readonly ConcurrentDictionary<Socket, Socket> pairs = new();
    private readonly Func<int> target;
    private long closedUntil;

    /// <summary>Begins to listen.</summary>
    /// <param name="target">Port of the service, asked when somebody calls; 0: not known yet.</param>
    public Relay(Func<int> target)
    {
        this.target = target;
        listener.Start();
        _ = Accept();
    }

    /// <summary>Where to call instead of the service.</summary>
    public Uri Address => new($"http://127.0.0.1:{((IPEndPoint)listener.LocalEndpoint).Port}");

    /// <summary>Breaks connections off in the middle of whatever passes (RST); how many.</summary>
    /// <param name="isBroken">Which of them.</param>
    /// <param name="closed">How long nobody gets through after it.</param>
    public int Cut(Func<bool> isBroken, TimeSpan closed)
    {
        Interlocked.Exchange(ref closedUntil, Environment.TickCount64 + (long)closed.TotalMilliseconds);
        var cut = 0;
        foreach (var (caller, service) in pairs)
        {
            if (!isBroken()) continue;
            Break(caller);
            Break(service);
            cut++;
        }
        return cut;
    }

    /// <summary>Lets everybody through again.</summary>
    public void Mend() => Interlocked.Exchange(ref closedUntil, 0);

    /// <inheritdoc/>
    public void Dispose()
    {
        listener.Dispose();
        Cut(() => true, TimeSpan.Zero);
    }

    private async Task Accept()
    {
        try
        {
            while (true) _ = Serve(await listener.AcceptSocketAsync());
        }
        catch (Exception end) when (end is SocketException or ObjectDisposedException)
        {
        }
    }

    private async Task Serve(Socket caller)
    {
        using var service = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            if (Interlocked.Read(ref closedUntil) > Environment.TickCount64 || target() is not (> 0 and var port))
            {
                Break(caller);
                return;
            }
            caller.NoDelay = true;
            await service.ConnectAsync(IPAddress.Loopback, port);
            pairs[caller] = service;
            await Task.WhenAll(Pass(caller, service), Pass(service, caller));
        }
        catch (Exception end) when (end is SocketException or ObjectDisposedException)
        {
            // One side is gone: the other is told by the same.
            Break(caller);
            Break(service);
        }
        finally
        {
            pairs.TryRemove(caller, out _);
            caller.Dispose();
        }
    }

    private static async Task Pass(Socket from, Socket to)
    {
        var buffer = new byte[32 * 1024];
        try
        {
            while (await from.ReceiveAsync(buffer) is > 0 and var count)
                for (var sent = 0; sent < count;) sent += await to.SendAsync(buffer.AsMemory(sent, count - sent));
            to.Shutdown(SocketShutdown.Send);
        }
        catch
        {
            Break(from);
            Break(to);
            throw;
        }
    }

    private static void Break(Socket socket)
    {
        try
        {
            socket.LingerState = new LingerOption(enable: true, seconds: 0);
        }
        catch (Exception gone) when (gone is SocketException or ObjectDisposedException)
        {
        }
        socket.Dispose();
    }
}
