// SPDX-License-Identifier: Apache-2.0
using Cbm.Contracts;
using Cbm.Declarations.Cases;
using Cbm.Declarations.Consolidation;

namespace Cbm.Declarations.Views;

/// <summary>What whoever stands at the gate may know: whether goods may leave, which items and packages, and nothing else.</summary>
public static class Releases
{
    /// <summary>The release as it stands; the case comes with its version where it is released.</summary>
    public static Release Of(Case declaration)
    {
        var release = new Release { Mrn = declaration.Record.Mrn, Released = IsReleased(declaration) };
        var items = release.Released ? declaration.Tree.GoodsShipment.GovernmentAgencyGoodsItem : [];
        for (var index = 0; index < items.Count; index++)
        {
            var released = new ReleasedItem { Item = index + 1 };
            released.Packages.AddRange(items[index].Packaging.Select(packaging => new ReleasedPackage
            {
                TypeCode = packaging.TypeCode,
                Quantity = packaging.QuantityQuantity?.Value ?? "",
            }));
            release.Items.Add(released);
        }

        return release;
    }

    /// <summary>Whether all of it may leave: released, and nobody has detained goods of it since.</summary>
    public static bool IsReleased(Case declaration) => declaration.Record.State is "RELEASED" or "CONDITIONALLY_RELEASED"
        && !declaration.Parts.Any(part => PartStates.Standing(part).Any(order => order.Outcome == Outcome.Detain));
}
