// SPDX-License-Identifier: Apache-2.0
using System.Globalization;

namespace Cbm.Contracts.Identifiers;

/// <summary>What an identifier is made of: characters that are seen. One that is not, or that turns the order of the others, makes two numbers look like one.</summary>
public static class Printable
{
    /// <summary>The first character of the text that is not: a control, a mark of direction, nothing of no width; null where all are.</summary>
    public static char? FirstThatIsNot(string text)
    {
        foreach (var c in text)
        {
            if (c is < ' ' or (>= '\u007f' and < '\u00a0')) return c;
            if (c >= '\u00a0' && char.GetUnicodeCategory(c) is UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator) return c;
        }
        return null;
    }
}
