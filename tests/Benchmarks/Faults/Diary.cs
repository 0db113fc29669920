// SPDX-License-Identifier: Apache-2.0
using System.Diagnostics;
using System.Globalization;

namespace Cbm.Benchmarks.Faults;

/// <summary>What was done to whom and when, beside the logs of the services: to read when something went wrong.</summary>
internal sealed class Diary(string folder)
{
    private readonly Stopwatch clock = Stopwatch.StartNew();
    private readonly Lock gate = new();

    public void Write(string what)
    {
        var line = string.Create(CultureInfo.InvariantCulture, $"{DateTime.UtcNow:HH:mm:ss.fff} {clock.Elapsed.TotalSeconds,7:0.00} s {what}{Environment.NewLine}");
        lock (gate) File.AppendAllText(Path.Combine(folder, "logs", "faults.log"), line);
    }
}
