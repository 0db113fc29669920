// SPDX-License-Identifier: Apache-2.0
using System.Diagnostics;
using System.Runtime.InteropServices;

namespace Cbm.Local;

/// <summary>One service in a process of its own: started, started again when it ends by itself, stopped.</summary>
internal sealed class Child
{
    private const string Unhandled = "Unhandled exception.";

    private static readonly string Dotnet = Path.GetFullPath(Path.Combine(
        RuntimeEnvironment.GetRuntimeDirectory(), "..", "..", "..", OperatingSystem.IsWindows() ? "dotnet.exe" : "dotnet"));

    private readonly ProcessStartInfo start;
    private readonly StreamWriter log;
    private readonly Action<string> say;
    private readonly Action changed;
    private readonly CancellationTokenSource stopping = new();
    private readonly Task life;
    private readonly Lock turning = new();
    private Process process;
    private bool isKilled;
    private volatile string lastWords = "", lastError = "";

    /// <summary>Starts the service; the log lies in the data folder.</summary>
    /// <param name="service">What to start.</param>
    /// <param name="port">The port it listens on; the gateway's HTTP port.</param>
    /// <param name="environment">Its settings.</param>
    /// <param name="logs">Folder of the logs.</param>
    /// <param name="say">Told in one line when the service ends by itself.</param>
    /// <param name="changed">Called when it was started again.</param>
    public Child(Service service, int port, IReadOnlyDictionary<string, string> environment, string logs, Action<string> say, Action changed)
    {
        (Service, Port, this.say, this.changed) = (service, port, say, changed);
        log = new StreamWriter(Path.Combine(logs, service.Name + ".log"), append: true) { AutoFlush = true };
        start = new ProcessStartInfo(Dotnet, ["exec", service.Assembly])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            RedirectStandardInput = true,
            UseShellExecute = false,
        };
        start.Environment.Remove("ASPNETCORE_URLS");
        foreach (var (name, value) in environment) start.Environment[name] = value;
        process = Start();
        life = KeepAlive();
    }

    /// <summary>What it is.</summary>
    public Service Service { get; }

    /// <summary>Where it listens, on the loopback.</summary>
    public int Port { get; }

    /// <summary>Its process now.</summary>
    public int ProcessId { get; private set; }

    /// <summary>How many times it has ended by itself.</summary>
    public int Ends { get; private set; }

    /// <summary>The line that tells best why it ended: its unhandled exception, else the last that it wrote.</summary>
    public string LastWords => lastWords;

    /// <summary>The last error in its log; empty: none.</summary>
    public string LastError => lastError;

    /// <summary>Ends the process as a crash would; it is started again soon, whatever came before. False: it has ended already and is not back yet.</summary>
    public bool Kill()
    {
        lock (turning)
        {
            if (process.HasExited) return false;
            isKilled = true;
            process.Kill();
            return true;
        }
    }

    /// <summary>Asks the service to end, and ends it where it has not done so within the time.</summary>
    public async Task Stop(TimeSpan patience)
    {
        await stopping.CancelAsync();
        if (!process.HasExited && OperatingSystem.IsWindows()) process.Kill(entireProcessTree: true);
        else if (!process.HasExited) _ = Signal(process.Id, 15);
        try
        {
            await life.WaitAsync(patience);
        }
        catch (TimeoutException)
        {
            process.Kill(entireProcessTree: true);
            await life;
        }
        await log.DisposeAsync();
        process.Dispose();
    }

    private Process Start()
    {
        var started = Process.Start(start)!;
        ProcessId = started.Id;
        started.OutputDataReceived += Write;
        started.ErrorDataReceived += Write;
        started.BeginOutputReadLine();
        started.BeginErrorReadLine();
        return started;
    }

    private async Task KeepAlive()
    {
        for (var pause = TimeSpan.FromSeconds(0.5); ; pause = pause < TimeSpan.FromSeconds(10) ? pause * 2 : pause)
        {
            var since = Stopwatch.StartNew();
            await process.WaitForExitAsync();
            if (stopping.IsCancellationRequested) return;
            Ends++;
            if (!isKilled) say($"{Service.Name} has ended by itself (exit code {process.ExitCode}); it is started again. Its last words: {LastWords} Its log: {((FileStream)log.BaseStream).Name}");
            // One that ran for a while fell over once, and one that was killed not at all; one that falls over at once is given time.
            if (isKilled || since.Elapsed > TimeSpan.FromSeconds(30)) pause = TimeSpan.FromSeconds(0.5);
            await Task.Delay(pause, stopping.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            if (stopping.IsCancellationRequested) return;
            using var ended = process;
            lock (turning) (process, isKilled) = (Start(), false);
            changed();
        }
    }

    private void Write(object sender, DataReceivedEventArgs line)
    {
        if (line.Data is not { Length: > 0 } text) return;
        Remember(text.Trim());
        lock (log)
        {
            if (log.BaseStream is { CanWrite: true }) log.WriteLine(text);
        }
    }

    private void Remember(string line)
    {
        if (line.StartsWith("fail:", StringComparison.Ordinal) || line.StartsWith("crit:", StringComparison.Ordinal)) lastError = line;
        // What follows the exception, and the frames of a stack, tell a person nothing.
        if (lastWords.StartsWith(Unhandled, StringComparison.Ordinal) || line.StartsWith("at ", StringComparison.Ordinal)
            || line.StartsWith("--- End of", StringComparison.Ordinal)) return;
        lastWords = line;
    }

    [DllImport("libc", EntryPoint = "kill")]
    private static extern int Signal(int process, int signal);
}
