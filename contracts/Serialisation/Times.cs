// SPDX-License-Identifier: Apache-2.0
using System.Globalization;

namespace Cbm.Contracts.Serialisation;

/// <summary>Dates and times between RFC 3339 (in the tree and in JSON) and UN/EDIFACT 2379 formats 102 (CCYYMMDD) and 304 (CCYYMMDDHHMMSSZZZ) (in XML).</summary>
public static class Times
{
    private const string DateForm = "yyyy-MM-dd";
    private const string TimeForm = "yyyy-MM-dd'T'HH:mm:ss.FFFFFFFK";

    /// <summary>A time of the tree; a date alone is its start in UTC; false where it is neither.</summary>
    public static bool TryRead(string text, out DateTimeOffset time)
    {
        time = default;
        if (text.Length == DateForm.Length)
            return DateTimeOffset.TryParseExact(text, DateForm, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out time);
        // K would take a time without offset too.
        if (text.Length < 20 || !(text[^1] == 'Z' || (text[^3] == ':' && text[^6] is '+' or '-'))) return false;
        return DateTimeOffset.TryParseExact(text, TimeForm, CultureInfo.InvariantCulture, DateTimeStyles.None, out time);
    }

    /// <summary>A time of RFC 3339, with its offset; false where it is none, or a date alone.</summary>
    public static bool TryReadMoment(string text, out DateTimeOffset time)
    {
        time = default;
        return text.Length != DateForm.Length && TryRead(text, out time);
    }

    /// <summary>A time without the fraction of its second: neither WCO form has one, and the same content must give equal trees from JSON and from XML. Any other text as it is.</summary>
    internal static string WithoutFraction(string text)
    {
        var point = text.IndexOf('.', StringComparison.Ordinal);
        if (point < 0 || !TryRead(text, out _)) return text;
        var end = point + 1;
        while (end < text.Length && char.IsAsciiDigit(text[end])) end++;
        return text.Remove(point, end - point);
    }

    internal static bool IsTime(string text) => TryRead(text, out _);

    /// <summary>RFC 3339 from the text of a DateTimeString; null where the format is neither 102 nor 304, or the text is not of it.</summary>
    internal static string? FromWco(string text, string? formatCode) => formatCode switch
    {
        "102" => DateTime.TryParseExact(text, "yyyyMMdd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var date)
            ? date.ToString(DateForm, CultureInfo.InvariantCulture) : null,
        "304" => From304(text),
        _ => null,
    };

    /// <summary>Text and format code of a DateTimeString; null where the text is no time of the tree.</summary>
    internal static (string Text, string FormatCode)? ToWco(string text)
    {
        if (!TryRead(text, out var time)) return null;
        if (text.Length == DateForm.Length) return (time.ToString("yyyyMMdd", CultureInfo.InvariantCulture), "102");
        var zone = text[^1] == 'Z' ? "Z" : text.EndsWith(":00", StringComparison.Ordinal) ? text[^6..^3] : text[^6..^3] + text[^2..];
        return (time.ToString("yyyyMMddHHmmss", CultureInfo.InvariantCulture) + zone, "304");
    }

    private static string? From304(string text)
    {
        if (text.Length < 15) return null;
        for (var at = 0; at < 14; at++)
            if (!char.IsAsciiDigit(text[at])) return null;
        var zone = text[14..];
        zone = zone.Length switch { 3 => zone + ":00", 5 => zone[..3] + ":" + zone[3..], _ => zone };
        var time = $"{text[..4]}-{text[4..6]}-{text[6..8]}T{text[8..10]}:{text[10..12]}:{text[12..14]}{zone}";
        return IsTime(time) ? time : null;
    }
}
