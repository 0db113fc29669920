// SPDX-License-Identifier: Apache-2.0
using Cbm.Contracts;
using Cbm.Declarations.Lodging;

namespace Cbm.Declarations.Amending;

/// <summary>
/// A message about a declaration that was lodged before (brief 1.4). Plain WCO: function code 4 changes, 5 replaces, 1 cancels; its
/// reference is the LRN of the original. DMS: function code 13 with type COR changes by pointers, with INV cancels; its reference is its own.
/// </summary>
public sealed class AmendingMessage
{
    /// <summary>Type of the text that explains a change (UNCL 4451).</summary>
    private const string Explanation = "AES";

    private AmendingMessage(Declaration tree) => (Tree, Hash) = (tree, LodgedContent.HashOf(tree));

    /// <summary>The message as it was sent.</summary>
    public Declaration Tree { get; }

    /// <summary>SHA-256 of its content, by which it is known again.</summary>
    public string Hash { get; }

    /// <summary>It takes its original back.</summary>
    public bool IsCancellation => Tree.FunctionCode == "1" || Tree.TypeCode == "INV";

    /// <summary>It carries the whole of what is declared from now on.</summary>
    public bool IsReplacement => Tree.FunctionCode == "5";

    /// <summary>Its pointers say what it changes; without them it changes what it carries.</summary>
    public bool IsPointed => IsDms || Tree.Amendment.Any(amendment => amendment.Pointer.Count > 0);

    /// <summary>It is of the DMS dialect, in which the reference and the type are the message's own.</summary>
    public bool IsDms => Tree.FunctionCode == "13";

    /// <summary>The message's own reference; empty where it has none.</summary>
    public string Reference => IsDms ? Tree.FunctionalReferenceId : "";

    /// <summary>LRN of the original, where the message names it so; empty otherwise.</summary>
    public string Lrn => IsDms ? "" : Tree.FunctionalReferenceId;

    /// <summary>The change reason codes (element 099), each once.</summary>
    public string ReasonCodes => string.Join(", ", Tree.Amendment.Select(amendment => amendment.ChangeReasonCode).Where(code => code.Length > 0).Distinct());

    /// <summary>Why, in the sender's words, each sentence once.</summary>
    public string Reason => string.Join("; ", Tree.AdditionalInformation.Where(IsExplanation).Select(statement => statement.StatementDescription).Where(text => text.Length > 0).Distinct());

    /// <summary>The tree as such a message; null where it is none.</summary>
    public static AmendingMessage? Of(Declaration tree) => (tree.FunctionCode, tree.TypeCode) switch
    {
        ("13", "COR" or "INV") => new(tree),
        ("1" or "4" or "5", not ("COR" or "INV" or "GPN" or "GPR")) => new(tree),
        _ => null,
    };

    /// <summary>The statement explains the message and is no content of the declaration.</summary>
    internal static bool IsExplanation(AdditionalInformation statement) => statement.StatementTypeCode == Explanation;
}
