// SPDX-License-Identifier: Apache-2.0
using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Text.Json.Nodes;
using Cbm.Local.Demo;

namespace Cbm.Benchmarks;

/// <summary>The rounds of one run: echo and window by turns, the same bytes through the same gateway, and their ratio.</summary>
public sealed class Rounds(Asked asked, Uri window, Cores cores)
{
    private const string Declarations = "/api/v1/declarations";
    private static readonly TimeSpan WarmUp = TimeSpan.FromSeconds(3);

    private readonly Template template = new(asked.What == "lodge" ? ShowCase.Read() : Template.Journey());
    private readonly CancellationTokenSource stop = new();
    private Uri? last;

    /// <summary>Warms up, measures, prints one line for each measurement and the median at the end.</summary>
    public async Task Run()
    {
        using var trader = await Caller.SignIn(window, "demo-trader");
        var officers = new Officers(window, stop.Token);
        var releases = new Releases(trader, stop.Token);
        Func<int, Task> echo = _ => trader.Post(Echo.Path, template.Next(), HttpStatusCode.OK);
        Func<int, Task> lodge = async _ => last = await trader.Post(Declarations, template.Next(), HttpStatusCode.Created);
        Func<int, Task> journey = async _ => await releases.Await((await trader.Post(Declarations, template.Next(), HttpStatusCode.Created))!);

        Say($"{asked.What}: {template.Length} bytes, {asked.Callers} callers, {asked.Rounds} rounds of {asked.Seconds} s, {Environment.ProcessorCount} cores");
        var people = Task.CompletedTask;
        if (asked.What == "journey")
        {
            using var api = new Api(window, CancellationToken.None);
            await Register.Fill(api);
            people = Task.WhenAll(officers.Work(), releases.Watch());
        }
        await Measured.Run(asked.Callers, WarmUp, echo);
        await FailTogether(Measured.Run(asked.Callers, WarmUp, asked.What == "lodge" ? lodge : journey), people);
        await Settle(trader);

        var (found, ratios, echoes) = (new List<Measured>(), new List<double>(), new List<Measured>());
        for (var round = 1; round <= asked.Rounds; round++)
        {
            echoes.Add(await Measure("echo", echo, people));
            var (controls, decisions) = (officers.Controls, officers.Decisions);
            found.Add(await Measure(asked.What, asked.What == "lodge" ? lodge : journey, people));
            ratios.Add(found[^1].PerSecond / echoes[^1].PerSecond);
            Say($"{asked.What} {found[^1]} ratio {Ratio(ratios[^1])} (echo {echoes[^1].PerSecond:0}/s)");
            if (asked.What == "journey") Say($"controls {officers.Controls - controls} recorded in {officers.Decisions - decisions} decisions");
            await Settle(trader);
        }
        Say($"median {asked.What} {Measured.Median(found)} ratio {Ratio(Measured.Middle(ratios))} (echo {Measured.Median(echoes).PerSecond:0}/s)");
        await stop.CancelAsync();
        await people;
    }

    private async Task<Measured> Measure(string what, Func<int, Task> once, Task people)
    {
        var (before, clock) = (cores.Read(), Stopwatch.StartNew());
        var found = await FailTogether(Measured.Run(asked.Callers, TimeSpan.FromSeconds(asked.Seconds), once), people);
        if (what == "echo") Say($"echo {found}");
        Say($"cores {what}: {Cores.Between(before, cores.Read(), clock.Elapsed)}");
        return found;
    }

    // Until what was lodged has come back from every agency: what is still on its way must not slow the next measurement down.
    private async Task Settle(Caller trader)
    {
        var clock = Stopwatch.StartNew();
        while (last is not null && !await IsHeardFromAll(trader, last))
        {
            if (clock.Elapsed > TimeSpan.FromMinutes(10)) throw new BenchmarkFailedException("The agencies do not catch up.");
            await Task.Delay(250);
        }
        if (last is not null) Say($"settled after {clock.Elapsed.TotalSeconds:0.0} s: every agency has the last declaration");
        await Task.Delay(1000);
    }

    private static async Task<bool> IsHeardFromAll(Caller trader, Uri declaration) =>
        JsonNode.Parse(await trader.Get(declaration.OriginalString))!["agencies"]!.AsArray().All(unit => (string?)unit!["state"] is { Length: > 0 });

    private static async Task<Measured> FailTogether(Task<Measured> measuring, Task people)
    {
        if (await Task.WhenAny(measuring, people) == people) await people;
        return await measuring;
    }

    private static string Ratio(double ratio) => ratio.ToString("0.000", CultureInfo.InvariantCulture);

    private static void Say(FormattableString line) => Console.WriteLine(FormattableString.Invariant(line));
}
