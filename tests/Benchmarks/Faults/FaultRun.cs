// SPDX-License-Identifier: Apache-2.0
using System.Diagnostics;
using Cbm.Local;
using Cbm.Simulation.People;

namespace Cbm.Benchmarks.Faults;

/// <summary>
/// <c>faults</c>: the whole window under load while its processes are ended, stopped, starved and cut off; then it heals, all
/// work is brought to its end, and what people were told is held against what is there.
/// </summary>
internal static class FaultRun
{
    private static readonly TimeSpan Calm = TimeSpan.FromMinutes(4), LongestRestart = TimeSpan.FromSeconds(5);

    /// <summary>The exit code: 0 where nothing is lost, nothing doubled and every invariant holds; 1 where not; 2 for another command line.</summary>
    public static async Task<int> Play(string[] args)
    {
        if (Forecast.Parse(args) is not { } asked || !OperatingSystem.IsLinux())
        {
            Console.Error.WriteLine($"usage: {Forecast.Usage} (on Linux)");
            return 2;
        }
        var passing = Options.Passing();
        using var wires = new Wires(passing.Data);
        using var end = new CancellationTokenSource();
        using var interrupt = System.Runtime.InteropServices.PosixSignalRegistration.Create(System.Runtime.InteropServices.PosixSignal.SIGINT, signal =>
        {
            signal.Cancel = true;
            end.Cancel();
        });
        var failed = true;
        try
        {
            failed = !await Play(asked, passing with { Settings = wires.Settings }, wires, end);
            return failed ? 1 : 0;
        }
        catch (Exception reason) when (reason is NotOpenedException or BenchmarkFailedException or OperationCanceledException)
        {
            Console.WriteLine($"seed {asked.Seed}: {reason.Message}");
            return 1;
        }
        finally
        {
            if (failed) Console.WriteLine($"kept, with logs and databases: {passing.Data}");
            else Directory.Delete(passing.Data, recursive: true);
        }
    }

    private static async Task<bool> Play(Forecast asked, Options options, Wires wires, CancellationTokenSource end)
    {
        var (day, tally, files) = (new Day(end.Token), new Tally(), new Files(options.Data));
        var plan = Planned.Storm(asked);
        Say($"seed {asked.Seed}: {plan.Count} faults in {asked.Seconds} s, {Environment.ProcessorCount} cores");
        var diary = new Diary(options.Data);
        await using (var window = await Window.Open(options, line => day.Violate("by itself: " + line), end.Token))
        {
            using var people = new People(wires.Window, day, tally, asked.Seed, end.Token);
            await people.Prepare();
            var recovery = new Recovery(window, people.Answers, diary);
            var storm = new Storm(window, wires, recovery, diary, new Random(asked.Seed));
            var restarts = await Live(people, day, storm, plan, TimeSpan.FromSeconds(asked.Seconds), files, diary);
            Tell(storm, recovery, restarts, tally);
            foreach (var restart in restarts.Where(one => one.Time > LongestRestart)) day.Violate(restart.ToString());
        }
        files.Check(day.Ledger);
        Say($"lost {day.Ledger.Lost}");
        Say($"doubled {day.Ledger.Doubled}");
        foreach (var violation in day.Ledger.Violations) Say($"seed {asked.Seed}: {violation}");
        return day.Ledger.Violations.Count == 0;
    }

    private static async Task<IReadOnlyList<Restart>> Live(
        People people, Day day, Storm storm, IReadOnlyList<Planned> plan, TimeSpan length, Files files, Diary diary)
    {
        var work = people.Work();
        var storming = storm.Play(plan, length);
        if (await Task.WhenAny(storming, work) == work) await work;
        await storming;
        diary.Write("calm");
        var clock = Stopwatch.StartNew();
        day.IsCalm = true;
        var restarts = await storm.EndEach(LongestRestart);
        await End(day, work, files, clock);
        Say($"brought to an end in {clock.Elapsed.TotalSeconds:0.0} s: {day.Done}");
        day.IsOver = true;
        await work;
        await new Surface(people, day.Ledger).Check();
        return restarts;
    }

    // Every trader has seen the end, and every fact has arrived. The outboxes are looked into while the services still run: stopped ones would deliver nothing more.
    private static async Task End(Day day, Task work, Files files, Stopwatch clock)
    {
        while (day.Unfinished > 0 || files.Waiting() > 0)
        {
            if (work.IsFaulted) await work;
            if (clock.Elapsed > Calm)
            {
                day.Violate($"{day.Unfinished} declarations and {files.Waiting()} facts have not come to their end {Calm.TotalMinutes:0} minutes after the storm");
                throw new BenchmarkFailedException(string.Join(Environment.NewLine, day.Ledger.Violations.Concat(day.Ledger.Stories.Where(story => !story.HasEnded).Take(20).Select(story => $"{story.Lrn} {story.Mrn} is {story.Seen}"))));
            }
            await Task.Delay(500);
        }
    }

    private static void Tell(Storm storm, Recovery recovery, IReadOnlyList<Restart> restarts, Tally tally)
    {
        var (longest, worst) = (restarts.MaxBy(one => one.Time)!, recovery.Restarts.MaxBy(one => one.Time)!);
        Say($"kills {storm.Done(Fault.Kill)}");
        Say($"pauses {storm.Done(Fault.Pause)}");
        Say($"quotas {storm.Done(Fault.Quota)}");
        Say($"cuts {storm.Done(Fault.Cut)} ({storm.Broken} connections)");
        Say($"requests {tally.Requests}");
        Say($"refused {tally.Refused} ({tally.ByStatus}), unanswered {tally.Unanswered}");
        Say($"longest stall {tally.LongestInsisting.TotalSeconds:0.0} s of one request, {tally.LongestSilence.TotalSeconds:0.0} s of all");
        Say($"longest restart {longest.Time.TotalSeconds:0.0} s: {longest}");
        Say($"longest restart in the storm {worst.Time.TotalSeconds:0.0} s: {worst}");
    }

    private static void Say(FormattableString line) => Console.WriteLine(FormattableString.Invariant(line));
}
