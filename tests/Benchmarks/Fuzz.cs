// SPDX-License-Identifier: Apache-2.0
using System.Diagnostics;
using Cbm.Fuzzing;
using Cbm.Local;

namespace Cbm.Benchmarks;

/// <summary><c>fuzz</c>: hostile inputs for every reader in this process, and by turns for the public surface of a window, for as long as one likes.</summary>
internal static class Fuzz
{
    private const string Usage = "fuzz [--seconds N] [--seed S] [--against http://localhost:8080]";
    private const int Round = 50;

    /// <summary>The exit code: 0 where nothing was found, 1 where something was, 2 for another command line.</summary>
    public static async Task<int> Play(string[] args)
    {
        var (seconds, seed, against) = (60, 1, (Uri?)null);
        foreach (var pair in args.Chunk(2))
        {
            switch (pair)
            {
                case ["--seconds", var text] when int.TryParse(text, out var number) && number > 0: seconds = number; continue;
                case ["--seed", var text] when int.TryParse(text, out var number): seed = number; continue;
                case ["--against", var text] when Uri.TryCreate(text, UriKind.Absolute, out var url) && url.Scheme == "http": against = url; continue;
            }

            Console.Error.WriteLine($"usage: {Usage}");
            return 2;
        }

        if (against is not null) return await Run(seconds, seed, against);
        var options = Options.Passing();
        try
        {
            await using var window = await Window.Open(options, Console.Error.WriteLine);
            return await Run(seconds, seed, window.Http);
        }
        catch (NotOpenedException reason)
        {
            Console.Error.WriteLine(reason.Message);
            return 1;
        }
        finally
        {
            Directory.Delete(options.Data, recursive: true);
        }
    }

    private static async Task<int> Run(int seconds, int seed, Uri window)
    {
        var (watch, findings, from) = (Stopwatch.StartNew(), 0, 0);
        var callers = await DemoTokens.Of(window);
        var surface = new SurfaceFuzz(window, callers);
        for (; watch.Elapsed.TotalSeconds < seconds; from += Round)
        {
            foreach (var finding in ReaderFuzz.Run(seed, Round, from)) Say(finding);
            await foreach (var finding in surface.Run(seed, Round, from)) Say(finding);
        }

        Console.WriteLine($"seed {seed}: {from * Reader.All.Count} inputs for {Reader.All.Count} readers, {surface.Asked} requests of {from}, {findings} findings, {watch.Elapsed.TotalSeconds:0} s");
        Console.WriteLine($"answers: {string.Join(", ", surface.Answers.OrderBy(one => one.Key).Select(one => $"{one.Key} {one.Value}"))}");
        return findings == 0 ? 0 : 1;

        void Say(Finding finding)
        {
            findings++;
            Console.WriteLine(finding);
        }
    }
}
