// SPDX-License-Identifier: Apache-2.0
using Cbm.Contracts;
using Cbm.Declarations.Validation;
using Cbm.ServiceDefaults.Doors;
using Cbm.ServiceDefaults.Problems;

namespace Cbm.Declarations.Lodging;

/// <summary>Everything that is checked before a declaration may be lodged, its form and its content together.</summary>
public static class Examination
{
    /// <summary>The warnings, where nothing is wrong; otherwise every error at once (422).</summary>
    public static List<Fault> Examine(Declaration tree, ReadFaults form, ValidationContext context)
    {
        var (errors, warnings) = DeclarationValidation.Check(tree, context);

        // What could not be read is not called missing besides.
        var faults = form.Faults.Concat(errors.Where(error => !form.Faults.Any(fault => IsAbout(error, fault)))).ToList();
        return faults.Count > 0 ? throw Refusal.Invalid(faults) : [.. form.Warnings, .. warnings];
    }

    private static bool IsAbout(Fault error, Fault read) =>
        error.Pointer == read.Pointer || error.Path == read.Path || read.Path.StartsWith(error.Path + ".", StringComparison.Ordinal)
        || error.Path.StartsWith(read.Path + ".", StringComparison.Ordinal);
}
