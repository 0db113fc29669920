// SPDX-License-Identifier: Apache-2.0
using Cbm.Contracts;

namespace Cbm.Declarations.Validation;

/// <summary>Masses are positive, in a unit of mass, and net is no more than gross.</summary>
internal static class Masses
{
    public static void Check(Subject subject, Findings findings)
    {
        One(subject.Declaration.TotalGrossMassMeasure, -1, "totalGrossMassMeasure", findings);
        for (var i = 0; i < subject.Items.Count; i++)
        {
            if (subject.Items[i].Commodity?.GoodsMeasure is not { } measure) continue;
            One(measure.GrossMassMeasure, i, "commodity.goodsMeasure.grossMassMeasure", findings);
            One(measure.NetNetWeightMeasure, i, "commodity.goodsMeasure.netNetWeightMeasure", findings);
            if (Numbers.TryKilograms(measure.GrossMassMeasure, out var gross) && gross > 0 && Numbers.TryKilograms(measure.NetNetWeightMeasure, out var net) && net > gross)
                findings.Error("SWV052", $"{Findings.Item(i)}.commodity.goodsMeasure.netNetWeightMeasure", "The net mass is more than the gross mass: correct the one or the other.");
        }
    }

    private static void One(Quantity? mass, int item, string field, Findings findings)
    {
        if (mass is null) return;
        if (Numbers.TryRead(mass.Value, out var value) && value <= 0)
            findings.Error("SWV051", Path(), "A mass is more than nothing: give it in kilograms.");
        var unit = Numbers.Unit(mass);
        // Of a unit that no list here has nobody knows how much it is.
        if (Numbers.KilogramsIn(unit) is null)
            findings.Error("SWV053", Path() + ".unitCode", $"{mass.UnitCode} measures no mass: give the mass in kilograms (KGM).");

        string Path() => item < 0 ? field : $"{Findings.Item(item)}.{field}";
    }
}
