// SPDX-License-Identifier: Apache-2.0
using System.Globalization;

namespace Cbm.Declarations.Validation;

/// <summary>Reads the times of the tree (RFC 3339; a date alone is its first moment in UTC).</summary>
internal static class Moments
{
    private static readonly string[] Forms = ["yyyy-MM-dd", "yyyy-MM-dd'T'HH:mm:ssK", "yyyy-MM-dd'T'HH:mm:ss.FFFFFFFK", "yyyy-MM-dd'T'HH:mmK"];

    public static bool TryRead(string text, out DateTimeOffset moment) =>
        DateTimeOffset.TryParseExact(text, Forms, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out moment);
}
