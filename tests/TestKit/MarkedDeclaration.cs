// SPDX-License-Identifier: Apache-2.0
using System.Collections;
using Cbm.Contracts;
using Google.Protobuf;
using Google.Protobuf.Reflection;

namespace Cbm.TestKit;

/// <summary>A declaration with every element in it, each with a value that names its path and is found again wherever it ends up.</summary>
public sealed class MarkedDeclaration
{
    private readonly Random _random;
    private readonly double _share;
    private readonly bool _strays;
    private readonly int _from;

    /// <summary>Fills it by chance.</summary>
    /// <param name="seed">The same seed makes the same declaration.</param>
    /// <param name="items">Goods items.</param>
    /// <param name="share">How many of the elements that may stand in it do, from 0 to 1.</param>
    /// <param name="strays">Also elements that a class has elsewhere, but not where they stand here.</param>
    /// <param name="from">Number of the first marker, of seven digits: declarations that end up in one place need different ones.</param>
    public MarkedDeclaration(int seed, int items, double share, bool strays, int from = 1_000_000)
    {
        (_random, _share, _strays, _from) = (new Random(seed), share, strays, from);
        Tree = (Declaration)Fill(Declaration.Descriptor, "Declaration", items, []);
    }

    /// <summary>The declaration.</summary>
    public Declaration Tree { get; }

    /// <summary>Marker → path, with the number of the goods item in brackets.</summary>
    public Dictionary<string, string> Paths { get; } = [];

    private IMessage Fill(MessageDescriptor type, string path, int items, ICollection<string> lacks)
    {
        var message = type.Parser.ParseFrom(ByteString.Empty);
        foreach (var field in type.Fields.InFieldNumberOrder())
        {
            var name = field.GetOptions()?.GetExtension(WcoExtensions.WcoName) is { Length: > 0 } named ? named : field.PropertyName.TrimEnd('_');
            var isItem = name == "GovernmentAgencyGoodsItem";
            for (var i = 1; i <= (isItem ? items : field.IsRepeated ? 2 : 1); i++)
            {
                if (lacks.Contains(name) && !_strays)
                {
                    continue;
                }

                if (!isItem && name != "GoodsShipment" && _random.NextDouble() > _share)
                {
                    continue;
                }

                var value = Value(field, isItem ? $"{path}/{name}[{i}]" : $"{path}/{name}", items);
                if (field.IsRepeated)
                {
                    ((IList)field.Accessor.GetValue(message)).Add(value);
                }
                else
                {
                    field.Accessor.SetValue(message, value);
                }
            }
        }

        return message;
    }

    private object Value(FieldDescriptor field, string path, int items) => field.FieldType switch
    {
        FieldType.Int32 => int.Parse(Mark(path)[1..^1]),
        FieldType.String => Mark(path),
        _ when field.MessageType == Amount.Descriptor => new Amount { Value = Mark(path), CurrencyId = Mark(path) },
        _ when field.MessageType == Quantity.Descriptor => new Quantity { Value = Mark(path), UnitCode = Mark(path) },
        _ => Fill(field.MessageType, path, items, field.GetOptions()?.GetExtension(WcoExtensions.WcoLacks) ?? []),
    };

    private string Mark(string path)
    {
        // Seven digits between letters: no marker is a part of another, of a number, or of a hash by chance.
        var marker = $"m{_from + Paths.Count}k";
        Paths[marker] = path;
        return marker;
    }
}
