// SPDX-License-Identifier: Apache-2.0
using Cbm.Contracts;
using Cbm.Contracts.Serialisation;
using Cbm.Declarations.Validation;
using Google.Protobuf.Collections;
using Google.Protobuf.Reflection;

namespace Cbm.Declarations.Amending;

/// <summary>What the pointers of a message name, as one tree: at each class its elements and the classes below it, with their places from 1.</summary>
internal sealed class Pointed
{
    private Pointed(ElementPath from) => From = from;

    /// <summary>The pointer that led here first.</summary>
    public ElementPath From { get; }

    /// <summary>The class itself is named, with all that is in it.</summary>
    public bool IsWhole { get; private set; }

    /// <summary>Elements named, each with its pointer.</summary>
    public Dictionary<FieldDescriptor, ElementPath> Tags { get; } = [];

    /// <summary>Classes on the way, by place; one that stands once has the place 1.</summary>
    public Dictionary<FieldDescriptor, SortedDictionary<int, Pointed>> Classes { get; } = [];

    /// <summary>Reads every pointer of the message; what is wrong with one is found at it.</summary>
    public static Pointed Of(Declaration message, Findings findings)
    {
        var start = ElementPath.Root(Declaration.Descriptor);
        var root = new Pointed(start);
        for (var index = 0; index < message.Amendment.Count; index++)
        {
            root.Follow(message.Amendment[index].Pointer, start.Child(Declaration.AmendmentFieldNumber, index), findings);
        }

        for (var index = 0; index < message.AdditionalInformation.Count; index++)
        {
            if (AmendingMessage.IsExplanation(message.AdditionalInformation[index]))
            {
                Explained(message.AdditionalInformation[index].Pointer, message.Amendment.Count, start.Child(Declaration.AdditionalInformationFieldNumber, index), findings);
            }
        }

        return root;
    }

    private void Follow(RepeatedField<Pointer> chain, ElementPath amendment, Findings findings)
    {
        var (steps, here) = (new List<(FieldDescriptor Section, int Place, ElementPath From)>(), Declaration.Descriptor);
        for (var index = 0; index < chain.Count; index++)
        {
            var (pointer, path) = (chain[index], amendment.Child(Contracts.Amendment.PointerFieldNumber, index));
            if (index == 0 && pointer.DocumentSectionCode != Wco.ClassId(here))
            {
                findings.Error("SWA087", path.Child(Pointer.DocumentSectionCodeFieldNumber), "Begin each pointer at the declaration, section 42A.");
                return;
            }

            if (index > 0)
            {
                if (Elements.Class(here, pointer.DocumentSectionCode) is not { } section || Elements.IsOfMessage(section))
                {
                    findings.Error("SWA084", path.Child(Pointer.DocumentSectionCodeFieldNumber), $"There is no section {pointer.DocumentSectionCode} to amend in {here.Name}.");
                    return;
                }

                if (section.IsRepeated && pointer.SequenceNumeric < 1)
                {
                    findings.Error("SWA087", path.Child(Pointer.SequenceNumericFieldNumber), $"Say which {section.MessageType.Name} is meant, counted from 1.");
                    return;
                }

                steps.Add((section, section.IsRepeated ? pointer.SequenceNumeric : 1, path));
                here = section.MessageType;
            }

            if (pointer.TagId.Length > 0)
            {
                if (TagOf(pointer.TagId, here, index == chain.Count - 1, path.Child(Pointer.TagIdFieldNumber), findings) is { } tag)
                {
                    At(steps).Tags.TryAdd(tag, path.Child(Pointer.TagIdFieldNumber));
                }

                return;
            }
        }

        if (chain.Count == 1)
        {
            findings.Error("SWA087", amendment, "Point to what is changed: sections from 42A down, and the tag of the element.");
        }
        else if (chain.Count > 1)
        {
            At(steps).IsWhole = true;
        }
    }

    private static FieldDescriptor? TagOf(string tag, MessageDescriptor here, bool isLast, ElementPath path, Findings findings)
    {
        var element = isLast ? Elements.Value(here, tag) : null;
        if (!isLast)
        {
            findings.Error("SWA087", path, "A tag ends its pointer: give it in the last section.");
        }
        else if (element is null || Elements.IsOfMessage(element))
        {
            findings.Error("SWA084", path, $"There is no element {tag} to amend in {here.Name}.");
            return null;
        }

        return element;
    }

    private Pointed At(List<(FieldDescriptor Section, int Place, ElementPath From)> steps)
    {
        var at = this;
        foreach (var (section, place, from) in steps)
        {
            if (!at.Classes.TryGetValue(section, out var places))
            {
                at.Classes[section] = places = [];
            }

            at = places.TryGetValue(place, out var known) ? known : places[place] = new Pointed(from);
        }

        return at;
    }

    // An explanation names the amendment that it is of: 42A, then 06A with its place.
    private static void Explained(RepeatedField<Pointer> chain, int amendments, ElementPath statement, Findings findings)
    {
        if (chain is not [] and not [{ DocumentSectionCode: "42A" }, { DocumentSectionCode: "06A", TagId: "" }] || (chain.Count == 2 && (chain[1].SequenceNumeric < 1 || chain[1].SequenceNumeric > amendments)))
        {
            findings.Error("SWA084", statement.Child(AdditionalInformation.PointerFieldNumber), "Point from 42A to the amendment, 06A, that this explains.");
        }
    }
}
