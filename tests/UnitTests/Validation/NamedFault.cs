// SPDX-License-Identifier: Apache-2.0
using Cbm.Contracts;

namespace Cbm.UnitTests.Validation;

/// <summary>One thing broken in a declaration, and the one fault that must be found: its code at its pointer.</summary>
/// <param name="Name">What is broken, in words.</param>
/// <param name="Code">Code of the catalogue.</param>
/// <param name="Pointer">WCO pointer.</param>
/// <param name="Break">Breaks it.</param>
/// <param name="Also">Which accepted declarations it can be broken in with the same result; null: only the show-case.</param>
/// <param name="IsWarning">It is doubtful, not wrong.</param>
public sealed record NamedFault(
    string Name, string Code, string Pointer, Action<Declaration> Break, Func<Declaration, bool>? Also = null, bool IsWarning = false)
{
    /// <summary>It can be broken in the show-case, whatever else.</summary>
    public bool IsInShowCase => Also is null || Also(Given.ShowCase);

    public override string ToString() => Name;
}
