// SPDX-License-Identifier: Apache-2.0
namespace Cbm.Contracts.Identifiers;

/// <summary>Freight container number of ISO 6346: owner (3 letters), category (U, J or Z), serial (6 digits), check digit.</summary>
public static class ContainerNumber
{
    /// <summary>It looks like an ISO 6346 number, whatever the check digit.</summary>
    public static bool HasShape(ReadOnlySpan<char> text)
    {
        if (text.Length != 11 || text[3] is not ('U' or 'J' or 'Z')) return false;
        for (var i = 0; i < 11; i++)
            if (i < 4 ? !char.IsAsciiLetterUpper(text[i]) : !char.IsAsciiDigit(text[i])) return false;
        return true;
    }

    /// <summary>It has the shape and the right check digit.</summary>
    public static bool IsValid(ReadOnlySpan<char> text) =>
        HasShape(text) && text[10] - '0' == CheckCharacters.Digit(text[..10]);
}
