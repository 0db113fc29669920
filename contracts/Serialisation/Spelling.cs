// SPDX-License-Identifier: Apache-2.0
namespace Cbm.Contracts.Serialisation;

/// <summary>Finds which name was meant by one that does not exist.</summary>
internal static class Spelling
{
    // Levenshtein: a letter lost, added or another; of short names more than one would be a guess.
    private const int Most = 2;
    private const int ShortName = 4;

    /// <summary>The one of the names that differs least from the misspelt one, and by no more than two letters; -1 where none does. Capital and small letters do not matter.</summary>
    public static int Nearest(string misspelt, IReadOnlyList<string> names)
    {
        var (nearest, least) = (-1, Most + 1);
        for (var i = 0; i < names.Count; i++)
        {
            var most = names[i].Length <= ShortName ? 1 : Most;
            if (Math.Abs(names[i].Length - misspelt.Length) > most) continue;
            var distance = Distance(misspelt, names[i]);
            if (distance <= most && distance < least) (nearest, least) = (i, distance);
        }
        return nearest;
    }

    private static int Distance(string a, string b)
    {
        Span<int> row = stackalloc int[b.Length + 1];
        for (var j = 0; j <= b.Length; j++) row[j] = j;
        for (var i = 1; i <= a.Length; i++)
        {
            var diagonal = row[0];
            row[0] = i;
            for (var j = 1; j <= b.Length; j++)
            {
                var same = char.ToLowerInvariant(a[i - 1]) == char.ToLowerInvariant(b[j - 1]);
                (diagonal, row[j]) = (row[j], Math.Min(diagonal + (same ? 0 : 1), Math.Min(row[j], row[j - 1]) + 1));
            }
        }
        return row[^1];
    }
}
