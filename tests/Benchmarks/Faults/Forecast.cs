// SPDX-License-Identifier: Apache-2.0
namespace Cbm.Benchmarks.Faults;

/// <summary>What the command line asks for.</summary>
/// <param name="Seconds">How long the storm lasts.</param>
/// <param name="Kills">Processes that are ended in it.</param>
/// <param name="Seed">Decides what happens to whom and when, and what people mean to do; not how the threads of eight processes run.</param>
internal sealed record Forecast(int Seconds, int Kills, int Seed)
{
    public const string Usage = "faults [--seconds N] [--kills K] [--seed S]";

    /// <summary>Reads it; null where it asks for something that is not there.</summary>
    public static Forecast? Parse(string[] args)
    {
        var asked = new Forecast(Seconds: 60, Kills: 20, Seed: 1);
        foreach (var pair in args.Chunk(2))
        {
            if (pair.Length < 2 || !int.TryParse(pair[1], out var number) || number < 0) return null;
            switch (pair[0])
            {
                case "--seconds" when number > 0: asked = asked with { Seconds = number }; break;
                case "--kills": asked = asked with { Kills = number }; break;
                case "--seed": asked = asked with { Seed = number }; break;
                default: return null;
            }
        }
        return asked;
    }
}
