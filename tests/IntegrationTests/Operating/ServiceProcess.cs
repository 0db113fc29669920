// SPDX-License-Identifier: Apache-2.0
using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Runtime.InteropServices;
using Cbm.IntegrationTests.Declarations;
using Cbm.IntegrationTests.SqlServer;
using Cbm.TestKit;
using Grpc.Health.V1;
using Grpc.Net.Client;

namespace Cbm.IntegrationTests.Operating;

/// <summary>The health agency in a real process, from its own build output.</summary>
internal sealed class ServiceProcess : IAsyncDisposable
{
    private readonly string _folder;
    private readonly Process _process;
    private readonly Task<string> _wrong;

    private ServiceProcess(string folder, string[] store, string[] more)
    {
        _folder = folder;
        Address = new Uri($"http://127.0.0.1:{Ports.Free()}");
        var own = new DirectoryInfo(AppContext.BaseDirectory.TrimEnd(Path.DirectorySeparatorChar));
        var root = own;
        while (!File.Exists(Path.Combine(root.FullName, "Cbm.SingleWindow.sln")))
        {
            root = root.Parent!;
        }

        var assembly = Path.Combine(root.FullName, "services", "Agencies.Health", "bin", own.Parent!.Name, own.Name, "Cbm.Agencies.Health.dll");
        _process = Process.Start(new ProcessStartInfo(
            Path.Combine(RuntimeEnvironment.GetRuntimeDirectory(), "..", "..", "..", "dotnet"),
            ["exec", assembly, $"--Urls:Http={Address}", .. store, "--Logging:LogLevel:Default=None", .. more])
        { RedirectStandardError = true, RedirectStandardOutput = true })!;
        _wrong = _process.StandardError.ReadToEndAsync();
    }

    /// <summary>Starts it on a store of its own.</summary>
    public static async Task<ServiceProcess> Start(params string[] more)
    {
        var folder = Directory.CreateTempSubdirectory("cbm-process-").FullName;
        return new ServiceProcess(folder, await Stores.Of(folder, Stores.Agency("HEALTH")), more);
    }

    public Uri Address { get; }

    /// <summary>What a running one is set by.</summary>
    public static string[] Settings(TestIssuer issuer) =>
        ["--environment=Development", "--Dapr:ApiToken=x", "--Agency:DrawKey=a secret of the tests, 32 characters or more", .. issuer.Settings];

    public async Task IsReady()
    {
        using var channel = GrpcChannel.ForAddress(Address);
        await RunningWindow.Until(90, async () =>
        {
            try
            {
                return (await new Health.HealthClient(channel).CheckAsync(new HealthCheckRequest())).Status == HealthCheckResponse.Types.ServingStatus.Serving;
            }
            catch (Grpc.Core.RpcException)
            {
                return false;
            }
        });
    }

    /// <summary>The line of its log that has this in it; it must come.</summary>
    public async Task<string> Says(string what)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(90));
        while (await _process.StandardOutput.ReadLineAsync(patience.Token) is { } line)
        {
            if (line.Contains(what, StringComparison.Ordinal))
            {
                return line;
            }
        }

        throw new InvalidOperationException($"It has ended and did not say: {what}");
    }

    /// <summary>SIGTERM, as every orchestrator sends it.</summary>
    public void Terminate() => _ = Signal(_process.Id, 15);

    /// <summary>Exit code, and what it wrote to the console as wrong.</summary>
    public async Task<(int Code, string[] Wrong)> End()
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(90));
        await _process.WaitForExitAsync(patience.Token);
        return (_process.ExitCode, (await _wrong).Split(Environment.NewLine, StringSplitOptions.RemoveEmptyEntries));
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            _process.Kill(entireProcessTree: true);
            await _process.WaitForExitAsync();
        }

        _process.Dispose();
        await Stores.Drop(_folder);
    }

    [DllImport("libc", EntryPoint = "kill")]
    private static extern int Signal(int process, int signal);
}
