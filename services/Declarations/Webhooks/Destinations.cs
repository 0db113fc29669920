// SPDX-License-Identifier: Apache-2.0
using System.Net;
using System.Net.Sockets;

namespace Cbm.Declarations.Webhooks;

/// <summary>
/// Where deliveries may go. Every address of a host is looked at, when somebody subscribes and again for each connection, and
/// the connection is made to the address that was looked at: a name that points elsewhere a moment later helps nobody.
/// </summary>
/// <param name="options">Networks that the operator allows.</param>
/// <param name="resolve">Addresses of a host; by default the system's resolver.</param>
public sealed class Destinations(WebhookOptions options, Func<string, CancellationToken, Task<IPAddress[]>>? resolve = null)
{
    private readonly Func<string, CancellationToken, Task<IPAddress[]>> _resolve = resolve ?? Dns.GetHostAddressesAsync;

    /// <summary>Whether the host has addresses, and the window delivers to each of them.</summary>
    public async Task<bool> MayDeliver(Uri url, CancellationToken cancel)
    {
        using var limited = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        limited.CancelAfter(options.Timeout);
        try
        {
            await Addresses(url.IdnHost, url.Scheme == Uri.UriSchemeHttp, limited.Token);
            return true;
        }
        catch (DestinationRefusedException)
        {
            return false;
        }
        catch (OperationCanceledException) when (!cancel.IsCancellationRequested)
        {
            return false;
        }
    }

    /// <summary>Connects to an address that was looked at; <see cref="DestinationRefusedException"/> where there is none.</summary>
    public async ValueTask<Stream> Connect(SocketsHttpConnectionContext context, CancellationToken cancel)
    {
        var isPlain = context.InitialRequestMessage.RequestUri?.Scheme != Uri.UriSchemeHttps;
        var addresses = await Addresses(context.DnsEndPoint.Host, isPlain, cancel);
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(addresses, context.DnsEndPoint.Port, cancel);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    private async Task<IPAddress[]> Addresses(string host, bool isPlain, CancellationToken cancel)
    {
        IPAddress[] addresses;
        try
        {
            addresses = IPAddress.TryParse(host, out var literal) ? [literal] : await _resolve(host, cancel);
        }
        catch (Exception unknown) when (unknown is SocketException or ArgumentException)
        {
            // Told in the same words as a refusal: whether a name of the inside exists is nobody's business.
            throw new DestinationRefusedException();
        }

        // One that is refused refuses all: a host that is here and there at once is not to be trusted with the choice.
        return addresses.Length > 0 && Array.TrueForAll(addresses, address => MayReach(address, isPlain)) ? addresses : throw new DestinationRefusedException();
    }

    private bool MayReach(IPAddress address, bool isPlain)
    {
        var plain = address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address;
        return options.Allowed.Any(network => network.Contains(plain))
            || (PublicNetworks.IsPublic(plain) ? !isPlain : options.AllowsEveryPrivate);
    }
}

/// <summary>The window does not deliver to that host, or it has no address.</summary>
public sealed class DestinationRefusedException() : IOException("The host has no address that the window delivers to.");
