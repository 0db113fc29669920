// SPDX-License-Identifier: Apache-2.0
using System.Collections;
using Cbm.Contracts.Serialisation;
using Cbm.Declarations.Validation;
using Google.Protobuf;
using Google.Protobuf.Reflection;

namespace Cbm.Declarations.Amending;

/// <summary>
/// Brings what pointers name from a message into its original. What the message carries besides must be what the original says:
/// a change that no pointer names is an error, and only a warning in an element that stands there to hold a place in its list.
/// </summary>
internal sealed class PointedChange(Findings findings)
{
    /// <summary>Changes one class of the original, and what is in it.</summary>
    /// <param name="pointed">What is named in it; null: nothing.</param>
    /// <param name="tree">The class as it is declared; changed.</param>
    /// <param name="given">The class as the message has it; null: not at all.</param>
    /// <param name="path">Where it stands in the message.</param>
    public void Apply(Pointed? pointed, IMessage tree, IMessage? given, ElementPath path)
    {
        foreach (var field in tree.Descriptor.Fields.InFieldNumberOrder())
        {
            if (Elements.IsOfMessage(field))
            {
                continue;
            }

            if (!Elements.IsClass(field))
            {
                Value(field, pointed, tree, given, path);
            }
            else if (field.IsRepeated)
            {
                List(field, pointed?.Classes.GetValueOrDefault(field) ?? [], tree, given, path);
            }
            else
            {
                One(field, pointed?.Classes.GetValueOrDefault(field)?[1], tree, given, path);
            }
        }
    }

    private void Value(FieldDescriptor field, Pointed? pointed, IMessage tree, IMessage? given, ElementPath path)
    {
        var isGiven = given is not null && Elements.Has(field, given);
        if (pointed?.Tags.GetValueOrDefault(field) is { } pointer)
        {
            if (isGiven)
            {
                Elements.Take(field, given!, tree);
            }
            else if (Elements.Has(field, tree))
            {
                field.Accessor.Clear(tree);
            }
            else
            {
                FitsNothing(pointer);
            }
        }
        else if (isGiven && !Elements.Same(field, given!, tree))
        {
            Unnamed(path.Child(field));
        }
    }

    private void One(FieldDescriptor field, Pointed? pointed, IMessage tree, IMessage? given, ElementPath path)
    {
        var (declared, said, at) = (Elements.One(field, tree), Elements.One(field, given), path.Child(field));
        if (pointed is null)
        {
            if (said is not null && declared is null)
            {
                Unnamed(at);
            }
            else if (said is not null)
            {
                Apply(null, declared!, said, at);
            }
        }
        else if (declared is null && said is null)
        {
            FitsNothing(pointed.From);
        }
        else if (pointed.IsWhole)
        {
            field.Accessor.Clear(tree);
            if (said is not null)
            {
                field.Accessor.SetValue(tree, said);
            }
        }
        else
        {
            if (declared is null)
            {
                field.Accessor.SetValue(tree, declared = Elements.New(field));
            }

            Apply(pointed, declared, said, at);
        }
    }

    private void List(FieldDescriptor field, SortedDictionary<int, Pointed> pointed, IMessage tree, IMessage? given, ElementPath path)
    {
        var declared = Elements.List(field, tree);
        var said = given is null ? (IList)Array.Empty<IMessage>() : Elements.List(field, given);
        if (said.Count == 0 && pointed.Count == 0)
        {
            return;
        }

        var places = Places.Find(field, declared, said, pointed.Keys, Says);
        if (places.AreDoubtful)
        {
            findings.Error("SWA087", pointed.Values.Last().From, "This can be read in two ways: carry the list up to the last place that is changed, point to all that is carried, or, to take out, carry nothing.");
            return;
        }

        // Only before a changed element that the message has may another hold a place.
        var (last, inMessage) = (pointed.Keys.LastOrDefault(place => place <= said.Count), new Dictionary<int, int>());
        for (var index = 0; index < said.Count; index++)
        {
            var (place, at) = (places.Of[index], path.Child(field, index));
            inMessage[place] = index;
            if (pointed.ContainsKey(place))
            {
                continue;
            }

            if (place > declared.Count)
            {
                Unnamed(at);
            }
            else if (places.AreNumbered || place > last)
            {
                Apply(null, (IMessage)declared[place - 1]!, (IMessage)said[index]!, at);
            }
            else if (!Says((IMessage)said[index]!, (IMessage)declared[place - 1]!))
            {
                findings.Warning("SWA088", at, "This is not what is declared, and no pointer names it: it is passed over.");
            }
        }

        var gone = new List<int>();
        foreach (var (place, below) in pointed)
        {
            var index = inMessage.TryGetValue(place, out var found) ? found : -1;
            Element(field, place, below, declared, index < 0 ? null : (IMessage)said[index]!, path.Child(field, index < 0 ? place - 1 : index), gone);
        }

        foreach (var place in Enumerable.Reverse(gone))
        {
            declared.RemoveAt(place - 1);
        }
    }

    private void Element(FieldDescriptor field, int place, Pointed pointed, IList declared, IMessage? said, ElementPath path, List<int> gone)
    {
        if (place > declared.Count + 1 || (place > declared.Count && said is null))
        {
            FitsNothing(pointed.From);
        }
        else if (pointed.IsWhole && place > declared.Count)
        {
            declared.Add(said);
        }
        else if (place > declared.Count)
        {
            var added = Elements.New(field);
            if (Elements.Number(field) is { } number)
            {
                Elements.Take(number, said!, added);
            }

            declared.Add(added);
            Apply(pointed, added, said, path);
        }
        else if (!pointed.IsWhole)
        {
            Apply(pointed, (IMessage)declared[place - 1]!, said, path);
        }
        else if (said is null)
        {
            gone.Add(place);
        }
        else
        {
            declared[place - 1] = said;
        }
    }

    private static bool Says(IMessage given, IMessage original)
    {
        var differences = new Findings();
        new PointedChange(differences).Apply(null, original, given, ElementPath.Root(original.Descriptor));
        return differences.Errors.Count == 0;
    }

    private void FitsNothing(ElementPath pointer) =>
        findings.Error("SWA084", pointer, "This points to nothing: neither the declaration nor the message has it, or one before it is missing.");

    private void Unnamed(ElementPath at) =>
        findings.Error("SWA088", at, "This is not what is declared, and no pointer names it: point to it, or take it out.");
}
