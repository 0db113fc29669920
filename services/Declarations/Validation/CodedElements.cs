// SPDX-License-Identifier: Apache-2.0
using System.Collections.Concurrent;
using Cbm.Contracts;
using Google.Protobuf;
using Google.Protobuf.Reflection;

namespace Cbm.Declarations.Validation;

/// <summary>Every element of the tree with a code list, a sum, a measure or a date, found by what the contract says of it.</summary>
internal static class CodedElements
{
    private delegate void Judge(object value, Place at, Findings findings);

    private sealed record Step(FieldDescriptor Field, Judge? Judge);

    // Per class, the fields worth a look; made once.
    private static readonly ConcurrentDictionary<MessageDescriptor, Step[]> Plans = new();

    public static void Check(Subject subject, Findings findings) => Visit(subject.Declaration, new Place(null, null, -1), findings);

    private static void Visit(IMessage message, Place place, Findings findings)
    {
        foreach (var (field, judge) in Plans.GetOrAdd(message.Descriptor, static d => Plan(d)))
        {
            var value = field.Accessor.GetValue(message);
            if (field.IsRepeated)
            {
                var list = (System.Collections.IList)value;
                for (var i = 0; i < list.Count; i++) One(list[i], field, judge, new Place(place, field, i), findings);
            }
            else
            {
                One(value, field, judge, new Place(place, field, -1), findings);
            }
        }
    }

    private static void One(object? value, FieldDescriptor field, Judge? judge, Place place, Findings findings)
    {
        if (value is null or "") return;
        if (judge is null) Visit((IMessage)value, place, findings);
        else judge(value, place, findings);
    }

    private static Step[] Plan(MessageDescriptor message)
    {
        var steps = new List<Step>();
        foreach (var field in message.Fields.InDeclarationOrder())
        {
            if (JudgeOf(field) is { } judge) steps.Add(new Step(field, judge));
            else if (field.FieldType == FieldType.Message && Plans.GetOrAdd(field.MessageType, static d => Plan(d)).Length > 0) steps.Add(new Step(field, null));
        }
        return [.. steps];
    }

    private static Judge? JudgeOf(FieldDescriptor field)
    {
        var options = field.GetOptions() ?? new FieldOptions();
        if (field.FieldType == FieldType.Message)
            return field.MessageType == Amount.Descriptor ? Values.Money : field.MessageType == Quantity.Descriptor ? Values.Measure : null;
        if (options.GetExtension(WcoExtensions.WcoValue) == WcoValue.DateTime) return Values.Moment;
        return options.GetExtension(WcoExtensions.WcoId) switch
        {
            "063" => Values.OriginCountry,
            "062" or "064" or "242" or "465" or "T014" => Values.Country,
            "135" => Values.Currency,
            "T020" or "T021" or "T022" => Values.Mode,
            "T018" or "T029" or "T034" => Values.TransportIdType,
            "141" => Values.PackageType,
            "330" => Values.IntendedUse,
            "344" => Values.PackingMaterial,
            "369" => Values.TextSubject,
            "090" => Values.Incoterm,
            "506" => Values.UndgNumber,
            _ => null,
        };
    }
}
