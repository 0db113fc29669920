// SPDX-License-Identifier: Apache-2.0
using System.Collections;
using Cbm.Contracts;
using Google.Protobuf;
using Google.Protobuf.Reflection;

namespace Cbm.Declarations.Validation;

/// <summary>Parts that may stand several times do not say the same twice, and those that are numbered have a number each.</summary>
internal static class Repeats
{
    private static readonly HashSet<MessageDescriptor> Different =
        [PreviousDocument.Descriptor, AuthorisationHolder.Descriptor, Seal.Descriptor, GovernmentProcedure.Descriptor];

    private static readonly HashSet<MessageDescriptor> Numbered =
        [Packaging.Descriptor, Seal.Descriptor, Itinerary.Descriptor, TransportEquipment.Descriptor];

    /// <summary>The list is one of these.</summary>
    public static bool Concern(FieldDescriptor field) =>
        field.IsRepeated && field.FieldType == FieldType.Message && (Different.Contains(field.MessageType) || Numbered.Contains(field.MessageType));

    public static void Check(IList list, FieldDescriptor field, Place above, Findings findings)
    {
        var equal = Different.Contains(field.MessageType) ? new HashSet<object>(list.Count) : null;
        var number = Numbered.Contains(field.MessageType) ? field.MessageType.FindFieldByName("sequence_numeric") : null;
        var first = new Dictionary<int, int>(list.Count);
        for (var i = 0; i < list.Count; i++)
        {
            // The first government procedure is the procedure itself; the others are additional ones.
            if (equal is not null && !(field.MessageType == GovernmentProcedure.Descriptor && i == 0) && !equal.Add(list[i]!))
                findings.Error("SWV115", above.ToPath().Child(field, i), "The same is given twice: give it once.");
            else if (number is not null && number.Accessor.HasValue((IMessage)list[i]!))
                Number((int)number.Accessor.GetValue((IMessage)list[i]!), i);
        }

        void Number(int value, int at)
        {
            if (first.TryAdd(value, at)) return;
            // A container that is named twice is told as such.
            if (field.ContainingType == Consignment.Descriptor && list[first[value]] is TransportEquipment one && list[at] is TransportEquipment other && one.Id == other.Id) return;
            findings.Error("SWV046", above.ToPath().Child(field, at).Child(number!), $"The number {value} is given twice: number them from 1 up.");
        }
    }
}
