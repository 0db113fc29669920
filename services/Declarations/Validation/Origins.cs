// SPDX-License-Identifier: Apache-2.0
namespace Cbm.Declarations.Validation;

/// <summary>Goods come from one country of each kind of origin: of two, requirements would see the one and miss the other.</summary>
internal static class Origins
{
    public static void Check(Subject subject, Findings findings)
    {
        for (var i = 0; i < subject.Items.Count; i++)
        {
            var origins = subject.Items[i].Origin;
            for (var j = 1; j < origins.Count; j++)
            {
                // Of which kind one is whose kind was not read, nobody knows.
                if (findings.IsUnread($"{Findings.Item(i)}.origin[{j}].typeCode")) continue;

                // Type 1, the country of origin as such, is also what is meant where no type is said.
                for (var k = 0; k < j; k++)
                {
                    if (findings.IsUnread($"{Findings.Item(i)}.origin[{k}].typeCode") || Kind(origins[j].TypeCode) != Kind(origins[k].TypeCode)) continue;
                    findings.Error("SWV036", $"{Findings.Item(i)}.origin[{j}].countryCode", $"The goods come from {origins[k].CountryCode} as said above: goods of two origins are two goods items.");
                    break;
                }
            }
        }

        static string Kind(string type) => type.Length == 0 ? "1" : type;
    }
}
