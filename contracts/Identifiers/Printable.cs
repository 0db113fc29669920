// SPDX-License-Identifier: Apache-2.0
using System.Globalization;
using System.Text;

namespace Cbm.Contracts.Identifiers;

/// <summary>What an identifier is made of: characters that are seen. One that is not, or that turns the order of the others, makes two numbers look like one.</summary>
public static class Printable
{
    /// <summary>The first character of the text that is not: a control, a mark of direction, nothing of no width; null where all are.</summary>
    public static Rune? FirstThatIsNot(string text)
    {
        foreach (var one in text.EnumerateRunes())
        {
            // Most are: an identifier is of Latin letters and digits.
            if (one.Value is >= ' ' and < '\u007f') continue;
            if (Rune.GetUnicodeCategory(one) is UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator) return one;
        }
        return null;
    }
}
