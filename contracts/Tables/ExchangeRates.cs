// SPDX-License-Identifier: Apache-2.0
using System.Globalization;

namespace Cbm.Contracts.Tables;

/// <summary>Euro per unit of a currency, by date (codelists/rates.csv).</summary>
public sealed class ExchangeRates
{
    private readonly Dictionary<string, List<(DateOnly From, decimal Rate)>> rates = new(StringComparer.Ordinal);

    private ExchangeRates(CsvTable table)
    {
        foreach (var row in table.Rows)
        {
            var rate = decimal.Parse(row["eur_per_unit"], NumberStyles.Float, CultureInfo.InvariantCulture);
            var from = DateOnly.ParseExact(row["valid_from"], "yyyy-MM-dd", CultureInfo.InvariantCulture);
            if (!rates.TryGetValue(row["currency"], out var dated)) rates[row["currency"]] = dated = [];
            dated.Add((from, rate));
        }

        foreach (var dated in rates.Values) dated.Sort();
    }

    /// <summary>The rates that come with the contract.</summary>
    public static ExchangeRates Published { get; } = new(CsvTable.Embedded(typeof(ExchangeRates).Assembly, "codelists/rates.csv"));

    /// <summary>
    /// An amount in euro at the latest rate of that day (before the first rate: the first); null where the amount is no
    /// decimal number or its currency has no rate. An amount without currency is in euro.
    /// </summary>
    public decimal? ToEuro(Amount? amount, DateOnly day)
    {
        if (amount is null || !decimal.TryParse(amount.Value, NumberStyles.Number, CultureInfo.InvariantCulture, out var value)) return null;
        if (amount.CurrencyId is "" or "EUR") return value;
        if (!rates.TryGetValue(amount.CurrencyId, out var dated)) return null;
        var rate = dated[0].Rate;
        foreach (var (from, one) in dated)
        {
            if (from > day) break;
            rate = one;
        }

        return value * rate;
    }
}
