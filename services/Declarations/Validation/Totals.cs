// SPDX-License-Identifier: Apache-2.0
using System.Globalization;
using Cbm.Contracts;

namespace Cbm.Declarations.Validation;

/// <summary>Counts and totals of the header agree with the goods items.</summary>
internal static class Totals
{
    private const string Items = "goodsShipment.governmentAgencyGoodsItem";

    /// <summary>The stated count of goods items is not theirs.</summary>
    public static bool CountIsWrong(Subject subject) =>
        Numbers.TryAmount(subject.Declaration.GoodsItemQuantity?.Value, out var stated) && stated != subject.Items.Count;

    public static void Check(Subject subject, Findings findings)
    {
        var (declaration, items) = (subject.Declaration, subject.Items);
        // Items that are not there, or were not read, make every total wrong: the items are told.
        if (items.Count == 0 || findings.IsUnread(Items)) return;
        if (CountIsWrong(subject))
        {
            // An item too few or too many makes the other totals wrong too: they are judged once the count is right.
            findings.Error("SWV040", "goodsItemQuantity", $"There are {items.Count} goods items, not {declaration.GoodsItemQuantity.Value}: correct the count or the items.");
            return;
        }
        if (Numbers.TryAmount(declaration.TotalPackageQuantity?.Value, out var stated)) Packages(stated, items, findings);
        if (Numbers.TryKilograms(declaration.TotalGrossMassMeasure, out stated) && stated > 0) Mass(stated, items, findings);
        if (declaration.InvoiceAmount is { } invoice && Numbers.TryAmount(invoice.Value, out stated)) Invoice(stated, invoice.CurrencyId, items, findings);
    }

    // What an item lacks or says wrongly is told there: its total is then not compared.
    private static void Packages(decimal total, IReadOnlyList<GovernmentAgencyGoodsItem> items, Findings findings)
    {
        decimal sum = 0;
        for (var i = 0; i < items.Count; i++)
        {
            if (items[i].Packaging.Count == 0 || findings.IsUnread($"{Findings.Item(i)}.packaging")) return;
            foreach (var packaging in items[i].Packaging)
            {
                // Goods in bulk have no number of packages, and what traders then give as the total nobody can say.
                if (!Numbers.TryCount(packaging.QuantityQuantity?.Value, out var count)) return;
                sum += count;
            }
        }
        if (total == sum || items.Any(HasPackagesTwice)) return;
        if (CountsAnotherLevel(total, sum, items.Count))
            findings.Warning("SWV045", "totalPackageQuantity", $"The item has {Text(sum)} packages and the total is {Text(total)}: check that both count the same, outer or inner packages.");
        else
            findings.Error("SWV041", "totalPackageQuantity", $"The items have {Text(sum)} packages together, not {Text(total)}: correct the total or the items.");
    }

    // Told as such (SWV046).
    private static bool HasPackagesTwice(GovernmentAgencyGoodsItem item) =>
        item.Packaging.DistinctBy(static p => p.SequenceNumeric).Count() < item.Packaging.Count;

    // One item whose cartons are on pallets: traders count the one here and the other there, a whole number to each.
    private static bool CountsAnotherLevel(decimal total, decimal sum, int items) =>
        items == 1 && total > 0 && sum > 0 && (total < sum ? sum % total == 0 : sum > 1 && total % sum == 0);

    private static void Mass(decimal total, IReadOnlyList<GovernmentAgencyGoodsItem> items, Findings findings)
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

    private static void Invoice(decimal total, string currency, IReadOnlyList<GovernmentAgencyGoodsItem> items, Findings findings)
    {
        decimal sum = 0;
        foreach (var item in items)
        {
            var charge = item.Commodity?.InvoiceLine?.ItemChargeAmount;
            if (charge is null || charge.CurrencyId != currency || !Numbers.TryAmount(charge.Value, out var value)) return;
            sum += value;
        }
        if (total != sum)
            findings.Error("SWV043", "invoiceAmount", $"The items cost {Text(sum)} {currency} together, not {Text(total)}: correct the total or the items.");
    }

    private static string Text(decimal value) => value.ToString("0.######", CultureInfo.InvariantCulture);
}
