// SPDX-License-Identifier: Apache-2.0
using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;

namespace Cbm.IntegrationTests.Replicas;

/// <summary>One address before several replicas, as a cluster's service is: each new connection goes to the next one that is there.</summary>
internal sealed class Balancer : IDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly ConcurrentDictionary<TcpClient, bool> _open = new();
    private volatile int[] _ports = [];
    private int _next;

    public Balancer()
    {
        _listener.Start();
        _ = Accept();
    }

    public string Address => $"http://127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}";

    /// <summary>Ports of the replicas that are there; those who are connected to one that is not stay so until it closes.</summary>
    public void To(IEnumerable<int> ports) => _ports = [.. ports];

    public void Dispose()
    {
        _listener.Stop();
        foreach (var client in _open.Keys)
        {
            client.Dispose();
        }
    }

    private async Task Accept()
    {
        try
        {
            while (true)
            {
                _ = Serve(await _listener.AcceptTcpClientAsync());
            }
        }
        catch (Exception end) when (end is SocketException or ObjectDisposedException)
        {
            // It is disposed.
        }
    }

    private async Task Serve(TcpClient caller)
    {
        using var _ = caller;
        _open[caller] = true;
        var ports = _ports;
        for (var tries = 0; tries < ports.Length; tries++)
        {
            using var replica = new TcpClient();
            try
            {
                await replica.ConnectAsync(IPAddress.Loopback, ports[(uint)Interlocked.Increment(ref _next) % ports.Length]);
            }
            catch (SocketException)
            {
                continue;
            }

            await Join(caller, replica);
            break;
        }

        _open.TryRemove(caller, out var gone);
    }

    private static async Task Join(TcpClient one, TcpClient other)
    {
        try
        {
            await Task.WhenAny(one.GetStream().CopyToAsync(other.GetStream()), other.GetStream().CopyToAsync(one.GetStream()));
        }
        catch (Exception gone) when (gone is IOException or InvalidOperationException or SocketException)
        {
            // Either end has closed.
        }
    }
}
