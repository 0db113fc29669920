// SPDX-License-Identifier: Apache-2.0
using System.Diagnostics;
using System.Globalization;
using System.Text.Json.Nodes;

namespace Cbm.Benchmarks;

/// <summary>How much processor time each process used: a rate alone says little on a machine that does other things besides.</summary>
public sealed class Cores(string dataFolder, int echo)
{
    /// <summary>Processor time of every process until now.</summary>
    public Dictionary<string, TimeSpan> Read()
    {
        var run = JsonNode.Parse(File.ReadAllText(Path.Combine(dataFolder, "run.json")))!;
        var processes = run["services"]!.AsArray().Select(service => ((string)service!["name"]!, (int)service["pid"]!));
        return processes.Prepend(("echo", echo)).Prepend(("client", Environment.ProcessId)).ToDictionary(one => one.Item1, one => Time(one.Item2));
    }

    /// <summary>Milliseconds of processor time that each one cost, in all and by process, between two readings.</summary>
    public static string Each(Dictionary<string, TimeSpan> before, Dictionary<string, TimeSpan> after, long count)
    {
        var spent = after.Select(one => (one.Key, Each: (one.Value - before.GetValueOrDefault(one.Key)).TotalMilliseconds / count)).ToList();
        var parts = spent.Where(one => one.Each >= 0.0005).Select(one => string.Create(CultureInfo.InvariantCulture, $"{one.Key} {one.Each:0.000}"));
        return string.Create(CultureInfo.InvariantCulture, $"{spent.Sum(one => one.Each):0.000} ms of processor each: {string.Join(' ', parts)}");
    }

    /// <summary>Cores in use by the window's services between two readings.</summary>
    public static double Busy(Dictionary<string, TimeSpan> before, Dictionary<string, TimeSpan> after, TimeSpan time) =>
        after.Where(one => one.Key is not ("client" or "echo")).Sum(one => (one.Value - before.GetValueOrDefault(one.Key)) / time);

    private static TimeSpan Time(int id)
    {
        using var process = Process.GetProcessById(id);
        return process.TotalProcessorTime;
    }
}
