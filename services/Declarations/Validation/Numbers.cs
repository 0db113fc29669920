// SPDX-License-Identifier: Apache-2.0
using System.Globalization;
using Cbm.Contracts;

namespace Cbm.Declarations.Validation;

/// <summary>Reads the decimals of the tree, and masses in kilograms.</summary>
internal static class Numbers
{
    /// <summary>A decimal with a point, and perhaps a sign.</summary>
    public static bool TryRead(string? text, out decimal value) =>
        decimal.TryParse(text, NumberStyles.AllowDecimalPoint | NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out value);

    /// <summary>A decimal from 0 up, of a sum or a quantity.</summary>
    public static bool TryAmount(string? text, out decimal value) => TryRead(text, out value) && value >= 0;

    /// <summary>A whole number from 0 up, of a count.</summary>
    public static bool TryCount(string? text, out decimal value) => TryAmount(text, out value) && value == decimal.Truncate(value);

    /// <summary>The unit of a quantity (Rec 20) without the qualifier that some add behind a hash (KGM#G); empty where none is given.</summary>
    public static ReadOnlySpan<char> Unit(Quantity quantity)
    {
        var hash = quantity.UnitCode.IndexOf('#', StringComparison.Ordinal);
        return hash < 0 ? quantity.UnitCode : quantity.UnitCode.AsSpan(0, hash);
    }

    /// <summary>A mass in kilograms; false where there is none or its unit measures no mass.</summary>
    public static bool TryKilograms(Quantity? mass, out decimal kilograms)
    {
        kilograms = 0;
        if (mass is null || !TryRead(mass.Value, out var value) || KilogramsIn(Unit(mass)) is not { } factor) return false;
        kilograms = value * factor;
        return true;
    }

    /// <summary>Kilograms in a unit of mass (none given: kilogram), null for any other unit.</summary>
    public static decimal? KilogramsIn(ReadOnlySpan<char> unit) => unit switch
    {
        "" or "KGM" or "E4" => 1m,
        "TNE" => 1000m,
        "DTN" => 100m,
        "GRM" => 0.001m,
        "MGM" => 0.000001m,
        "MC" => 0.000000001m,
        "LBR" => 0.45359237m,
        "CTM" => 0.0002m,
        _ => null,
    };
}
