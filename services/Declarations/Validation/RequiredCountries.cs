// SPDX-License-Identifier: Apache-2.0
using Cbm.Contracts;

namespace Cbm.Declarations.Validation;

/// <summary>Where the goods come from and go to, said once for the shipment or by each item.</summary>
internal static class RequiredCountries
{
    public static void Check(Subject subject, Findings findings)
    {
        var shipment = subject.Declaration.GoodsShipment;
        if (shipment is null) return;
        if (subject.Type.Direction is Direction.Export or Direction.Transit)
            One("destination", "countryCode", shipment.Destination?.CountryCode, static i => i.Destination?.CountryCode, static _ => true,
                "Give the country that the goods go to", subject, findings);
        if (subject.Type is { Direction: Direction.Import, IsStandard: true })
            One("exportCountry", "id", shipment.ExportCountry?.Id, static i => i.ExportCountry?.Id, i => !Procedure.Of(subject.Items[i], i, findings).IsReduced,
                "Give the country that the goods are sent from", subject, findings);
    }

    // Null: no such class; empty: the class without its country.
    private static void One(
        string name, string field, string? once, Func<GovernmentAgencyGoodsItem, string?> of, Func<int, bool> isDue,
        string message, Subject subject, Findings findings)
    {
        if (once is { Length: > 0 }) return;
        var (lacking, some) = (new List<int>(), false);
        for (var i = 0; i < subject.Items.Count; i++)
        {
            var own = of(subject.Items[i]);
            var unread = own is null && findings.IsUnread($"{Findings.Item(i)}.{name}");
            some |= own is not null || unread;
            if (string.IsNullOrEmpty(own) && !unread && isDue(i)) lacking.Add(i);
        }
        if (lacking.Count == 0) return;
        if (once is not null || !some)
        {
            findings.Error("SWV010", once is null ? $"goodsShipment.{name}" : $"goodsShipment.{name}.{field}", $"{message}, once for the shipment or for each item.");
            return;
        }
        foreach (var i in lacking)
            findings.Error("SWV011", of(subject.Items[i]) is null ? $"{Findings.Item(i)}.{name}" : $"{Findings.Item(i)}.{name}.{field}", $"{message}, here or once for the shipment.");
    }
}
