// SPDX-License-Identifier: Apache-2.0
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;
using Cbm.IntegrationTests.Declarations;
using Cbm.TestKit;

namespace Cbm.IntegrationTests.Sidecars;

/// <summary>
/// The broker that production has: the redis-server on the path, or what CBM_TEST_REDIS names (its path, or <c>docker:IMAGE</c>), on a
/// port of its own, with a password and nothing in it.
/// </summary>
internal sealed class RedisServer : IAsyncDisposable
{
    public const string Password = "a-password-of-the-tests";

    private const string Variable = "CBM_TEST_REDIS";
    private const string Command = "redis-server";

    private static readonly string? Named = Environment.GetEnvironmentVariable(Variable) is { Length: > 0 } named
        ? named
        : Environment.GetEnvironmentVariable("PATH")!.Split(Path.PathSeparator).Select(folder => Path.Combine(folder, Command)).FirstOrDefault(File.Exists);

    private readonly int _port = Ports.Free();
    private OthersProgram? _server;

    /// <summary>Why there is none; null: there is.</summary>
    public static string? WhyNot { get; } = Named is null ? $"there is no {Command} on the path, and {Variable} names none (its path, or docker:IMAGE)" : OthersProgram.WhyNot(Named);

    public string Address => $"127.0.0.1:{_port}";

    public static async Task<RedisServer> Start()
    {
        var redis = new RedisServer();
        redis._server = await OthersProgram.Start(
            Named!, Command, ["--port", $"{redis._port}", "--bind", "127.0.0.1", "--save", "", "--appendonly", "no", "--maxmemory-policy", "noeviction", "--requirepass", Password]);
        await RunningWindow.Until(30, async () =>
        {
            try
            {
                return await redis.Ask("PING") == "+PONG";
            }
            catch (SocketException)
            {
                return false;
            }
        });
        return redis;
    }

    public Task StandStill(bool stands) => _server!.StandStill(stands);

    /// <summary>How much a stream holds.</summary>
    public async Task<int> Count(string stream) => int.Parse((await Ask($"XLEN {stream}"))[1..], CultureInfo.InvariantCulture);

    public ValueTask DisposeAsync() => _server!.DisposeAsync();

    // Redis takes commands as lines, too.
    private async Task<string> Ask(string command)
    {
        using var client = new TcpClient();
        await client.ConnectAsync(IPAddress.Loopback, _port);
        await client.GetStream().WriteAsync(Encoding.ASCII.GetBytes($"AUTH {Password}\r\n{command}\r\n"));
        using var lines = new StreamReader(client.GetStream());
        await lines.ReadLineAsync();
        return await lines.ReadLineAsync() ?? "";
    }
}
