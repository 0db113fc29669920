// SPDX-License-Identifier: Apache-2.0
using Cbm.Declarations.Cases;
using Cbm.Declarations.Storage;
using Cbm.ServiceDefaults.Problems;

namespace Cbm.Declarations.Amending;

/// <summary>Recognises a message that was applied to its original before: by its own reference, or by its content where it has none.</summary>
internal static class AppliedMessages
{
    /// <summary>Whether it was applied already. Another message under its reference, or one that newer versions have followed, is refused (409).</summary>
    public static bool Has(Case declaration, AmendingMessage message)
    {
        var (reference, hash) = (message.Reference, message.Hash);
        var known = declaration.File.Messages.LastOrDefault(one => one.Reference == reference && (reference.Length > 0 || one.Hash == hash));
        if (known is not null && known.Hash != hash)
        {
            throw Refusal.Conflict($"The reference {reference} was used for another message about this declaration.");
        }

        // Sent again late, it must not undo what came after it; meant anew, it must be told from that.
        return known is not null && reference.Length == 0 && known.Version != declaration.Record.Version
            ? throw Refusal.Conflict($"This message made version {known.Version}, and version {declaration.Record.Version} is declared since. To declare it anew give it a time of its own (IssueDateTime).")
            : known is not null;
    }

    /// <summary>Refuses (409) to replace the whole of a version that no message of the same sender made: it may say what the sender never saw.</summary>
    public static void MustKnowNewest(Case declaration, string by)
    {
        var version = declaration.Record.Version;
        if (version > 1 && !declaration.File.Messages.Any(one => one.Version == version && one.Sender == by))
        {
            throw Refusal.Conflict($"Version {version} was not made by a message of this sender, and this one replaces the whole of it: look at it, and name it by If-Match.");
        }
    }

    /// <summary>Remembers a message that is applied in this unit of work, and its sender.</summary>
    public static void Keep(Case declaration, AmendingMessage message, string by) => declaration.File.Messages.Add(new AppliedMessage
    {
        Reference = message.Reference,
        Hash = message.Hash,
        Version = declaration.Record.Version + (message.IsCancellation ? 0 : 1),
        Sender = by,
    });
}
