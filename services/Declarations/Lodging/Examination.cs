// SPDX-License-Identifier: Apache-2.0
using Cbm.Contracts;
using Cbm.Contracts.Serialisation;
using Cbm.Declarations.Validation;
using Cbm.ServiceDefaults.Doors;
using Cbm.ServiceDefaults.Problems;

namespace Cbm.Declarations.Lodging;

/// <summary>Everything that is checked before a declaration may be lodged, its form and its content together.</summary>
public static class Examination
{
    /// <summary>The warnings, where nothing is wrong; otherwise every error at once (422).</summary>
    public static IReadOnlyList<Fault> Examine(Declaration tree, ReadFaults form, ValidationContext context)
    {
        var (errors, warnings) = DeclarationValidation.Check(new Reading<Declaration>(tree, form.Faults, form.Warnings, null), context);
        return errors.Count > 0 ? throw Refusal.Invalid(errors) : warnings;
    }
}
