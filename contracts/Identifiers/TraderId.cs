// SPDX-License-Identifier: Apache-2.0
using Cbm.Contracts.Codelists;

namespace Cbm.Contracts.Identifiers;

/// <summary>Identifier of a trader (EORI, TIN or TCUI): ISO 3166 country and up to 15 letters, digits or hyphens.</summary>
public static class TraderId
{
    /// <summary>It begins with a country and goes on as a trader's number may.</summary>
    public static bool IsValid(ReadOnlySpan<char> text)
    {
        if (text.Length is < 3 or > 17 || !CodeList.Country.Contains(text[..2])) return false;
        foreach (var c in text[2..])
            if (CheckCharacters.Value(c) < 0 && c != '-') return false;
        return char.IsAsciiLetterOrDigit(text[2]) && char.IsAsciiLetterOrDigit(text[^1]);
    }
}
