// SPDX-License-Identifier: Apache-2.0
using Cbm.Contracts;

namespace Cbm.Declarations.Amending;

/// <summary>What makes goods these goods: another quantity, value, text or document leaves them what they are.</summary>
internal static class GoodsKind
{
    /// <summary>The goods item without what may change of the same goods.</summary>
    public static GovernmentAgencyGoodsItem Of(GovernmentAgencyGoodsItem item)
    {
        var kind = item.Clone();
        (kind.CustomsValueAmount, kind.StatisticalValueAmount) = (null, null);
        kind.AdditionalDocument.Clear();
        kind.AdditionalInformation.Clear();
        kind.PreviousDocument.Clear();
        kind.Packaging.Clear();
        if (kind.Commodity is { } commodity)
        {
            (commodity.Description, commodity.GoodsMeasure, commodity.InvoiceLine) = ("", null, null);
        }

        return kind;
    }

    /// <summary>Both are of one kind.</summary>
    public static bool IsSame(GovernmentAgencyGoodsItem one, GovernmentAgencyGoodsItem other) => Of(one).Equals(Of(other));
}
