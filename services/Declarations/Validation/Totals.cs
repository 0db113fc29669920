// SPDX-License-Identifier: Apache-2.0
using System.Globalization;

namespace Cbm.Declarations.Validation;

/// <summary>Counts and totals of the header agree with the goods items.</summary>
internal static class Totals
{
    public static void Check(Subject subject, Findings findings)
    {
        var (declaration, items) = (subject.Declaration, subject.Items);

        if (Numbers.TryRead(declaration.GoodsItemQuantity?.Value, out var stated) && stated != items.Count)
            findings.Error("SWV040", "goodsItemQuantity", $"There are {items.Count} goods items, not {Text(stated)}: correct the count or the items.");
        if (Numbers.TryRead(declaration.TotalPackageQuantity?.Value, out stated)) Packages(stated);
        if (Numbers.TryKilograms(declaration.TotalGrossMassMeasure, out stated)) Mass(stated);
        if (declaration.InvoiceAmount is { } invoice && Numbers.TryRead(invoice.Value, out stated)) Invoice(stated, invoice.CurrencyId);

        // What an item lacks or says wrongly is told there: its total is then not compared.
        void Packages(decimal total)
        {
            decimal sum = 0;
            foreach (var item in items)
            {
                if (item.Packaging.Count == 0) return;
                foreach (var packaging in item.Packaging)
                {
                    if (packaging.QuantityQuantity is not { } quantity) continue;
                    if (!Numbers.TryCount(quantity.Value, out var count)) return;
                    sum += count;
                }
            }
            if (total == sum || items.Count == 0) return;
            if (CountsAnotherLevel(total, sum))
                findings.Warning("SWV045", "totalPackageQuantity", $"The item has {Text(sum)} packages and the total is {Text(total)}: check that both count the same, outer or inner packages.");
            else
                findings.Error("SWV041", "totalPackageQuantity", $"The items have {Text(sum)} packages together, not {Text(total)}: correct the total or the items.");
        }

        // One item whose cartons are on pallets: traders count the one here and the other there, a whole number to each.
        bool CountsAnotherLevel(decimal total, decimal sum) =>
            items.Count == 1 && total > 0 && sum > 0 && (total < sum ? sum % total == 0 : sum > 1 && total % sum == 0);

        void Mass(decimal total)
        {
            decimal sum = 0;
            foreach (var item in items)
            {
                if (!Numbers.TryKilograms(item.Commodity?.GoodsMeasure?.GrossMassMeasure, out var gross) || gross <= 0) return;
                sum += gross;
            }
            if (total != sum)
                findings.Error("SWV042", "totalGrossMassMeasure", $"The items weigh {Text(sum)} kg gross together, not {Text(total)} kg: correct the total or the items.");
        }

        void Invoice(decimal total, string currency)
        {
            decimal sum = 0;
            foreach (var item in items)
            {
                var charge = item.Commodity?.InvoiceLine?.ItemChargeAmount;
                if (charge is null || charge.CurrencyId != currency || !Numbers.TryRead(charge.Value, out var value)) return;
                sum += value;
            }
            if (total != sum && items.Count > 0)
                findings.Error("SWV043", "invoiceAmount", $"The items cost {Text(sum)} {currency} together, not {Text(total)}: correct the total or the items.");
        }
    }

    private static string Text(decimal value) => value.ToString("0.######", CultureInfo.InvariantCulture);
}
