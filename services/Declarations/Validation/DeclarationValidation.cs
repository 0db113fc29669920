// SPDX-License-Identifier: Apache-2.0
using Cbm.Contracts;
using Cbm.Contracts.Serialisation;

namespace Cbm.Declarations.Validation;

/// <summary>What a rule looks at: the declaration, its type, and what it is judged against.</summary>
public sealed record Subject(Declaration Declaration, DeclarationType Type, ValidationContext Context)
{
    /// <summary>The goods items, none where there is no shipment.</summary>
    public IReadOnlyList<GovernmentAgencyGoodsItem> Items { get; } = Declaration.GoodsShipment?.GovernmentAgencyGoodsItem is { } items ? items : [];
}

/// <summary>Whether a declaration may be lodged: every rule runs, every error is told. Pure; linear in the size of the declaration.</summary>
public static class DeclarationValidation
{
    private delegate void Rule(Subject subject, Findings findings);

    private static readonly Rule[] Rules =
    [
        DeclarationTypes.Check,
        RequiredHeader.Check,
        RequiredItemData.Check,
        RequiredCountries.Check,
        RequiredTransitData.Check,
        CodedElements.Check,
        CommodityCodes.Check,
        Origins.Check,
        Procedures.Check,
        ItemSequence.Check,
        Totals.Check,
        Masses.Check,
        Packages.Check,
        Dates.Check,
        Parties.Check,
        References.Check,
        Equipment.Check,
        Documents.Check,
        DocumentDetails.Check,
        Attributes.Check,
    ];

    /// <summary>Errors and warnings of a declaration; where it is no new declaration (a change, a cancellation, an arrival) that error alone.</summary>
    public static (IReadOnlyList<Fault> Errors, IReadOnlyList<Fault> Warnings) Check(Declaration declaration, ValidationContext context) =>
        Check(declaration, context, new Findings());

    /// <summary>The same of a declaration as it was read: what reading found comes first, and no rule speaks of an element that could not be read.</summary>
    public static (IReadOnlyList<Fault> Errors, IReadOnlyList<Fault> Warnings) Check(Reading<Declaration> reading, ValidationContext context) =>
        Check(
            reading.Message ?? throw new ArgumentException("What could not be read cannot be validated.", nameof(reading)),
            context, new Findings(reading.Faults, reading.Warnings));

    private static (IReadOnlyList<Fault> Errors, IReadOnlyList<Fault> Warnings) Check(Declaration declaration, ValidationContext context, Findings findings)
    {
        // A change of another declaration is not judged as if it were one itself.
        if (MessageFunction.IsNew(declaration, findings))
        {
            var subject = new Subject(declaration, DeclarationType.Of(declaration), context);
            foreach (var rule in Rules) rule(subject, findings);
        }
        return (findings.Errors, findings.Warnings);
    }
}
