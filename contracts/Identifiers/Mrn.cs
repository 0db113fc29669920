// SPDX-License-Identifier: Apache-2.0
using Cbm.Contracts.Codelists;

namespace Cbm.Contracts.Identifiers;

/// <summary>Movement reference number: two digits of the year, ISO country, twelve alphanumerics, procedure letter, check digit (DG XXI/0879/99 Rev.1).</summary>
public static class Mrn
{
    /// <summary>Characters of an MRN.</summary>
    public const int Length = 18;

    /// <summary>Procedure letter of an import declaration.</summary>
    public const char Import = 'R';

    /// <summary>Procedure letter of an export declaration.</summary>
    public const char Export = 'A';

    /// <summary>Procedure letter of a transit declaration.</summary>
    public const char Transit = 'J';

    /// <summary>It looks like an MRN: 18 characters in their classes, whatever the check digit.</summary>
    public static bool HasShape(ReadOnlySpan<char> text)
    {
        if (text.Length != Length || !char.IsAsciiDigit(text[0]) || !char.IsAsciiDigit(text[1])) return false;
        for (var i = 4; i < 16; i++)
            if (CheckCharacters.Value(text[i]) < 0) return false;
        return char.IsAsciiLetterUpper(text[2]) && char.IsAsciiLetterUpper(text[3])
            && char.IsAsciiLetterUpper(text[16]) && char.IsAsciiDigit(text[17]);
    }

    /// <summary>It has the shape, an ISO 3166 country and the right check digit.</summary>
    public static bool IsValid(ReadOnlySpan<char> text) =>
        HasShape(text) && text[17] - '0' == CheckDigit(text[..17]) && CodeList.Country.Contains(text.Slice(2, 2));

    /// <summary>Check digit (0-9) of the first 17 characters; -1 where one of them is neither digit nor capital letter.</summary>
    public static int CheckDigit(ReadOnlySpan<char> first17) => CheckCharacters.Digit(first17);

    /// <summary>An MRN from its parts: year (two or four digits), ISO country, twelve digits or capital letters, procedure letter; throws ArgumentException on parts that do not fit.</summary>
    public static string Make(int year, string country, ReadOnlySpan<char> twelve, char procedure)
    {
        Span<char> mrn = stackalloc char[Length];
        mrn[0] = (char)('0' + year / 10 % 10);
        mrn[1] = (char)('0' + year % 10);
        mrn[17] = '0';
        if (country.Length != 2 || twelve.Length != 12) throw new ArgumentException("An MRN takes a country of two letters and twelve characters.", nameof(twelve));
        country.CopyTo(mrn[2..]);
        twelve.CopyTo(mrn[4..]);
        mrn[16] = procedure;
        if (!HasShape(mrn)) throw new ArgumentException($"No MRN can be made of {mrn[..17]}.", nameof(twelve));
        mrn[17] = (char)('0' + CheckDigit(mrn[..17]));
        return new string(mrn);
    }
}
