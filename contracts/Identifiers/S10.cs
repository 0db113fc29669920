// SPDX-License-Identifier: Apache-2.0
using Cbm.Contracts.Codelists;

namespace Cbm.Contracts.Identifiers;

/// <summary>Identifier of a postal item (UPU S10): service indicator (2 letters), serial (8 digits), check digit, country.</summary>
public static class S10
{
    private static ReadOnlySpan<int> Weights => [8, 6, 4, 2, 3, 5, 9, 7];

    /// <summary>Form, ISO 3166 country and check digit are right.</summary>
    public static bool IsWellFormed(ReadOnlySpan<char> text)
    {
        if (text.Length != 13 || !char.IsAsciiLetterUpper(text[0]) || !char.IsAsciiLetterUpper(text[1])) return false;
        var sum = 0;
        for (var i = 2; i < 11; i++)
        {
            if (!char.IsAsciiDigit(text[i])) return false;
            if (i < 10) sum += (text[i] - '0') * Weights[i - 2];
        }
        var check = (11 - sum % 11) switch { 10 => 0, 11 => 5, var digit => digit };
        return text[10] - '0' == check && CodeList.Country.Contains(text[11..]);
    }

    /// <summary>The first letter of the service indicator has an assigned meaning: F, I, J, K, O, S, T, W, X and Y have none.</summary>
    public static bool HasAssignedService(ReadOnlySpan<char> text) =>
        text.Length > 0 && text[0] is not ('F' or 'I' or 'J' or 'K' or 'O' or 'S' or 'T' or 'W' or 'X' or 'Y');

    /// <summary>Well formed, and of a service that exists.</summary>
    public static bool IsValid(ReadOnlySpan<char> text) => IsWellFormed(text) && HasAssignedService(text);
}
