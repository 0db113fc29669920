// SPDX-License-Identifier: Apache-2.0
using System.Collections;
using Cbm.Contracts;
using Google.Protobuf;
using Google.Protobuf.Reflection;

namespace Cbm.Declarations.Slicing;

/// <summary>
/// What one unit may see of one class at one place, compiled from the register. It denies by default: a field that is not in
/// the plan is never copied, whatever it holds.
/// </summary>
internal sealed class Plan
{
    private readonly List<(FieldDescriptor Field, Plan Inside)> _classes = [];
    private readonly List<(FieldDescriptor Field, (Kinds, Sight)[] Rows)> _elements = [];
    private readonly MessageDescriptor _type;

    private Plan(MessageDescriptor type) => _type = type;

    public static Plan Compile(Register register, string unit) =>
        Compile(register, register.Column(unit), Declaration.Descriptor, "Declaration");

    // A field that is named as its class gets an underscore in C#.
    public static string Name(FieldDescriptor field) =>
        field.GetOptions()?.GetExtension(WcoExtensions.WcoName) is { Length: > 0 } named ? named : field.PropertyName.TrimEnd('_');

    public static bool IsClass(FieldDescriptor field) =>
        field.FieldType == FieldType.Message && (field.GetOptions()?.GetExtension(WcoExtensions.WcoValue) ?? WcoValue.Unspecified) == WcoValue.Unspecified;

    /// <summary>The part of the message that the unit sees, or null where it sees nothing of it.</summary>
    public IMessage? Project(IMessage message, Kinds kinds, View view)
    {
        var holds = view.KindsOf(message, kinds);
        IMessage? projected = null;
        IMessage Target() => projected ??= _type.Parser.ParseFrom(ByteString.Empty);
        foreach (var (field, rows) in _elements)
        {
            var sight = Register.Strictest(rows, holds);
            if (sight == Sight.Read || (sight == Sight.Own && holds.HasFlag(Kinds.Own)))
            {
                Copy(field, message, Target);
            }
            else if (sight == Sight.Minimised && view.Minimised(field, message, holds) is { } minimised)
            {
                field.Accessor.SetValue(Target(), minimised);
            }
        }

        foreach (var (field, inside) in _classes)
        {
            var value = field.Accessor.GetValue(message);
            if (value is IList list)
            {
                for (var i = 0; i < list.Count; i++)
                {
                    // A goods item is there even where the unit sees nothing of it: slice.items goes beside it, place by place.
                    var (within, least) = list[i] is GovernmentAgencyGoodsItem ? (view.ForItem(i + 1), new GovernmentAgencyGoodsItem()) : (view, null);
                    if (within is not null && (inside.Project((IMessage)list[i]!, holds, within) ?? least) is { } part)
                    {
                        ((IList)field.Accessor.GetValue(Target())).Add(part);
                    }
                }
            }
            else if (value is IMessage child && inside.Project(child, holds, view) is { } part)
            {
                field.Accessor.SetValue(Target(), part);
            }
        }

        return projected;
    }

    private static Plan Compile(Register register, int column, MessageDescriptor type, string path)
    {
        var plan = new Plan(type);
        foreach (var field in type.Fields.InDeclarationOrder())
        {
            var name = $"{path}/{Name(field)}";
            if (IsClass(field))
            {
                var inside = Compile(register, column, field.MessageType, name);
                if (inside._classes.Count + inside._elements.Count > 0)
                {
                    plan._classes.Add((field, inside));
                }
            }
            else
            {
                (Kinds, Sight)[] rows = [.. register.Row(name).Select(r => (r.When, r.Sights[column]))];
                // Kinds only make it stricter: what any record shows no part of needs no place in the plan.
                if (Register.Strictest(rows, Kinds.None) <= Sight.Minimised)
                {
                    plan._elements.Add((field, rows));
                }
            }
        }

        return plan;
    }

    private static void Copy(FieldDescriptor field, IMessage from, Func<IMessage> target)
    {
        var value = field.Accessor.GetValue(from);
        if (value is IList list)
        {
            foreach (var one in list)
            {
                ((IList)field.Accessor.GetValue(target())).Add(Cloned(one!));
            }
        }
        else if (field.HasPresence ? field.Accessor.HasValue(from) : value is string { Length: > 0 })
        {
            field.Accessor.SetValue(target(), Cloned(value));
        }
    }

    // A slice shares nothing with the tree that it was cut from.
    private static object Cloned(object value) => value switch
    {
        Amount amount => amount.Clone(),
        Quantity quantity => quantity.Clone(),
        _ => value,
    };
}
