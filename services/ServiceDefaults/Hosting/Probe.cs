// SPDX-License-Identifier: Apache-2.0
using Grpc.Health.V1;
using Grpc.Net.Client;

namespace Cbm.ServiceDefaults.Hosting;

/// <summary>
/// The verb <c>probe</c> of a service's own executable: asks the one that runs beside it, at the port of the same settings, whether it
/// can serve. 0: it can. For where an image has no shell and no other program to ask with.
/// </summary>
public static class Probe
{
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(3);

    /// <summary>Whether the command line asks for it.</summary>
    public static bool IsAskedBy(string[] args) => args is ["probe", ..];

    /// <summary>Asks a service that speaks gRPC for its health (<c>grpc.health.v1.Health</c>, service "").</summary>
    /// <param name="setting">Environment variable that says where it listens.</param>
    public static Task<int> ByGrpc(string setting) => Ask(setting, async address =>
    {
        using var channel = GrpcChannel.ForAddress(address);
        var answer = await new Health.HealthClient(channel).CheckAsync(new HealthCheckRequest(), deadline: DateTime.UtcNow + Longest);
        return answer.Status == HealthCheckResponse.Types.ServingStatus.Serving ? null : answer.Status.ToString();
    });

    /// <summary>Asks a service that speaks HTTP/1.1 for an address that it answers to everybody.</summary>
    /// <param name="setting">Environment variable that says where it listens.</param>
    /// <param name="path">The address.</param>
    public static Task<int> ByHttp(string setting, string path) => Ask(setting, async address =>
    {
        // It asks itself: whose certificate is shown says nothing about health, and names another host than this one.
        using var http = new HttpClient(new SocketsHttpHandler { SslOptions = { RemoteCertificateValidationCallback = (_, _, _, _) => true } }) { Timeout = Longest };
        using var answer = await http.GetAsync(new Uri(address, path));
        return answer.IsSuccessStatusCode ? null : answer.StatusCode.ToString();
    });

    private static async Task<int> Ask(string setting, Func<Uri, Task<string?>> ask)
    {
        string? fault;
        try
        {
            fault = await ask(Beside(setting));
        }
#pragma warning disable CA1031 // Whatever went wrong, the answer is that it cannot serve.
        catch (Exception away)
#pragma warning restore CA1031
        {
            fault = away.Message;
        }

        if (fault is not null)
        {
            await Console.Error.WriteLineAsync("It cannot serve: " + fault);
        }

        return fault is null ? 0 : 1;
    }

    // What it listens on may stand for every address of the machine.
    private static Uri Beside(string setting) =>
        new UriBuilder(Environment.GetEnvironmentVariable(setting) ?? throw new InvalidOperationException($"{setting} is not set.")) { Host = "127.0.0.1" }.Uri;
}
