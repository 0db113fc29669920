// SPDX-License-Identifier: Apache-2.0
namespace Cbm.Fuzzing;

/// <summary>
/// Hostile inputs for the readers, in this process. Of each: nothing is thrown that is no refusal, the same input is answered the same
/// way, what is accepted is read again as it was, and memory is no more than the input's length allows.
/// </summary>
public static class ReaderFuzz
{
    // Tables that a reader makes once, buffers, and the thousand faults that it may tell.
    private const long Base = 4 * 1024 * 1024;
    private const long PerByte = 100;

    /// <summary>The inputs of one seed, so many for each reader, from a number on.</summary>
    public static IEnumerable<Finding> Run(int seed, int cases, int from = 0)
    {
        foreach (var reader in Reader.All)
        {
            for (var number = from; number < from + cases; number++)
            {
                if (Try(reader, seed, number) is { } finding) yield return finding;
            }
        }
    }

    private static Finding? Try(Reader reader, int seed, int number)
    {
        // Known by seed and number alone, so that one case can be looked at by itself.
        var random = new Random(unchecked((seed * 1_000_003) + number));
        var input = new Mutation(random).Of(reader.Good[random.Next(reader.Good.Count)]);
        try
        {
            var before = GC.GetAllocatedBytesForCurrentThread();
            var first = reader.Read(input);
            var used = GC.GetAllocatedBytesForCurrentThread() - before;
            if (used > Base + (PerByte * input.Length)) return Finding.Keep(reader.Name, seed, number, $"{used} bytes of memory for {input.Length}", input);
            return reader.Read(input) == first ? null : Finding.Keep(reader.Name, seed, number, "the same input is answered otherwise", input);
        }
        catch (Exception thrown)
        {
            return Finding.Keep(reader.Name, seed, number, $"{thrown.GetType().Name}: {thrown.Message}", input);
        }
    }
}
