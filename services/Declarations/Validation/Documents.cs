// SPDX-License-Identifier: Apache-2.0
using Cbm.Contracts;
using Cbm.Contracts.Codelists;

namespace Cbm.Declarations.Validation;

/// <summary>Document codes (brief 1.2): category and type make a code of the Union, a type alone is one of UNCL 1001; what no list has may be national and is a warning.</summary>
internal static class Documents
{
    private static readonly CodeList UnitedNations = CodeList.Named("UNCL1001");
    private static readonly CodeList Union = CodeList.Named("EU-Document");
    private static readonly CodeList National = CodeList.Named("SW-Document");

    public static void Check(Subject subject, Findings findings)
    {
        var declaration = subject.Declaration;
        for (var i = 0; i < declaration.AdditionalDocument.Count; i++)
            Code(declaration.AdditionalDocument[i].CategoryCode, declaration.AdditionalDocument[i].TypeCode, -1, i, "additionalDocument");
        if (declaration.GoodsShipment is not { } shipment) return;
        for (var i = 0; i < shipment.PreviousDocument.Count; i++)
            Code(shipment.PreviousDocument[i].CategoryCode, shipment.PreviousDocument[i].TypeCode, -1, i, "previousDocument");
        for (var i = 0; i < subject.Items.Count; i++)
        {
            var item = subject.Items[i];
            for (var j = 0; j < item.AdditionalDocument.Count; j++)
                Code(item.AdditionalDocument[j].CategoryCode, item.AdditionalDocument[j].TypeCode, i, j, "additionalDocument");
            for (var j = 0; j < item.PreviousDocument.Count; j++)
                Code(item.PreviousDocument[j].CategoryCode, item.PreviousDocument[j].TypeCode, i, j, "previousDocument");
        }

        void Code(string category, string type, int item, int at, string list)
        {
            if (type.Length == 0)
                findings.Error("SWV110", Path(item, at, list), "Give the type of the document.");
            else if (!IsKnown(category, type))
                findings.Warning("SWV025", Path(item, at, list), $"{category}{type} is no document code that a list here has; it is kept as a national code.");
        }

        static string Path(int item, int at, string list) => (item, list) switch
        {
            ( >= 0, _) => $"{Findings.Item(item)}.{list}[{at}].typeCode",
            (_, "previousDocument") => $"goodsShipment.previousDocument[{at}].typeCode",
            _ => $"{list}[{at}].typeCode",
        };
    }

    private static bool IsKnown(string category, string type)
    {
        // Previous documents are filed under X, Y and Z: summary, simplified and earlier declarations.
        if (category is "" or "N" or "X" or "Y" or "Z" && UnitedNations.Contains(type)) return true;
        if (category.Length + type.Length > 8) return false;
        Span<char> code = stackalloc char[category.Length + type.Length];
        category.CopyTo(code);
        type.CopyTo(code[category.Length..]);
        return Union.Contains(code) || National.Contains(code);
    }
}
