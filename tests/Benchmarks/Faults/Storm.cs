// SPDX-License-Identifier: Apache-2.0
using System.Collections.Concurrent;
using System.Diagnostics;
using Cbm.Local;

namespace Cbm.Benchmarks.Faults;

/// <summary>Does what is planned to the services of a window, each fault at its time, whatever else is being done to anybody.</summary>
internal sealed class Storm(Window window, Wires wires, Recovery recovery, Diary diary, Random chance)
{
    private readonly ConcurrentDictionary<Fault, int> done = new();
    private int broken;

    /// <summary>How often a fault was done.</summary>
    public int Done(Fault fault) => done.GetValueOrDefault(fault);

    /// <summary>Connections that were broken off.</summary>
    public int Broken => broken;

    /// <summary>Plays the plan to its end, and heals everything.</summary>
    public async Task Play(IReadOnlyList<Planned> plan, TimeSpan length)
    {
        var clock = Stopwatch.StartNew();
        var faults = new List<Task>();
        foreach (var planned in plan)
        {
            if (planned.At > clock.Elapsed) await Task.Delay(planned.At - clock.Elapsed);
            faults.Add(Do(planned));
        }
        if (length > clock.Elapsed) await Task.Delay(length - clock.Elapsed);
        await Task.WhenAll(faults);
        wires.Mend();
    }

    /// <summary>
    /// Afterwards: ends each service once more, one after the other, which tells how long a restart takes where nothing else is
    /// wrong. One that takes longer than it may has two more tries, since whoever else uses the machine is none of its doing.
    /// </summary>
    public async Task<IReadOnlyList<Restart>> EndEach(TimeSpan longest)
    {
        var shortest = new List<Restart>();
        foreach (var service in Service.All)
        {
            var tries = new List<Restart>();
            for (var number = 0; number < 3 && tries.TrueForAll(one => one.Time > longest); number++)
            {
                using var trouble = recovery.Begin();
                tries.Add(await Kill(service.Name));
            }
            shortest.Add(tries.MinBy(one => one.Time)!);
        }
        return shortest;
    }

    private async Task Do(Planned planned)
    {
        using var trouble = recovery.Begin();
        var isDone = planned.Fault switch
        {
            Fault.Kill => await Kill(planned.Service) is not null,
            Fault.Pause => await Pause(planned),
            Fault.Quota => await Fill(planned),
            _ => await Cut(planned),
        };
        if (isDone) done.AddOrUpdate(planned.Fault, 1, (_, before) => before + 1);
    }

    private async Task<Restart> Kill(string service)
    {
        // One that is not back yet is awaited: it may as well end in its first moments.
        while (!window.Kill(service)) await Task.Delay(50);
        diary.Write($"{service} is ended");
        return await recovery.Await(service);
    }

    private async Task<bool> Pause(Planned planned)
    {
        var process = window.ProcessOf(planned.Service);
        if (!Harm.Pause(process)) return false;
        diary.Write($"{planned.Service} stands still for {planned.Length.TotalSeconds:0.0} s");
        await Task.Delay(planned.Length);
        Harm.Resume(process);
        return true;
    }

    // A service that is started again meanwhile has a new process, and no limit. One that is just starting is awaited: .NET
    // itself makes a file in memory then, and without it is no process at all.
    private async Task<bool> Fill(Planned planned)
    {
        while (!recovery.IsBack(planned.Service)) await Task.Delay(50);
        var process = window.ProcessOf(planned.Service);
        if (!await Harm.Limit(process, planned.Bytes)) return false;
        diary.Write($"{planned.Service} may write {planned.Bytes} bytes for {planned.Length.TotalSeconds:0.0} s");
        await Task.Delay(planned.Length);
        await Harm.Limit(process, null);
        return true;
    }

    private async Task<bool> Cut(Planned planned)
    {
        var cut = wires[planned.Service].Cut(() => chance.Next(100) < planned.Share, planned.Length);
        Interlocked.Add(ref broken, cut);
        diary.Write($"{planned.Service} is cut off for {planned.Length.TotalSeconds:0.0} s, {cut} connections broken");
        await Task.Delay(planned.Length);
        return true;
    }
}
