// SPDX-License-Identifier: Apache-2.0
using System.Collections;
using System.Collections.Concurrent;
using Cbm.Contracts;
using Google.Protobuf;
using Google.Protobuf.Reflection;

namespace Cbm.Declarations.Validation;

/// <summary>Every element of the tree with a code list, a form, a sum, a measure or a date, every class with a key and every list without repeats, found by what the contract says of it.</summary>
internal static class CodedElements
{
    private sealed record Step(FieldDescriptor Field, Judge? Judge, bool IsVisited, bool HasNoRepeats);

    private sealed record Plan(Step[] Steps, FieldDescriptor[] Keys)
    {
        public bool IsEmpty => Steps.Length == 0 && Keys.Length == 0;
    }

    // Per class, what is worth a look; made once.
    private static readonly ConcurrentDictionary<MessageDescriptor, Plan> Plans = new();

    public static void Check(Subject subject, Findings findings) => Visit(subject.Declaration, new Place(null, null, -1), findings);

    private static void Visit(IMessage message, Place place, Findings findings)
    {
        var plan = PlanOf(message.Descriptor);
        foreach (var key in plan.Keys) KeyFields.Check(message, key, place, findings);
        foreach (var step in plan.Steps)
        {
            var value = step.Field.Accessor.GetValue(message);
            if (value is IList list)
            {
                if (step.HasNoRepeats && list.Count > 1) Repeats.Check(list, step.Field, place, findings);
                for (var i = 0; i < list.Count; i++) One(list[i], step, new Place(place, step.Field, i), findings);
            }
            else
            {
                One(value, step, new Place(place, step.Field, -1), findings);
            }
        }
    }

    private static void One(object? value, Step step, Place place, Findings findings)
    {
        if (value is null or "") return;
        if (step.Judge is not null) step.Judge(value, place, findings);
        else if (step.IsVisited) Visit((IMessage)value, place, findings);
    }

    private static Plan PlanOf(MessageDescriptor message) => Plans.GetOrAdd(message, static m => new Plan(
        [.. m.Fields.InDeclarationOrder().Select(StepOf).OfType<Step>()], KeyFields.Of(m)));

    private static Step? StepOf(FieldDescriptor field)
    {
        var judge = Judges.Of(field);
        var visited = judge is null && field.FieldType == FieldType.Message && !PlanOf(field.MessageType).IsEmpty;
        var noRepeats = Repeats.Concern(field);
        return judge is not null || visited || noRepeats ? new Step(field, judge, visited, noRepeats) : null;
    }
}
