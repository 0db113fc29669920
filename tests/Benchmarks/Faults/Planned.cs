// SPDX-License-Identifier: Apache-2.0
using Cbm.Local;

namespace Cbm.Benchmarks.Faults;

/// <summary>What is done to a service.</summary>
internal enum Fault
{
    /// <summary>Its process is ended at once.</summary>
    Kill,

    /// <summary>Its process stands still for a time.</summary>
    Pause,

    /// <summary>Its files may not grow for a time.</summary>
    Quota,

    /// <summary>Connections to it are broken off, and nobody gets through for a time.</summary>
    Cut,
}

/// <summary>One fault of the plan.</summary>
/// <param name="At">Time since the storm began.</param>
/// <param name="Fault">What is done.</param>
/// <param name="Service">To whom.</param>
/// <param name="Length">For how long.</param>
/// <param name="Bytes">A quota: bytes that each of its files may have.</param>
/// <param name="Share">A cut: of each hundred connections so many break.</param>
internal sealed record Planned(TimeSpan At, Fault Fault, string Service, TimeSpan Length, long Bytes, int Share)
{
    private static readonly long[] Quotas = [0, 16 * 1024, 256 * 1024, 1024 * 1024];
    private static readonly int[] Shares = [30, 60, 100];

    /// <summary>The storm of a seed: so many kills, half as many pauses, a third as many quotas, half as many cuts, at any time.</summary>
    public static IReadOnlyList<Planned> Storm(Forecast asked)
    {
        var chance = new Random(asked.Seed);
        var faults = new List<Planned>();
        foreach (var (fault, count, least, most) in ((Fault, int, double, double)[])
            [
                (Fault.Kill, asked.Kills, 0, 0),
                (Fault.Pause, Some(asked.Kills, 2), 0.5, 6),
                (Fault.Quota, Some(asked.Kills, 3), 0.5, 5),
                (Fault.Cut, Some(asked.Kills, 2), 0, 2),
            ])
        {
            for (var number = 0; number < count; number++)
            {
                faults.Add(new Planned(
                    TimeSpan.FromSeconds(asked.Seconds * chance.NextDouble()),
                    fault,
                    Local.Service.All[chance.Next(Local.Service.All.Count)].Name,
                    TimeSpan.FromSeconds(least + ((most - least) * chance.NextDouble())),
                    Quotas[chance.Next(Quotas.Length)],
                    Shares[chance.Next(Shares.Length)]));
            }
        }
        return [.. faults.OrderBy(fault => fault.At)];
    }

    private static int Some(int kills, int divisor) => kills == 0 ? 0 : Math.Max(1, kills / divisor);
}
