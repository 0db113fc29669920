// SPDX-License-Identifier: Apache-2.0
using System.Collections;
using System.Globalization;
using Google.Protobuf;

namespace Cbm.Contracts.Serialisation;

/// <summary>Checks a message of the WCO tree that came as protobuf, where no reader has looked at its values: the same faults as JSON and XML give.</summary>
public static class TreeCheck
{
    /// <summary>Everything wrong with the form of the message's values, with pointer and path; empty: nothing.</summary>
    public static IReadOnlyList<Fault> Faults(IMessage message)
    {
        var notes = new ReadingNotes(message.Descriptor);
        CheckClass(ElementTable.Of(message.Descriptor), message, 0, notes);
        return notes.Faults;
    }

    private static void CheckClass(ElementTable table, IMessage message, ulong lacks, ReadingNotes notes)
    {
        var present = 0UL;
        foreach (var element in table.Elements)
        {
            var value = element.Accessor.GetValue(message);
            if (element.IsRepeated ? ((IList)value).Count == 0 : element.Field.HasPresence ? !element.Accessor.HasValue(message) : value is "") continue;
            present |= element.Bit;
            notes.Enter(element.Field);
            if ((lacks & element.Bit) != 0) notes.Add(ReadingCode.NotHere, $"Take {element.XmlName} out: its class has it, but not at this place.");
            else if (element.IsRepeated) CheckList(element, (IList)value, notes);
            else CheckValue(element, value, notes);
            notes.Leave();
        }
        JsonReading.Missing(table, present, notes);
    }

    private static void CheckList(Element element, IList list, ReadingNotes notes)
    {
        for (var at = 0; at < list.Count && at < element.Most; at++)
        {
            notes.At(at);
            CheckValue(element, list[at]!, notes);
        }
        notes.At(-1);
        if (list.Count > element.Most) notes.Add(ReadingCode.TooMany, string.Create(CultureInfo.InvariantCulture, $"Leave at most {element.Most}: there are {list.Count}."));
    }

    private static void CheckValue(Element element, object value, ReadingNotes notes)
    {
        switch (value)
        {
            case string text when element.Value.Check(text) is { } wrong:
                notes.Add(wrong);
                break;
            case int number when element.Value.InTree:
                JsonValue.Whole(number.ToString(CultureInfo.InvariantCulture), element.Value, notes);
                break;
            case IMessage message when element.Kind is ElementKind.Class or ElementKind.Measured:
                CheckClass(element.Table, message, element.Kind == ElementKind.Class ? element.Lacks : 0, notes);
                break;
        }
    }
}
