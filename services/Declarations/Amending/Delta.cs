// SPDX-License-Identifier: Apache-2.0
using Cbm.Contracts;
using Cbm.Contracts.Serialisation;
using Cbm.Declarations.Validation;
using Google.Protobuf;
using Google.Protobuf.Reflection;

namespace Cbm.Declarations.Amending;

/// <summary>What a message makes of its original.</summary>
/// <param name="Tree">The whole declaration as it is to be, with the reasons of the change.</param>
/// <param name="Faults">What is wrong with the message.</param>
/// <param name="Warnings">What was passed over in it.</param>
public sealed record Amended(Declaration Tree, IReadOnlyList<Fault> Faults, IReadOnlyList<Fault> Warnings);

/// <summary>Makes the whole declaration of an original and a message that changes it. Pure; linear in the size of both.</summary>
public static class Delta
{
    // It stands in the log, which many read.
    private const int LongestReason = 16_000;

    /// <summary>
    /// Function code 5: the message itself. With pointers (always in DMS): what they name is changed, added in the next place, or taken
    /// out where the message does not have it. Function code 4 without pointers: what is given replaces what was declared; goods items
    /// and other numbered elements are found by their numbers, new ones are added, and a list without numbers is replaced whole.
    /// </summary>
    /// <param name="original">The newest version of what is declared; not changed.</param>
    /// <param name="message">A message that is no cancellation; not changed.</param>
    public static Amended Apply(Declaration original, AmendingMessage message)
    {
        var given = message.Tree.Clone();
        if (message.IsReplacement)
        {
            given.FunctionCode = original.FunctionCode;
            return new Amended(given, [], []);
        }

        var (tree, findings) = (original.Clone(), new Findings());
        if (message.Reason.Length > LongestReason)
        {
            findings.Error("SWA086", "additionalInformation", $"Explain it in up to {LongestReason} characters, all explanations together.");
        }

        if (message.IsPointed)
        {
            Check(message.Tree, findings);
            var pointed = Pointed.Of(message.Tree, findings);
            given.Submitter = pointed.Classes.Keys.Any(section => section.FieldNumber == Declaration.SubmitterFieldNumber) ? given.Submitter : null;
            TakeOutExplanations(given);
            new PointedChange(findings).Apply(pointed, tree, given, ElementPath.Root(Declaration.Descriptor));
        }
        else
        {
            TakeOutExplanations(given);
            Merge(given, tree, ElementPath.Root(Declaration.Descriptor), findings);
        }

        if (!message.IsDms)
        {
            // What names the original must be what it is: that is judged with the rest of it.
            tree.Id = given.Id.Length > 0 ? given.Id : tree.Id;
            tree.FunctionalReferenceId = given.FunctionalReferenceId.Length > 0 ? given.FunctionalReferenceId : tree.FunctionalReferenceId;
            tree.TypeCode = given.TypeCode.Length > 0 ? given.TypeCode : tree.TypeCode;
        }

        tree.Amendment.Clear();
        tree.Amendment.AddRange(given.Amendment);
        return new Amended(tree, findings.Errors, findings.Warnings);
    }

    private static void Check(Declaration message, Findings findings)
    {
        var hasReason = message.Amendment.Any(amendment => amendment.ChangeReasonCode.Length > 0);
        for (var index = 0; index < message.Amendment.Count; index++)
        {
            // Where none has a reason, that is told once, as of any amendment.
            if (hasReason && message.Amendment[index].ChangeReasonCode.Length == 0)
            {
                findings.Error("SWA080", $"amendment[{index}].changeReasonCode", "Say why: a change needs its reason code (element 099).");
            }

            if (message.Amendment[index].Pointer.Count == 0)
            {
                findings.Error("SWA087", $"amendment[{index}].pointer", "Point to the element that is changed: sections from 42A down, and its tag.");
            }
        }
    }

    private static void TakeOutExplanations(Declaration given)
    {
        var content = given.AdditionalInformation.Where(statement => !AmendingMessage.IsExplanation(statement)).ToList();
        given.AdditionalInformation.Clear();
        given.AdditionalInformation.AddRange(content);
    }

    private static void Merge(IMessage given, IMessage tree, ElementPath path, Findings findings)
    {
        foreach (var field in given.Descriptor.Fields.InFieldNumberOrder().Where(field => !Elements.IsOfMessage(field) && Elements.Has(field, given)))
        {
            if (!Elements.IsClass(field) || (field.IsRepeated && Elements.Number(field) is null) || (!field.IsRepeated && Elements.One(field, tree) is null))
            {
                Elements.Take(field, given, tree);
            }
            else if (!field.IsRepeated)
            {
                Merge(Elements.One(field, given)!, Elements.One(field, tree)!, path.Child(field), findings);
            }
            else
            {
                MergeNumbered(field, given, tree, path, findings);
            }
        }
    }

    private static void MergeNumbered(FieldDescriptor field, IMessage given, IMessage tree, ElementPath path, Findings findings)
    {
        var (number, declared, said) = (Elements.Number(field), Elements.List(field, tree), Elements.List(field, given));
        var (known, seen) = (new Dictionary<int, IMessage>(), new HashSet<int>());
        foreach (IMessage element in declared)
        {
            known.TryAdd(Elements.NumberOf(element, number), element);
        }

        for (var index = 0; index < said.Count; index++)
        {
            var element = (IMessage)said[index]!;
            var at = Elements.NumberOf(element, number);
            if (!seen.Add(at))
            {
                findings.Error("SWA089", path.Child(field, index).Child(number!), $"{at} stands here already: give each element of a list its own number.");
            }
            else if (known.TryGetValue(at, out var before))
            {
                Merge(element, before, path.Child(field, index), findings);
            }
            else
            {
                declared.Add(element);
            }
        }
    }
}
