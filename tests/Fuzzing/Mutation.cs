// SPDX-License-Identifier: Apache-2.0
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace Cbm.Fuzzing;

/// <summary>Makes a hostile input of a good one. What it changes is decided by the generator alone: the same seed, the same input.</summary>
public sealed partial class Mutation(Random random)
{
    /// <summary>Longest input that is made, in bytes, but for those that are long on purpose.</summary>
    private const int Longest = 400_000;

    /// <summary>One to four changes, each of bytes or of what the bytes say.</summary>
    public byte[] Of(byte[] good)
    {
        var bytes = good;
        for (var left = random.Next(1, 5); left > 0 && bytes.Length < Longest; left--)
        {
            bytes = (random.Next(3), Looks(bytes)) switch
            {
                (0, _) or (_, '?') => OfBytes(bytes),
                (_, '{') => OfJson(bytes),
                _ => OfXml(bytes),
            };
        }

        return bytes;
    }

    /// <summary>A hostile text, or the good one with one in its midst.</summary>
    public string Of(string good) => random.Next(4) switch
    {
        0 => Pick(Hostile.Texts),
        1 => good + Pick(Hostile.Texts),
        2 => Pick(Hostile.Texts) + good,
        _ => good.Insert(random.Next(good.Length + 1), Pick(Hostile.Texts)),
    };

    /// <summary>One of these.</summary>
    public T Pick<T>(IReadOnlyList<T> of) => of[random.Next(of.Count)];

    private static char Looks(byte[] bytes) => bytes.AsSpan().TrimStart(" \r\n\t"u8) is [var first, ..] ? first switch { (byte)'{' => '{', (byte)'<' => '<', _ => '?' } : '?';

    private byte[] OfBytes(byte[] bytes)
    {
        var (from, length) = Slice(bytes.Length);
        switch (random.Next(8))
        {
            case 0:
                return bytes[..from];
            case 1:
                return Splice(bytes, from, length, []);
            case 2:
                return Splice(bytes, from, 0, bytes.AsSpan(from, length).ToArray());
            case 3 when bytes.Length > 0:
                var flipped = bytes.ToArray();
                for (var times = random.Next(1, 5); times > 0; times--) flipped[random.Next(flipped.Length)] ^= (byte)(1 << random.Next(8));
                return flipped;
            case 4:
                return Splice(bytes, from, 0, Encoding.UTF8.GetBytes(Pick(Hostile.Texts)));
            case 5:
                var encoding = Pick(Hostile.Encodings);
                return [.. random.Next(2) == 0 ? encoding.GetPreamble() : [], .. encoding.GetBytes(Encoding.UTF8.GetString(bytes))];
            case 6:
                return Splice(bytes, from, Math.Min(length, 1), [(byte)random.Next(256)]);
            default:
                return Splice(bytes, from, 0, Pick(Hostile.Bytes));
        }
    }

    private byte[] OfJson(byte[] bytes)
    {
        var values = Values(bytes);
        if (values.Count == 0) return OfBytes(bytes);
        var (member, start, end) = Pick(values);
        var value = bytes[start..end];
        return random.Next(7) switch
        {
            0 => Splice(bytes, start, end - start, Encoding.UTF8.GetBytes(Pick(Hostile.Json))),
            // The member twice, with its own value or another.
            1 when member >= 0 => Splice(bytes, member, 0, [.. bytes[member..start], .. random.Next(2) == 0 ? value : Encoding.UTF8.GetBytes(Pick(Hostile.Json)), (byte)',']),
            2 => Splice(bytes, start, end - start, Pick(values) is var (_, from, to) ? bytes[from..to] : []),
            3 => Splice(bytes, start, end - start, Deep(value)),
            4 => Splice(bytes, start, end - start, JsonSerializer.SerializeToUtf8Bytes(Pick(Hostile.Texts))),
            5 => Splice(bytes, start, end - start, Many(value)),
            _ => Splice(bytes, member >= 0 ? member + 1 : start, 0, Encoding.UTF8.GetBytes(Pick(["X", "_", "é", "\\u0000", "\\ud800"]))),
        };
    }

    private byte[] Deep(byte[] value)
    {
        var times = Pick([2, 60, 70, 5000]);
        return random.Next(2) == 0
            ? [.. Enumerable.Repeat((byte)'[', times), .. value, .. Enumerable.Repeat((byte)']', times)]
            : Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat("{\"x\":", times)) + "0" + new string('}', times));
    }

    private byte[] Many(byte[] value)
    {
        var times = value.Length > 1000 ? 20 : Pick([3, 100, 2000]);
        return [(byte)'[', .. Enumerable.Repeat<byte[]>([.. value, (byte)','], times).SelectMany(one => one), .. value, (byte)']'];
    }

    // Start of its member's name (-1: none), start and end of each value, as far as the text can be read.
    private static List<(int Member, int Start, int End)> Values(byte[] bytes)
    {
        var (found, open, member) = (new List<(int, int, int)>(), new Stack<(int Member, int Start)>(), -1);
        var reader = new Utf8JsonReader(bytes, new JsonReaderOptions { MaxDepth = 200 });
        try
        {
            while (reader.Read())
            {
                var start = (int)reader.TokenStartIndex;
                switch (reader.TokenType)
                {
                    case JsonTokenType.PropertyName:
                        member = start;
                        continue;
                    case JsonTokenType.StartObject or JsonTokenType.StartArray:
                        open.Push((member, start));
                        break;
                    case JsonTokenType.EndObject or JsonTokenType.EndArray:
                        var begun = open.Pop();
                        found.Add((begun.Member, begun.Start, start + 1));
                        break;
                    default:
                        found.Add((member, start, (int)reader.BytesConsumed));
                        break;
                }

                member = -1;
            }
        }
        catch (JsonException)
        {
            // What stands before it can be changed all the same.
        }

        return found;
    }

    private byte[] OfXml(byte[] bytes)
    {
        var text = Encoding.UTF8.GetString(bytes);
        var tags = Tag().Matches(text);
        if (tags.Count == 0) return OfBytes(bytes);
        var tag = Pick(tags);
        var (after, name) = (tag.Index + tag.Length, tag.Groups[1].Value.TrimStart('/'));
        var changed = random.Next(8) switch
        {
            0 => text.Insert(after, Pick(Hostile.Xml)),
            1 => text.Insert(after - 1, Pick(Hostile.Xml)),
            2 => text.Remove(tag.Index, tag.Length),
            3 => text.Insert(after, tag.Value),
            4 => text.Insert(after, Pick(Hostile.Texts)),
            5 => text.Insert(after, string.Concat(Enumerable.Repeat($"<{name}>", Pick([2, 60, 70, 3000])))),
            6 => text.Insert(after, string.Concat(Enumerable.Repeat(Pick(["a<!---->", "<![CDATA[a]]>", "a&#65;", "<?p?>a"]), Pick([5, 5000])))),
            _ => text.Replace(name, Pick(tags).Groups[1].Value.TrimStart('/'), StringComparison.Ordinal),
        };
        return Encoding.UTF8.GetBytes(changed);
    }

    private (int From, int Length) Slice(int length)
    {
        var from = random.Next(length + 1);
        return (from, random.Next(Math.Min(length - from, Pick([1, 8, 200])) + 1));
    }

    private static byte[] Splice(byte[] bytes, int at, int remove, byte[] insert) => [.. bytes.AsSpan(0, at), .. insert, .. bytes.AsSpan(at + remove)];

    [GeneratedRegex("<(/?[A-Za-z:]+)[^>]*>")]
    private static partial Regex Tag();
}
