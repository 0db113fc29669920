// SPDX-License-Identifier: Apache-2.0
using System.Collections.Concurrent;
using System.Text;
using System.Text.Json;
using Google.Protobuf.Reflection;

namespace Cbm.Contracts.Serialisation;

/// <summary>The bare words of an enumeration (APPROVE for OUTCOME_APPROVE); its unspecified value has none: it means absent.</summary>
internal sealed class EnumWords
{
    private static readonly ConcurrentDictionary<EnumDescriptor, EnumWords> Known = new();
    private readonly Dictionary<string, object> values = new(StringComparer.Ordinal);
    private readonly Dictionary<int, JsonEncodedText> words = [];

    private EnumWords(EnumDescriptor type)
    {
        var prefix = Prefix(type.Name);
        foreach (var value in type.Values)
        {
            if (value.Number == 0) continue;
            var word = value.Name.StartsWith(prefix, StringComparison.Ordinal) ? value.Name[prefix.Length..] : value.Name;
            values.Add(word, Enum.ToObject(type.ClrType, value.Number));
            words.TryAdd(value.Number, JsonEncodedText.Encode(word));
        }
    }

    public static EnumWords Of(EnumDescriptor type) => Known.GetOrAdd(type, static t => new EnumWords(t));

    public object? Value(string word) => values.GetValueOrDefault(word);

    /// <summary>Null: unspecified, or a number of a newer contract.</summary>
    public JsonEncodedText? Word(int number) => words.TryGetValue(number, out var word) ? word : null;

    public string Listed => string.Join(", ", values.Keys);

    private static string Prefix(string name)
    {
        var prefix = new StringBuilder();
        foreach (var c in name)
        {
            if (char.IsAsciiLetterUpper(c) && prefix.Length > 0) prefix.Append('_');
            prefix.Append(char.ToUpperInvariant(c));
        }
        return prefix.Append('_').ToString();
    }
}
