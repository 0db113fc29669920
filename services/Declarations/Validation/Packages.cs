// SPDX-License-Identifier: Apache-2.0
namespace Cbm.Declarations.Validation;

/// <summary>Packages are counted in whole numbers; 0 is goods packed with those of another item.</summary>
internal static class Packages
{
    public static void Check(Subject subject, Findings findings)
    {
        Count(subject.Declaration.TotalPackageQuantity?.Value, -1, 0);
        for (var i = 0; i < subject.Items.Count; i++)
        {
            var packaging = subject.Items[i].Packaging;
            for (var j = 0; j < packaging.Count; j++) Count(packaging[j].QuantityQuantity?.Value, i, j);
        }

        void Count(string? text, int item, int at)
        {
            if (Numbers.TryRead(text, out _) && !Numbers.TryCount(text, out _))
                findings.Error("SWV054", item < 0 ? "totalPackageQuantity" : $"{Findings.Item(item)}.packaging[{at}].quantityQuantity", $"{text} packages cannot be: give a whole number.");
        }
    }
}
