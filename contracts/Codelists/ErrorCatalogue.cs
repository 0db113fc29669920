// SPDX-License-Identifier: Apache-2.0
using System.Collections.Frozen;

namespace Cbm.Contracts.Codelists;

/// <summary>The published catalogue of error and warning codes, each with its title.</summary>
public static class ErrorCatalogue
{
    /// <summary>Codes of at most eight characters and what each is about.</summary>
    public static IReadOnlyDictionary<string, string> Titles { get; } =
        Table.Rows("errors.csv").ToFrozenDictionary(row => row[0], row => row[1], StringComparer.Ordinal);
}
