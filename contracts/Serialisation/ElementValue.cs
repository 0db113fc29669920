// SPDX-License-Identifier: Apache-2.0
using System.Globalization;
using System.Xml;
using Cbm.Contracts.Identifiers;

namespace Cbm.Contracts.Serialisation;

/// <summary>The form of one element's value by its WCO format, for JSON and XML alike: an..35 up to 35 characters, a2 two letters, n..16,6 up to 16 digits, 6 of them after the point.</summary>
internal sealed class ElementValue
{
    internal enum Form { Text, Letters, Digits, Decimal, Time }

    private readonly string format;
    private readonly Form form;
    private readonly int most = int.MaxValue;
    private readonly int decimals;
    private readonly bool exact;
    private readonly bool isIdentifier;

    /// <param name="kind">Kind of value; UNSPECIFIED: any text.</param>
    /// <param name="format">WCO format; empty: any length.</param>
    /// <param name="isIdentifier">It names something: characters that are seen, and no others.</param>
    public ElementValue(WcoValue kind, string format, bool isIdentifier = false)
    {
        this.format = format;
        this.isIdentifier = isIdentifier || kind == WcoValue.Code;
        InTree = kind != WcoValue.Unspecified;
        if (format.Length > 0)
        {
            var letters = format.Length - format.TrimStart('a', 'n').Length;
            var numbers = format[letters..].TrimStart('.').Split(',');
            exact = !format.Contains("..", StringComparison.Ordinal);
            most = int.Parse(numbers[0], CultureInfo.InvariantCulture);
            decimals = numbers.Length > 1 ? int.Parse(numbers[1], CultureInfo.InvariantCulture) : 0;
        }
        form = kind switch
        {
            WcoValue.DateTime => Form.Time,
            WcoValue.Decimal or WcoValue.Amount or WcoValue.Quantity => Form.Decimal,
            _ when format.StartsWith("an", StringComparison.Ordinal) => Form.Text,
            _ when format.StartsWith('a') => Form.Letters,
            _ when format.StartsWith('n') => Form.Digits,
            _ => Form.Text,
        };
    }

    /// <summary>An element of the tree: white space around its text means nothing.</summary>
    public bool InTree { get; }

    public bool IsDecimal => form == Form.Decimal;

    public bool IsTime => form == Form.Time;

    /// <summary>Kind of text.</summary>
    public Form Kind => form;

    /// <summary>Characters or digits that it has at most.</summary>
    public int Most => most;

    /// <summary>Digits after the point.</summary>
    public int Decimals => decimals;

    /// <summary>It has exactly so many characters.</summary>
    public bool IsExact => exact;

    /// <summary>WCO format; empty: any length.</summary>
    public string Format => format;

    /// <summary>What is wrong with a value that is not empty; null: nothing.</summary>
    public Wrong? Check(string text) => form switch
    {
        Form.Decimal => CheckDecimal(text),
        Form.Time => Times.IsTime(text) ? null : new Wrong(ReadingCode.NotTime, $"Give a date (2025-11-13) or a time with its offset (2025-11-13T17:22:16Z), not {Shown(text)}."),
        _ => CheckText(text),
    };

    private Wrong? CheckText(string text)
    {
        for (var at = 0; at < text.Length; at++)
        {
            var c = text[at];
            if (c is >= ' ' and < '\ud800' || c is '\t' or '\n' or '\r' || (c >= '\ue000' && XmlConvert.IsXmlChar(c))) continue;
            if (at + 1 < text.Length && XmlConvert.IsXmlSurrogatePair(text[at + 1], c)) at++;
            else return new Wrong(ReadingCode.WrongCharacter, string.Create(CultureInfo.InvariantCulture, $"Take out the character U+{(int)c:X4}: no message may carry it."));
        }
        if (isIdentifier && Printable.FirstThatIsNot(text) is { } unseen)
            return new Wrong(ReadingCode.WrongCharacter, string.Create(CultureInfo.InvariantCulture, $"Take out the character U+{unseen.Value:X4}: an identifier is made of characters that are seen."));
        var length = text.Length <= most && !exact ? text.Length : Count(text);
        if (length > most) return new Wrong(ReadingCode.TooLong, $"Shorten it to {most} characters ({format}): it has {length}.");
        if (exact && length != most) return new Wrong(ReadingCode.WrongFormat, $"Give exactly {most} {Noun} ({format}), not {Shown(text)}.");
        if (form == Form.Letters && !AllBetween(text, 'a', 'z', lower: true)) return new Wrong(ReadingCode.WrongFormat, $"Give letters only ({format}), not {Shown(text)}.");
        if (form == Form.Digits && !AllBetween(text, '0', '9', lower: false)) return new Wrong(ReadingCode.WrongFormat, $"Give digits only ({format}), not {Shown(text)}.");
        return null;
    }

    private Wrong? CheckDecimal(string text)
    {
        var at = text.StartsWith('-') ? 1 : 0;
        var whole = 0;
        while (at + whole < text.Length && char.IsAsciiDigit(text[at + whole])) whole++;
        var point = at + whole;
        var fraction = 0;
        if (point < text.Length && text[point] == '.')
            while (point + 1 + fraction < text.Length && char.IsAsciiDigit(text[point + 1 + fraction])) fraction++;
        var end = point < text.Length && fraction > 0 ? point + 1 + fraction : point;
        if (whole == 0 || end != text.Length) return new Wrong(ReadingCode.NotDecimal, $"Give a decimal number with a point (12.5), not {Shown(text)}.");
        // A zero before the point is not a digit of the number.
        var digits = whole + fraction - (whole == 1 && text[at] == '0' && fraction > 0 ? 1 : 0);
        if (fraction > decimals || digits > most)
            return new Wrong(ReadingCode.NotDecimal, $"Give at most {most} digits{(decimals > 0 ? $", {decimals} of them after the point" : " and none after the point")} ({format}), not {Shown(text)}.");
        return null;
    }

    private string Noun => form switch { Form.Letters => "letters", Form.Digits => "digits", _ => "characters" };

    private static bool AllBetween(string text, char low, char high, bool lower)
    {
        foreach (var c in text)
            if ((lower ? (char)(c | 0x20) : c) is var each && (each < low || each > high)) return false;
        return true;
    }

    /// <summary>The value in a message to its sender, never longer than a line.</summary>
    public static string Shown(string text) => $"\"{(text.Length > 40 ? text[..40] + "…" : text)}\"";

    // A pair of surrogates is one character.
    private static int Count(string text)
    {
        var count = 0;
        foreach (var _ in text.EnumerateRunes()) count++;
        return count;
    }
}
