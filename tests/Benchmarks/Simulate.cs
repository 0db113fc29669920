// SPDX-License-Identifier: Apache-2.0
using System.Collections.Concurrent;
using System.Diagnostics;
using Cbm.Simulation;
using Cbm.Simulation.Variants;

namespace Cbm.Benchmarks;

/// <summary><c>simulate</c>: runs so many seeds of the deterministic simulation, or tells the story of one, step by step.</summary>
internal static class Simulate
{
    private const string Usage = "simulate [--seeds N] [--from S] [--variant NAME] | simulate --replay S [--variant NAME]";

    /// <summary>The exit code: 0 where every invariant held (under a variant: where it was caught), 1 where not, 2 for another command line.</summary>
    public static int Play(string[] args)
    {
        var (seeds, from, replay, variant) = (2000, 1, (int?)null, (string?)null);
        foreach (var pair in args.Chunk(2))
        {
            if (pair is [var name, var value] && (name == "--variant" || (int.TryParse(value, out var number) && number >= 0)))
            {
                _ = int.TryParse(value, out number);
                switch (name)
                {
                    case "--seeds": seeds = number; continue;
                    case "--from": from = number; continue;
                    case "--replay": replay = number; continue;
                    case "--variant" when Broken.Names.Contains(value): variant = value; continue;
                }
            }

            Console.Error.WriteLine($"usage: {Usage}{Environment.NewLine}variants: {string.Join(' ', Broken.Names)}");
            return 2;
        }

        if (replay is { } seed)
        {
            var told = Run.Of(seed, Broken.Make(variant), Console.Out);
            return Say(told) ? 0 : 1;
        }

        return variant is null ? All(seeds, from) : Caught(variant, seeds, from);
    }

    private static int All(int seeds, int from)
    {
        var (watch, failed, steps) = (Stopwatch.StartNew(), 0, 0L);
        var counts = new ConcurrentDictionary<string, int>();
        Parallel.For(from, from + seeds, new ParallelOptions { MaxDegreeOfParallelism = Environment.ProcessorCount }, seed =>
        {
            var told = Run.Of(seed);
            Interlocked.Add(ref steps, told.Steps);
            foreach (var (kind, count) in told.Counts)
            {
                counts.AddOrUpdate(kind, count, (_, before) => before + count);
            }

            if (!Say(told))
            {
                Interlocked.Increment(ref failed);
            }
        });
        Console.WriteLine(string.Join(", ", counts.OrderBy(one => one.Key, StringComparer.Ordinal).Select(one => $"{one.Key} {one.Value}")));
        Console.WriteLine($"{seeds} seeds from {from}: {failed} failed, {steps} steps, {watch.Elapsed.TotalSeconds:0.0} s");
        return failed == 0 ? 0 : 1;
    }

    private static int Caught(string variant, int seeds, int from)
    {
        for (var seed = from; seed < from + seeds; seed++)
        {
            if (Run.Of(seed, Broken.Make(variant)) is { Violations: [var first, ..] })
            {
                Console.WriteLine($"{variant}: caught by seed {seed}, {first}");
                return 0;
            }
        }

        Console.WriteLine($"{variant}: not caught by {seeds} seeds from {from}");
        return 1;
    }

    private static bool Say(Told told)
    {
        foreach (var violation in told.Violations)
        {
            Console.WriteLine($"seed {told.Seed}: {violation}");
        }

        return told.Violations.Count == 0;
    }
}
