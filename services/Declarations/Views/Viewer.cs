// SPDX-License-Identifier: Apache-2.0
using Cbm.Declarations.Representations;
using Cbm.Declarations.Storage;

namespace Cbm.Declarations.Views;

/// <summary>How much of a declaration a caller may see. What is not said here is not seen.</summary>
/// <param name="Whole">The declarant or its agent: everything of it but other agencies' inner notes.</param>
/// <param name="Units">Units of an officer whose slice this declaration has; empty for others.</param>
/// <param name="States">The coordinator: how every unit stands, data of none but the own slice.</param>
/// <param name="Log">The auditor: the log.</param>
/// <param name="Subject">Who looks.</param>
public sealed record Viewer(bool Whole, IReadOnlySet<string> Units, bool States, bool Log, string Subject)
{
    /// <summary>Nothing at all: the declaration does not exist for this caller.</summary>
    public bool IsBlind => !Whole && Units.Count == 0 && !States && !Log;

    /// <summary>What the caller sees of the declaration with these parts.</summary>
    public static Viewer Of(Authority authority, DeclarationRecord record, CaseFile file) => new(
        authority.MayActFor(record.Declarant, record.TypeCode),
        file.Parts.Where(part => authority.Caller.WorksFor(part.Agency, part.Unit)).Select(part => part.Unit).ToHashSet(),
        authority.Caller.Is("coordinator"),
        authority.Caller.Is("auditor"),
        authority.Caller.Subject);

    /// <summary>Whether the caller sees this unit's part with its content.</summary>
    public bool Sees(string unit) => Whole || Units.Contains(unit);
}
