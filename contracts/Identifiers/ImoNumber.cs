// SPDX-License-Identifier: Apache-2.0
namespace Cbm.Contracts.Identifiers;

/// <summary>Ship number of the IMO: seven digits, the last of them a check digit (weights 7 to 2).</summary>
public static class ImoNumber
{
    /// <summary>It looks like an IMO number: seven digits.</summary>
    public static bool HasShape(ReadOnlySpan<char> text) => text.Length == 7 && !text.ContainsAnyExceptInRange('0', '9');

    /// <summary>It has the shape and the right check digit.</summary>
    public static bool IsValid(ReadOnlySpan<char> text)
    {
        if (!HasShape(text)) return false;
        var sum = 0;
        for (var i = 0; i < 6; i++) sum += (text[i] - '0') * (7 - i);
        return sum % 10 == text[6] - '0';
    }
}
