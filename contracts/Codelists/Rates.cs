// SPDX-License-Identifier: Apache-2.0
using System.Collections.Frozen;
using System.Globalization;

namespace Cbm.Contracts.Codelists;

/// <summary>Illustrative rates of exchange to the euro, each from a day on.</summary>
public static class Rates
{
    // Newest first: the first that had begun on a day is that day's.
    private static readonly FrozenDictionary<string, (DateOnly From, decimal Euro)[]> ByCurrency = Table.Rows("rates.csv")
        .GroupBy(row => row[0], StringComparer.Ordinal)
        .ToFrozenDictionary(
            g => g.Key,
            g => g.Select(row => (
                    From: DateOnly.ParseExact(row[2], "yyyy-MM-dd", CultureInfo.InvariantCulture),
                    Euro: decimal.Parse(row[1], NumberStyles.Float, CultureInfo.InvariantCulture)))
                .OrderByDescending(rate => rate.From).ToArray(),
            StringComparer.Ordinal);

    /// <summary>The sum in euro at the rate of the day, the oldest rate for days before it; null for a currency (ISO 4217) without a rate.</summary>
    public static decimal? ToEuro(decimal amount, string currency, DateOnly day)
    {
        if (!ByCurrency.TryGetValue(currency, out var rates)) return null;
        foreach (var (from, euro) in rates)
            if (from <= day) return amount * euro;
        return amount * rates[^1].Euro;
    }
}
