// SPDX-License-Identifier: Apache-2.0
using System.Collections.Frozen;

namespace Cbm.Contracts.Codelists;

/// <summary>The Harmonised System, edition 2022: its chapters, headings and subheadings.</summary>
public static class HarmonisedSystem
{
    private static readonly FrozenSet<string> Prefixes = Load();
    private static readonly FrozenSet<string>.AlternateLookup<ReadOnlySpan<char>> BySpan = Prefixes.GetAlternateLookup<ReadOnlySpan<char>>();

    /// <summary>HS 2022 has this chapter (2 digits), heading (4) or subheading (6).</summary>
    public static bool Knows(ReadOnlySpan<char> code) => BySpan.Contains(code);

    private static FrozenSet<string> Load()
    {
        var prefixes = new HashSet<string>(StringComparer.Ordinal);
        foreach (var subheading in Table.Lines("hs2022.txt"))
            foreach (var length in (int[])[2, 4, 6]) prefixes.Add(subheading[..length]);
        return prefixes.ToFrozenSet(StringComparer.Ordinal);
    }
}
