// SPDX-License-Identifier: Apache-2.0
using System.Net.Sockets;
using System.Text;

namespace Cbm.Fuzzing;

/// <summary>One request and its answer over a connection of its own, byte by byte as they are: no client in between that would mend the request.</summary>
internal static class Exchange
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    /// <summary>Status and text of the answer; status 0 where the connection ended without one, -1 where nothing came for a minute.</summary>
    public static async Task<(int Status, string Text)> Of(Uri window, byte[] request)
    {
        using var connection = new TcpClient();
        await connection.ConnectAsync(window.Host, window.Port);
        var stream = connection.GetStream();
        try
        {
            var read = ReadAll(stream);
            try
            {
                await stream.WriteAsync(request).AsTask().WaitAsync(Patience);
            }
            catch (IOException)
            {
                // Refused before it was sent whole: the answer says why.
            }

            var text = await read.WaitAsync(Patience);
            var words = text.Split(' ', 3);
            return words.Length == 3 && words[0] == "HTTP/1.1" && int.TryParse(words[1], out var status) ? (status, text) : (0, text);
        }
        catch (TimeoutException)
        {
            return (-1, "");
        }
    }

    private static async Task<string> ReadAll(NetworkStream stream)
    {
        var (all, part) = (new MemoryStream(), new byte[16 * 1024]);
        try
        {
            for (int read; (read = await stream.ReadAsync(part)) > 0;) all.Write(part, 0, read);
        }
        catch (IOException)
        {
            // The connection was reset: what came before it counts.
        }

        return Encoding.Latin1.GetString(all.GetBuffer(), 0, (int)all.Length);
    }
}
