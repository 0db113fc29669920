// SPDX-License-Identifier: Apache-2.0
using System.Collections;
using Cbm.Contracts;
using Cbm.Contracts.Serialisation;
using Google.Protobuf;
using Google.Protobuf.Reflection;

namespace Cbm.Declarations.Amending;

/// <summary>Elements and classes of the declaration's tree, by their WCO ids and in hand.</summary>
internal static class Elements
{
    // What a message says of itself and not of its goods: when and by whom it is made, what it is, which declaration it is about.
    private static readonly HashSet<int> OfMessage =
    [
        Declaration.FunctionCodeFieldNumber, Declaration.FunctionalReferenceIdFieldNumber, Declaration.IdFieldNumber, Declaration.TypeCodeFieldNumber,
        Declaration.AcceptanceDateTimeFieldNumber, Declaration.AmendmentFieldNumber, Declaration.IssueDateTimeFieldNumber, Declaration.AuthenticationFieldNumber,
    ];

    /// <summary>The class with that section code in a class; null where there is none.</summary>
    public static FieldDescriptor? Class(MessageDescriptor here, string section) =>
        here.Fields.InFieldNumberOrder().FirstOrDefault(field => IsClass(field) && Wco.Id(field) == section);

    /// <summary>The element with that tag in a class; null where there is none.</summary>
    public static FieldDescriptor? Value(MessageDescriptor here, string tag) =>
        here.Fields.InFieldNumberOrder().FirstOrDefault(field => !IsClass(field) && Wco.Id(field) == tag);

    /// <summary>The field is a class of the tree and no value.</summary>
    public static bool IsClass(FieldDescriptor field) => field.FieldType == FieldType.Message && Wco.HasClass(field.MessageType);

    /// <summary>The field of a declaration is its message's own: no amendment changes it.</summary>
    public static bool IsOfMessage(FieldDescriptor field) => field.ContainingType == Declaration.Descriptor && OfMessage.Contains(field.FieldNumber);

    /// <summary>The number that elements of a list carry themselves; null where those of this class carry none.</summary>
    public static FieldDescriptor? Number(FieldDescriptor list) => list.MessageType.FindFieldByName("sequence_numeric");

    /// <summary>The number of an element of a list, 0 where it carries none.</summary>
    public static int NumberOf(object element, FieldDescriptor? number) => number is null ? 0 : (int)number.Accessor.GetValue((IMessage)element);

    /// <summary>The message says something at this field.</summary>
    public static bool Has(FieldDescriptor field, IMessage message) => field.Accessor.GetValue(message) switch
    {
        string text => text.Length > 0,
        IList list => list.Count > 0,
        _ => field.Accessor.HasValue(message),
    };

    /// <summary>Both say the same at this field.</summary>
    public static bool Same(FieldDescriptor field, IMessage one, IMessage other) =>
        Has(field, one) == Has(field, other) && Equals(field.Accessor.GetValue(one), field.Accessor.GetValue(other));

    /// <summary>Makes one say at this field what the other says, or nothing.</summary>
    public static void Take(FieldDescriptor field, IMessage from, IMessage to)
    {
        field.Accessor.Clear(to);
        if (field.IsRepeated)
        {
            var list = List(field, to);
            foreach (var element in List(field, from))
            {
                list.Add(element);
            }
        }
        else if (Has(field, from))
        {
            field.Accessor.SetValue(to, field.Accessor.GetValue(from));
        }
    }

    /// <summary>The class at this field; null where the message has none.</summary>
    public static IMessage? One(FieldDescriptor field, IMessage? message) => message is null ? null : (IMessage?)field.Accessor.GetValue(message);

    /// <summary>The list at this field.</summary>
    public static IList List(FieldDescriptor field, IMessage message) => (IList)field.Accessor.GetValue(message);

    /// <summary>A new class for this field, with nothing in it.</summary>
    public static IMessage New(FieldDescriptor field) => field.MessageType.Parser.ParseFrom(ByteString.Empty);
}
