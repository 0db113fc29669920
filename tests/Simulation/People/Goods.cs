// SPDX-License-Identifier: Apache-2.0
using System.Globalization;
using Cbm.Contracts;
using Cbm.Contracts.Serialisation;

namespace Cbm.Simulation.People;

/// <summary>Declarations of the simulated traders: some of the show-case's goods, with statements and documents missing by chance.</summary>
internal static class Goods
{
    public const string Trader = "FI1234567-8";

    /// <summary>The permit that Plant Health issues itself.</summary>
    public const string Permit = "PH-GM-2026-0042";

    /// <summary>The waybill under which all of them come.</summary>
    public const string Waybill = "NSLFEL26041188";

    private static readonly string[] Droppable = ["851", "085", "400", "911", "853", "636", "934", "2", "4"];

    private static readonly Declaration ShowCase = Read();

    /// <summary>One declaration.</summary>
    public static Declaration Declare(Random chance, string lrn)
    {
        var tree = ShowCase.Clone();
        var shipment = tree.GoodsShipment;
        var items = shipment.GovernmentAgencyGoodsItem;
        var wanted = chance.Next(1, 4);
        while (items.Count > wanted)
        {
            items.RemoveAt(chance.Next(items.Count));
        }

        for (var index = 0; index < items.Count; index++)
        {
            items[index].SequenceNumeric = index + 1;
            if (chance.Next(4) == 0)
            {
                Fresh(items[index], chance);
            }

            Thin(items[index], chance);
        }

        tree.FunctionalReferenceId = lrn;
        tree.TypeCode = chance.Next(2) == 0 ? "IMA" : "IMD";
        return Add(tree);
    }

    /// <summary>Declares one goods item in another way, or one more; says which (numbers of goods items, from 1).</summary>
    public static int Change(Declaration tree, Random chance)
    {
        var items = tree.GoodsShipment.GovernmentAgencyGoodsItem;
        var index = chance.Next(items.Count);
        switch (chance.Next(7))
        {
            case 0 when items.Count < 5:
                items.Add(Another(chance));
                index = items.Count - 1;
                break;
            case 0 or 1:
                items[index] = Another(chance);
                break;
            case 2:
                Fresh(items[index], chance);
                break;
            case 3:
                Thin(items[index], chance);
                break;
            case 4 or 5:
                Plain(items[index]);
                break;
            default:
                items[index].AdditionalDocument.Add(new AdditionalDocument { CategoryCode = "N", TypeCode = Droppable[chance.Next(2)], Id = $"GB/EW/2026/{chance.Next(100_000, 999_999)}" });
                break;
        }

        items[index].SequenceNumeric = index + 1;
        Add(tree);
        return index + 1;
    }

    private static GovernmentAgencyGoodsItem Another(Random chance)
    {
        var known = ShowCase.GoodsShipment.GovernmentAgencyGoodsItem;
        var item = known[chance.Next(known.Count)].Clone();
        Thin(item, chance);
        return item;
    }

    private static Declaration Add(Declaration tree)
    {
        var items = tree.GoodsShipment.GovernmentAgencyGoodsItem;
        tree.GoodsItemQuantity.Value = Text(items.Count);
        tree.InvoiceAmount.Value = Text(items.Sum(item => Number(item.Commodity.InvoiceLine.ItemChargeAmount.Value)));
        tree.TotalGrossMassMeasure.Value = Text(items.Sum(item => Number(item.Commodity.GoodsMeasure.GrossMassMeasure.Value)));
        tree.TotalPackageQuantity.Value = Text(items.Sum(item => item.Packaging.Sum(pack => Number(pack.QuantityQuantity.Value))));
        return tree;
    }

    // Whether they are fresh is not said. One unit looks because a document says that they may be, the other's rule asks: a "no"
    // lets the one leave.
    private static void Fresh(GovernmentAgencyGoodsItem item, Random chance)
    {
        item.Commodity.Description = "Tomatoes";
        item.Commodity.Classification[0].Id = "070200";
        item.AdditionalInformation.Clear();
        foreach (var own in item.AdditionalDocument.Where(one => one.TypeCode == "002" || Droppable.Contains(one.TypeCode)).ToList())
        {
            item.AdditionalDocument.Remove(own);
        }

        item.AdditionalDocument.Add(new AdditionalDocument { CategoryCode = "N", TypeCode = chance.Next(2) == 0 ? "851" : "002", Id = "GB/EW/2026/118403" });
        foreach (var pack in item.Packaging)
        {
            pack.PackingMaterialDescription = "PAPER";
        }
    }

    // Books: nobody but Customs asks anything, so that every other unit leaves, at the same amounts and masses.
    private static void Plain(GovernmentAgencyGoodsItem item)
    {
        (item.Commodity.Description, item.Commodity.Classification[0].Id) = ("Books", "490199");
        item.AdditionalInformation.Clear();
        foreach (var own in item.AdditionalDocument.Where(one => one.TypeCode == "002" || Droppable.Contains(one.TypeCode)).ToList())
        {
            item.AdditionalDocument.Remove(own);
        }

        foreach (var pack in item.Packaging)
        {
            pack.PackingMaterialDescription = "PAPER";
        }
    }

    private static void Thin(GovernmentAgencyGoodsItem item, Random chance)
    {
        foreach (var statement in item.AdditionalInformation.Where(one => one.StatementTypeCode == "ATT").ToList())
        {
            if (chance.Next(2) == 0)
            {
                item.AdditionalInformation.Remove(statement);
            }
        }

        var documents = item.AdditionalDocument.Where(one => Droppable.Contains(one.TypeCode)).ToList();
        if (documents.Count > 0 && chance.Next(3) == 0)
        {
            item.AdditionalDocument.Remove(documents[chance.Next(documents.Count)]);
        }
    }

    private static decimal Number(string text) => decimal.Parse(text, CultureInfo.InvariantCulture);

    private static string Text(decimal number) => number.ToString(CultureInfo.InvariantCulture);

    private static Declaration Read()
    {
        using var stream = typeof(Declaration).Assembly.GetManifestResourceStream("samples/show-case.json")!;
        using var memory = new MemoryStream();
        stream.CopyTo(memory);
        return JsonReading.Read<Declaration>(memory.ToArray()).Message!;
    }
}
