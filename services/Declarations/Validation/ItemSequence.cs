// SPDX-License-Identifier: Apache-2.0
namespace Cbm.Declarations.Validation;

/// <summary>Goods items are numbered from 1 to their count, each number once.</summary>
internal static class ItemSequence
{
    public static void Check(Subject subject, Findings findings)
    {
        var count = subject.Items.Count;
        // Where the count itself is wrong (SWV040), an item may be missing or given twice rather than misnumbered.
        var isCounted = !Totals.CountIsWrong(subject);
        var seen = new HashSet<int>(count);
        for (var i = 0; i < count; i++)
        {
            var item = subject.Items[i];
            var number = item.SequenceNumeric;
            if (!item.HasSequenceNumeric)
                Wrong(i, "Give the number of the goods item, from 1 up.");
            else if (number < 1 || (isCounted && number > count))
                Wrong(i, $"Goods items are numbered from 1 to {count}: {number} is none of them.");
            else if (isCounted && !seen.Add(number))
                Wrong(i, $"Two goods items have the number {number}: number them from 1 to {count}.");
        }

        void Wrong(int item, string message) => findings.Error("SWV044", $"{Findings.Item(item)}.sequenceNumeric", message);
    }
}
