// SPDX-License-Identifier: Apache-2.0
using System.Diagnostics;
using System.Globalization;
using System.Text.Json.Nodes;

namespace Cbm.Benchmarks;

/// <summary>How much of the machine each process used: a rate says little without knowing who was busy.</summary>
public sealed class Cores(string dataFolder, int echo)
{
    /// <summary>Processor time of every process until now.</summary>
    public Dictionary<string, TimeSpan> Read()
    {
        var run = JsonNode.Parse(File.ReadAllText(Path.Combine(dataFolder, "run.json")))!;
        var processes = run["services"]!.AsArray().Select(service => ((string)service!["name"]!, (int)service["pid"]!));
        return processes.Prepend(("echo", echo)).Prepend(("client", Environment.ProcessId)).ToDictionary(one => one.Item1, one => Time(one.Item2));
    }

    /// <summary>Cores in use between two readings: client 0.30 Declarations 0.90.</summary>
    public static string Between(Dictionary<string, TimeSpan> before, Dictionary<string, TimeSpan> after, TimeSpan time) =>
        string.Join(' ', after.Select(one => (one.Key, Cores: (one.Value - before.GetValueOrDefault(one.Key)) / time)).Where(one => one.Cores >= 0.005)
            .Select(one => string.Create(CultureInfo.InvariantCulture, $"{one.Key} {one.Cores:0.00}")));

    private static TimeSpan Time(int id)
    {
        using var process = Process.GetProcessById(id);
        return process.TotalProcessorTime;
    }
}
