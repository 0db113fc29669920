// SPDX-License-Identifier: Apache-2.0
using System.Globalization;

namespace Cbm.Declarations.Representations;

/// <summary>Days as text that sorts: 2026-03-02.</summary>
internal static class Days
{
    private const string Form = "yyyy-MM-dd";

    /// <summary>The day of a moment, in UTC.</summary>
    public static DateOnly Of(DateTimeOffset now) => DateOnly.FromDateTime(now.UtcDateTime);

    /// <summary>The day as text.</summary>
    public static string Text(DateOnly day) => day.ToString(Form, CultureInfo.InvariantCulture);

    /// <summary>Whether the text is a day.</summary>
    public static bool IsDay(string text) => DateOnly.TryParseExact(text, Form, CultureInfo.InvariantCulture, DateTimeStyles.None, out _);
}
