// SPDX-License-Identifier: Apache-2.0
using System.Globalization;
using Cbm.Contracts;

namespace Cbm.Declarations.Slicing;

/// <summary>Bands of brief section 3, in EUR, the lower bound included.</summary>
public static class ValueBand
{
    /// <summary>The band of the amount, or empty where there is none, or no rate for its currency; <paramref name="eur"/> turns an amount and a currency into EUR.</summary>
    public static string Of(Amount? amount, Func<decimal, string, decimal?> eur) =>
        amount is not null
        && decimal.TryParse(amount.Value, NumberStyles.Number, CultureInfo.InvariantCulture, out var value)
        && eur(value, amount.CurrencyId) is { } euros
            ? euros switch { < 1_000 => "<1k", < 10_000 => "1-10k", < 100_000 => "10-100k", _ => ">100k" }
            : "";
}
