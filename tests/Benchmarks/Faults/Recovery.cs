// SPDX-License-Identifier: Apache-2.0
using System.Collections.Concurrent;
using System.Diagnostics;
using Cbm.Local;

namespace Cbm.Benchmarks.Faults;

/// <summary>
/// How long a service takes from the start of its new process until it answers through the gateway. An undisturbed restart
/// tells that, in which nobody else was in trouble: services that start together share the machine's cores.
/// </summary>
internal sealed class Recovery(Window window, Func<string, Task<bool>> answers, Diary diary)
{
    private readonly Lock gate = new();
    private int now, ever;
    private readonly ConcurrentBag<Restart> restarts = [];
    private readonly ConcurrentDictionary<string, int> awaited = new();

    /// <summary>Restarts until now.</summary>
    public IReadOnlyCollection<Restart> Restarts => restarts;

    /// <summary>Whether a service has answered since it was last ended.</summary>
    public bool IsBack(string service) => awaited.GetValueOrDefault(service) == 0;

    /// <summary>Notes that somebody is in trouble, until it is disposed of.</summary>
    public IDisposable Begin()
    {
        lock (gate) (now, ever) = (now + 1, ever + 1);
        return new Trouble(() =>
        {
            lock (gate) now--;
        });
    }

    /// <summary>Comes back when a service that was just ended answers again.</summary>
    public async Task<Restart> Await(string service)
    {
        awaited.AddOrUpdate(service, 1, (_, before) => before + 1);
        var (ended, before) = (window.ProcessOf(service), Standing());
        while (window.ProcessOf(service) == ended) await Task.Delay(10);
        var clock = Stopwatch.StartNew();
        while (!await answers(service)) await Task.Delay(100);
        var restart = new Restart(service, clock.Elapsed, Used(window.ProcessOf(service)), before.Now > 1 || Standing().Ever != before.Ever);
        restarts.Add(restart);
        awaited.AddOrUpdate(service, 0, (_, now) => now - 1);
        diary.Write($"{restart}");
        return restart;
    }

    private static TimeSpan Used(int process)
    {
        try
        {
            using var running = Process.GetProcessById(process);
            return running.TotalProcessorTime;
        }
        catch (Exception ended) when (ended is ArgumentException or InvalidOperationException)
        {
            return TimeSpan.Zero;
        }
    }

    // Its own trouble counts as one.
    private (int Now, int Ever) Standing()
    {
        lock (gate) return (now, ever);
    }

    private sealed class Trouble(Action end) : IDisposable
    {
        public void Dispose() => end();
    }
}

/// <summary>One restart.</summary>
/// <param name="Service">Of whom.</param>
/// <param name="Time">From the start of the new process to its first answer.</param>
/// <param name="Used">Processor time that the process had used by then.</param>
/// <param name="IsDisturbed">Somebody else was in trouble meanwhile.</param>
internal sealed record Restart(string Service, TimeSpan Time, TimeSpan Used, bool IsDisturbed)
{
    public override string ToString() => FormattableString.Invariant(
        $"{Service} answers {Time.TotalSeconds:0.0} s after its start, with {Used.TotalSeconds:0.0} s of processor{(IsDisturbed ? ", disturbed" : "")}");
}
