// SPDX-License-Identifier: Apache-2.0
using System.Collections.Frozen;

namespace Cbm.Declarations.Validation;

/// <summary>Packages have their kind and are counted in whole numbers, unless the goods are in bulk or unpacked; 0 is goods packed with those of another item.</summary>
internal static class Packages
{
    // UN/ECE Recommendation 21: bulk, and unpacked or unpackaged, which may be counted.
    private static readonly FrozenSet<string> Loose = FrozenSet.Create(
        StringComparer.Ordinal, "VG", "VL", "VO", "VQ", "VR", "VS", "VY", "NE", "NF", "NG");

    public static void Check(Subject subject, Findings findings)
    {
        Count(subject.Declaration.TotalPackageQuantity?.Value, "totalPackageQuantity", findings);
        var isTransit = subject.Type.Direction == Direction.Transit;
        for (var i = 0; i < subject.Items.Count; i++)
        {
            var packaging = subject.Items[i].Packaging;
            for (var j = 0; j < packaging.Count; j++)
            {
                var path = $"{Findings.Item(i)}.packaging[{j}]";
                if (packaging[j].TypeCode.Length == 0 && (isTransit || Procedure.Of(subject.Items[i], i, findings).IsWhole))
                    findings.Error("SWV013", $"{path}.typeCode", "Give the kind of the packages by UN/ECE Recommendation 21, as in CT.");
                if (packaging[j].QuantityQuantity is { } quantity) Count(quantity.Value, $"{path}.quantityQuantity", findings);
                else if (!Loose.Contains(packaging[j].TypeCode)) findings.Error("SWV011", $"{path}.quantityQuantity", "Give the number of packages; only goods in bulk have none.");
            }
        }
    }

    private static void Count(string? text, string path, Findings findings)
    {
        // One below nothing is told with every other quantity.
        if (Numbers.TryAmount(text, out _) && !Numbers.TryCount(text, out _))
            findings.Error("SWV054", path, $"{text} packages cannot be: give a whole number.");
    }
}
