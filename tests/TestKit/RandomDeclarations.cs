// SPDX-License-Identifier: Apache-2.0
using System.Collections;
using System.Globalization;
using Cbm.Contracts;
using Cbm.Contracts.Serialisation;
using Google.Protobuf;
using Google.Protobuf.Reflection;

namespace Cbm.TestKit;

/// <summary>Declarations made from the descriptor of the tree, so that a new element is in them by itself; every value fits its WCO format.</summary>
public static class RandomDeclarations
{
    private const string Letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZ";

    // What JSON and XML must escape, and what lies outside ASCII and the basic plane.
    private static readonly string[] Odd = ["&", "<", ">", "\"", "'", "\\", "ä", "ß", "Ж", "中", "😀", "/", " ", "]]>"];

    /// <summary>Every element of the tree is there, repeated ones twice; the same seed, the same declaration.</summary>
    public static Declaration Full(int seed) => (Declaration)Fill(Declaration.Descriptor, new Random(seed), 1.0, []);

    /// <summary>Some of the elements, repeated ones up to three times; the same seed, the same declaration.</summary>
    public static Declaration Some(int seed)
    {
        var random = new Random(seed);
        return (Declaration)Fill(Declaration.Descriptor, random, 0.1 + 0.8 * random.NextDouble(), []);
    }

    /// <summary>Any class of the tree with every element (a Response, say).</summary>
    public static T Full<T>(int seed) where T : IMessage<T>, new() => (T)Fill(new T().Descriptor, new Random(seed), 1.0, []);

    private static IMessage Fill(MessageDescriptor type, Random random, double share, HashSet<string> lacks)
    {
        var message = (IMessage)Activator.CreateInstance(type.ClrType)!;
        foreach (var field in type.Fields.InFieldNumberOrder())
        {
            if (lacks.Contains(Wco.Name(field))) continue;
            var required = field.GetOptions().GetExtension(WcoExtensions.WcoRequired);
            if (field.IsRepeated)
            {
                var list = (IList)field.Accessor.GetValue(message);
                for (var left = share >= 1 ? 2 : random.NextDouble() < share ? random.Next(1, 4) : 0; left > 0; left--)
                    list.Add(Value(field, random, share));
            }
            else if (required || random.NextDouble() < share)
            {
                field.Accessor.SetValue(message, Value(field, random, share));
            }
        }
        return message;
    }

    private static object Value(FieldDescriptor field, Random random, double share)
    {
        var options = field.GetOptions();
        var format = options.GetExtension(WcoExtensions.WcoFormat);
        return options.GetExtension(WcoExtensions.WcoValue) switch
        {
            WcoValue.Amount => new Amount { Value = Number(format, random), CurrencyId = random.Next(4) == 0 ? "" : Text("a3", random) },
            WcoValue.Quantity => new Quantity { Value = Number(format, random), UnitCode = random.Next(2) == 0 ? "" : Text("an3", random) },
            WcoValue.Decimal => Number(format, random),
            WcoValue.DateTime => Time(random),
            WcoValue.Integer => random.Next(0, 100_000),
            WcoValue.Code or WcoValue.Text => Text(format, random),
            _ => Fill(field.MessageType, random, share, [.. options.GetExtension(WcoExtensions.WcoLacks) ?? []]),
        };
    }

    private static string Number(string format, Random random)
    {
        var parts = format[(format.LastIndexOf('.') + 1)..].Split(',');
        var decimals = parts.Length == 1 ? 0 : random.Next(int.Parse(parts[1], CultureInfo.InvariantCulture) + 1);
        var whole = Digits(random.Next(1, Math.Min(9, int.Parse(parts[0], CultureInfo.InvariantCulture) - decimals + 1)), random).TrimStart('0');
        return (whole.Length == 0 ? "0" : whole) + (decimals == 0 ? "" : "." + Digits(decimals, random));
    }

    private static string Time(Random random)
    {
        var time = new DateTime(2000, 1, 1, 0, 0, 0, DateTimeKind.Unspecified).AddSeconds(random.Next());
        return random.Next(4) switch
        {
            0 => time.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
            1 => time.ToString("yyyy-MM-dd'T'HH:mm:ss'+05:30'", CultureInfo.InvariantCulture),
            2 => time.ToString("yyyy-MM-dd'T'HH:mm:ss'-03:00'", CultureInfo.InvariantCulture),
            _ => time.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture),
        };
    }

    /// <summary>a3, n1: exactly so many; an..35: up to so many.</summary>
    private static string Text(string format, Random random)
    {
        var upTo = format.Contains("..", StringComparison.Ordinal);
        var kind = format.TrimEnd('0', '1', '2', '3', '4', '5', '6', '7', '8', '9').TrimEnd('.');
        var length = int.Parse(format.AsSpan(format.LastIndexOfAny(['.', 'n', 'a']) + 1), CultureInfo.InvariantCulture);
        if (upTo) length = random.Next(1, length + 1);
        if (kind == "n") return Digits(length, random);
        var text = "";
        while (text.Length < length)
        {
            var next = kind == "an" && length > 17 && random.Next(8) == 0 ? Odd[random.Next(Odd.Length)] : Letters[random.Next(26)].ToString();
            var edge = text.Length == 0 || text.Length + next.Length >= length;
            if (text.Length + next.Length <= length && !(edge && next == " ")) text += next;
        }
        return text;
    }

    private static string Digits(int count, Random random) => string.Create(count, random, static (span, r) =>
    {
        for (var at = 0; at < span.Length; at++) span[at] = (char)('0' + r.Next(10));
    });
}
