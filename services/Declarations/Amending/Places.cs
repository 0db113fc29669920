// SPDX-License-Identifier: Apache-2.0
using System.Collections;
using Google.Protobuf;
using Google.Protobuf.Reflection;

namespace Cbm.Declarations.Amending;

/// <summary>Which elements of the original's list those of a message's list are: places from 1, those after the last are new.</summary>
/// <param name="Of">The place of each.</param>
/// <param name="AreNumbered">They say so themselves, by their numbers; otherwise by the order in which they stand.</param>
/// <param name="AreDoubtful">They may as well be the elements that are pointed to, and these others than stand in their places.</param>
internal sealed record Places(IReadOnlyList<int> Of, bool AreNumbered, bool AreDoubtful = false)
{
    /// <summary>
    /// Where the original's are numbered from 1 up, the numbers say it. Otherwise the message carries the list up to its last changed
    /// element, each in its place; or only those that its pointers name, in their order: where as many are pointed to as are given, it
    /// is the latter if an element that is not pointed to is not what is declared in its place, and else in doubt.
    /// </summary>
    /// <param name="field">The list.</param>
    /// <param name="original">As it is declared.</param>
    /// <param name="given">As the message has it.</param>
    /// <param name="pointed">Places that are pointed to, in their order.</param>
    /// <param name="says">Whether an element says nothing but what the original's says.</param>
    public static Places Find(FieldDescriptor field, IList original, IList given, IReadOnlyCollection<int> pointed, Func<IMessage, IMessage, bool> says)
    {
        var number = Elements.Number(field);
        if (number is not null && Numbers(original, number).SequenceEqual(Enumerable.Range(1, original.Count)))
        {
            var numbers = Numbers(given, number).ToList();
            if (numbers.TrueForAll(one => one > 0) && numbers.Distinct().Count() == numbers.Count)
            {
                return new Places(numbers, AreNumbered: true);
            }
        }

        var inPlace = Enumerable.Range(1, given.Count).ToList();
        if (pointed.Count != given.Count || pointed.LastOrDefault() == given.Count)
        {
            return new Places(inPlace, AreNumbered: false);
        }

        // In place, what is pointed to behind them would be taken out: too much to be guessed.
        return inPlace.Exists(place => !pointed.Contains(place) && (place > original.Count || !says((IMessage)given[place - 1]!, (IMessage)original[place - 1]!)))
            ? new Places([.. pointed], AreNumbered: false)
            : new Places(inPlace, AreNumbered: false, AreDoubtful: true);
    }

    private static IEnumerable<int> Numbers(IList list, FieldDescriptor number) => list.Cast<object>().Select(one => Elements.NumberOf(one, number));
}
