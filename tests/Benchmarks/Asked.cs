// SPDX-License-Identifier: Apache-2.0
namespace Cbm.Benchmarks;

/// <summary>What the command line asks to be measured.</summary>
/// <param name="What">lodge or journey.</param>
/// <param name="Seconds">Length of one measurement.</param>
/// <param name="Callers">Callers at once, each with one request or one journey on its way.</param>
/// <param name="Rounds">Measurements, each beside one of the echo.</param>
public sealed record Asked(string What, int Seconds, int Callers, int Rounds)
{
    /// <summary>How to call it.</summary>
    public const string Usage = "lodge|journey [--seconds N] [--callers N] [--rounds N]";

    /// <summary>Reads the command line; null where it asks for something that is not there.</summary>
    public static Asked? Parse(string[] args)
    {
        if (args is not ["lodge" or "journey", ..] || args.Length % 2 == 0) return null;
        var asked = new Asked(args[0], Seconds: 10, Callers: 64, Rounds: 3);
        foreach (var pair in args.Skip(1).Chunk(2))
        {
            if (!int.TryParse(pair[1], out var number) || number < 1) return null;
            switch (pair[0])
            {
                case "--seconds": asked = asked with { Seconds = number }; break;
                case "--callers": asked = asked with { Callers = number }; break;
                case "--rounds": asked = asked with { Rounds = number }; break;
                default: return null;
            }
        }
        return asked;
    }
}
