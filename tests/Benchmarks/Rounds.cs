// SPDX-License-Identifier: Apache-2.0
using System.Diagnostics;
using System.Globalization;
using System.Net;
using Cbm.Local.Demo;

namespace Cbm.Benchmarks;

/// <summary>The rounds of one run: echo and window by turns, the same bytes through the same gateway, and their ratio.</summary>
public sealed class Rounds(Asked asked, Uri window, Cores cores)
{
    private const string Declarations = "/api/v1/declarations";
    private static readonly TimeSpan WarmUp = TimeSpan.FromSeconds(5);

    private readonly Template template = new(asked.What == "lodge" ? Template.ShowCase() : Template.Journey());
    private readonly CancellationTokenSource stop = new();

    /// <summary>Warms up, measures, prints one line for each measurement and the median at the end.</summary>
    public async Task Run()
    {
        using var trader = await Caller.SignIn(window, "demo-trader");
        var releases = new Releases(trader, stop.Token);
        var officers = new Officers(window, () => releases.IsAwaited, stop.Token);
        Func<int, Task> echo = _ => trader.Post(Echo.Path, template.Next(), HttpStatusCode.OK);
        Func<int, Task> lodge = _ => trader.Post(Declarations, template.Next(), HttpStatusCode.Created);
        Func<int, Task> journey = async _ => await releases.Await((await trader.Post(Declarations, template.Next(), HttpStatusCode.Created))!);

        Say($"{asked.What}: {template.Length} bytes, {asked.Callers} callers, {asked.Rounds} rounds of {asked.Seconds} s, {Environment.ProcessorCount} cores");
        var people = Task.CompletedTask;
        if (asked.What == "journey")
        {
            using var callers = new Callers(window);
            await Register.Fill(callers);
            people = Together([.. officers.Work(), releases.Watch()]);
        }
        await Measured.Run(asked.Callers, WarmUp, echo);
        await FailTogether(Measured.Run(asked.Callers, WarmUp, asked.What == "lodge" ? lodge : journey), people);
        await Settle();

        var (found, ratios, echoes) = (new List<Measured>(), new List<double>(), new List<Measured>());
        for (var round = 1; round <= asked.Rounds; round++)
        {
            echoes.Add(await Measure("echo", echo, people));
            var (controls, decisions) = (officers.Controls, officers.Decisions);
            found.Add(await Measure(asked.What, asked.What == "lodge" ? lodge : journey, people));
            ratios.Add(found[^1].PerSecond / echoes[^1].PerSecond);
            Say($"{asked.What} {found[^1]} ratio {Ratio(ratios[^1])} (echo {echoes[^1].PerSecond:0}/s)");
            if (asked.What == "journey") Say($"controls {officers.Controls - controls} recorded in {officers.Decisions - decisions} decisions");
        }
        Say($"median {asked.What} {Measured.Median(found)} ratio {Ratio(Measured.Middle(ratios))} (echo {Measured.Median(echoes).PerSecond:0}/s)");
        await stop.CancelAsync();
        await people;
    }

    private async Task<Measured> Measure(string what, Func<int, Task> once, Task people)
    {
        var before = cores.Read();
        var found = await FailTogether(Measured.Run(asked.Callers, TimeSpan.FromSeconds(asked.Seconds), once), people);
        await Settle();
        Say($"cost {what} {Cores.Each(before, cores.Read(), found.Count)}");
        if (what == "echo") Say($"echo {found}");
        return found;
    }

    // Until the services rest: what is still on its way must not slow the next measurement down, and its cost is counted where it arose.
    private async Task Settle()
    {
        var clock = Stopwatch.StartNew();
        for (var busy = 1.0; busy > 0.10;)
        {
            if (clock.Elapsed > TimeSpan.FromMinutes(10)) throw new BenchmarkFailedException("The services do not come to rest.");
            var (before, since) = (cores.Read(), Stopwatch.StartNew());
            await Task.Delay(500);
            busy = Cores.Busy(before, cores.Read(), since.Elapsed);
        }
        if (clock.Elapsed > TimeSpan.FromSeconds(1)) Say($"settled after {clock.Elapsed.TotalSeconds:0.0} s");
    }

    private static async Task<Measured> FailTogether(Task<Measured> measuring, Task people)
    {
        if (await Task.WhenAny(measuring, people) == people && people.IsFaulted) await people;
        return await measuring;
    }

    // The first that fails ends it all.
    private static async Task Together(Task[] all)
    {
        await foreach (var one in Task.WhenEach(all)) await one;
    }

    private static string Ratio(double ratio) => ratio.ToString("0.000", CultureInfo.InvariantCulture);

    private static void Say(FormattableString line) => Console.WriteLine(FormattableString.Invariant(line));
}
