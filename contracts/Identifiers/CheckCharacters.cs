// SPDX-License-Identifier: Apache-2.0
namespace Cbm.Contracts.Identifiers;

/// <summary>The sum that MRN and container numbers share: letters by ISO 6346, weights doubling from left to right.</summary>
internal static class CheckCharacters
{
    /// <summary>Value of a digit or capital letter (A=10, B=12 … Z=38); -1 for anything else.</summary>
    public static int Value(char c) => c switch
    {
        >= '0' and <= '9' => c - '0',
        // ISO 6346 leaves out 11, 22 and 33, so that every letter changes the remainder.
        'A' => 10,
        >= 'B' and <= 'K' => c - 'A' + 11,
        >= 'L' and <= 'U' => c - 'A' + 12,
        >= 'V' and <= 'Z' => c - 'A' + 13,
        _ => -1,
    };

    /// <summary>Check digit 0-9 of the text, or -1 where a character has no value.</summary>
    public static int Digit(ReadOnlySpan<char> text)
    {
        var sum = 0;
        for (var i = 0; i < text.Length; i++)
        {
            var value = Value(text[i]);
            if (value < 0) return -1;
            sum += value << i;
        }
        return sum % 11 % 10;
    }
}
