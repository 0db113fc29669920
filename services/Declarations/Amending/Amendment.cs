// SPDX-License-Identifier: Apache-2.0
using Cbm.Contracts;
using Cbm.Contracts.States;
using Cbm.Declarations.Cases;
using Cbm.Declarations.Consolidation;
using Cbm.Declarations.Determination;
using Cbm.Declarations.Lodging;
using Cbm.Declarations.Mandates;
using Cbm.Declarations.Slicing;
using Cbm.Declarations.Storage;
using Cbm.Declarations.Validation;
using Cbm.ServiceDefaults.Doors;
using Cbm.ServiceDefaults.Problems;

namespace Cbm.Declarations.Amending;

/// <summary>
/// A declaration declared anew with a reason (RKC 3.27, 3.28): version n+1, determined anew, and only the units whose slice
/// changed are sent one. Not for goods whose control is ordered or that somebody stops, and not for what it is: party, type, direction.
/// </summary>
public sealed class Amendment(MandateBook mandates, Slicer slicer)
{
    // One that only waits for its goods is opened again.
    private static readonly string[] Moves = ["amend", "reviewReopened"];

    /// <summary>Applies it, all or nothing; every fault at once (422). What its state or an order does not allow is refused (409).</summary>
    /// <param name="declaration">The case, with its version.</param>
    /// <param name="amended">The whole declaration as it is to be.</param>
    /// <param name="form">What reading found wrong or doubtful in it.</param>
    /// <param name="by">Who amends.</param>
    /// <param name="now">When.</param>
    /// <param name="message">The message that asks for it, where one does.</param>
    public void Apply(Case declaration, Declaration amended, ReadFaults form, string by, DateTimeOffset now, AmendingMessage? message = null)
    {
        // One that says what it changes has taken the rest from what is declared.
        var change = message is { IsReplacement: false } ? message : null;
        var record = declaration.Record;
        if (!Array.Exists(Moves, move => StateMachine.Declaration.Targets(record.State, move).Count > 0))
        {
            throw Refusal.Conflict($"A declaration that is {record.State} cannot be amended.");
        }

        var reason = string.Join(", ", amended.Amendment.Select(one => one.ChangeReasonCode).Where(code => code.Length > 0).Distinct());
        var tree = Whole(amended, declaration.Tree);
        if (change is null)
        {
            AnswersKept.Restate(tree, declaration.Tree);
        }

        var warnings = Check(tree, amended, declaration, form, reason, now);
        if (change is not null)
        {
            AnswersKept.Forget(declaration.File, tree, declaration.Tree);
        }

        tree = Answered(tree, declaration);
        if (tree.Equals(declaration.Tree))
        {
            throw Refusal.Conflict("The declaration says this already; nothing is amended.");
        }

        MustBeFree(declaration, tree);
        declaration.File.Warnings.Clear();
        declaration.File.Warnings.AddRange(warnings);
        record.Ucr = tree.GoodsShipment?.Ucr?.Id ?? "";
        FanOut.Renew(declaration, tree, slicer, mandates, ("declarationAmended", by, $", reason {reason}{(change?.Reason is { Length: > 0 } why ? $": {why}" : "")}"), now);
        declaration.Consolidate(now);
        declaration.Save(now);
    }

    // What the window added at lodging stays.
    private static Declaration Whole(Declaration amended, Declaration before)
    {
        var tree = amended.Clone();
        tree.Amendment.Clear();
        (tree.Id, tree.AcceptanceDateTime) = (before.Id, before.AcceptanceDateTime);
        if (tree.FunctionCode is "4" or "5")
        {
            tree.FunctionCode = before.FunctionCode;
        }

        return tree;
    }

    // An answer that does not fit what is declared now is asked for again.
    private Declaration Answered(Declaration tree, Case declaration)
    {
        var (lodged, catalogue) = (declaration.Record.LodgedAt, mandates.Catalogue());
        var answered = AnswersKept.Declare(
            tree,
            declaration.Tree,
            declaration.File.Answers,
            one => RequirementDetermination.Determine(one, catalogue, DateOnly.FromDateTime(lodged.UtcDateTime)),
            GoodsKind.IsSame);
        return ReferenceEquals(answered, tree) || DeclarationValidation.Check(
            new Contracts.Serialisation.Reading<Declaration>(answered, [], [], null), new ValidationContext(mandates.Profile.Country, lodged)).Errors.Count == 0
            ? answered : tree;
    }

    private IReadOnlyList<Fault> Check(Declaration tree, Declaration amended, Case declaration, ReadFaults form, string reason, DateTimeOffset now)
    {
        var before = declaration.Tree;
        var (errors, warnings) = DeclarationValidation.Check(
            new Contracts.Serialisation.Reading<Declaration>(tree, form.Faults, form.Warnings, null),
            new ValidationContext(mandates.Profile.Country, now, before.Id));
        var findings = new Findings();
        if (reason.Length == 0)
        {
            findings.Error("SWA080", "amendment[0].changeReasonCode", "Say why: a change needs its reason code (element 099).");
        }

        Same("functionalReferenceId", tree.FunctionalReferenceId, before.FunctionalReferenceId, "LRN");
        Same("declarant.id", tree.Declarant?.Id ?? "", before.Declarant.Id, "declarant");
        Same("typeCode", tree.TypeCode, before.TypeCode, "type");
        if (tree.TypeCode == before.TypeCode)
        {
            Same("typeCode", Directions.Of(tree), Directions.Of(before), "direction");
        }

        if (tree.GoodsShipment?.GovernmentAgencyGoodsItem is { Count: > 0 } items && items.Count < before.GoodsShipment.GovernmentAgencyGoodsItem.Count)
        {
            // What a unit says of an item on its way here must find that item in its place.
            findings.Error("SWA082", "goodsShipment.governmentAgencyGoodsItem", "A goods item cannot be taken out: cancel the declaration and lodge another.");
        }

        if (amended.Id.Length > 0)
        {
            Same("id", amended.Id, declaration.Record.Mrn, "MRN");
        }

        return errors.Count + findings.Errors.Count > 0 ? throw Refusal.Invalid(errors.Concat(findings.Errors)) : warnings;

        void Same(string path, string said, string was, string what)
        {
            if (said != was)
            {
                findings.Error("SWA081", path, $"The {what} is {was} and cannot be amended; cancel the declaration and lodge another.");
            }
        }
    }

    // RKC 3.28: not the goods of which a control is ordered or made, that a unit stops or lets go under conditions only, or that are
    // prohibited while somebody looks at them. A unit that has a say on any goods has it on what the header says of them, too.
    private static void MustBeFree(Case declaration, Declaration tree)
    {
        var changed = Changed(tree, declaration.Tree).ToHashSet();
        foreach (var part in declaration.Parts)
        {
            if (PartStates.Standing(part).Select(order => order.Item).FirstOrDefault(changed.Contains) is > 0 and var stopped)
            {
                throw Refusal.Conflict($"{part.Unit} refuses or detains item {stopped}; it cannot be amended.");
            }

            if (part.Report?.Controls.Select(control => control.Item).FirstOrDefault(changed.Contains) is > 0 and var controlled)
            {
                throw Refusal.Conflict($"{part.Unit} has a control of item {controlled} ordered or made; it cannot be amended.");
            }

            if (part.Report?.Decisions.Where(decision => decision.Outcome == Outcome.Conditional).Select(decision => decision.Item).FirstOrDefault(changed.Contains) is > 0 and var bound)
            {
                throw Refusal.Conflict($"{part.Unit} has approved item {bound} under conditions; it cannot be amended.");
            }

            if (PartStates.Of(part) != ReviewState.Pending && part.Requirements
                .Where(asked => asked.Requirement is { Obligation: Obligation.Prohibited, Status: not (RequirementStatus.Waived or RequirementStatus.Question or RequirementStatus.NotApplicable) })
                .Select(asked => asked.Requirement.Item).FirstOrDefault(changed.Contains) is > 0 and var prohibited)
            {
                throw Refusal.Conflict($"Item {prohibited} is prohibited and before {part.Unit}; it cannot be amended.");
            }
        }
    }

    private static IEnumerable<int> Changed(Declaration tree, Declaration before)
    {
        var (items, earlier) = (tree.GoodsShipment.GovernmentAgencyGoodsItem, before.GoodsShipment.GovernmentAgencyGoodsItem);
        var isSameHeader = Header(tree).Equals(Header(before));
        return Enumerable.Range(1, earlier.Count).Where(item => !isSameHeader || !items[item - 1].Equals(earlier[item - 1]));
    }

    private static Declaration Header(Declaration tree)
    {
        var header = tree.Clone();
        (header.GoodsItemQuantity, header.InvoiceAmount, header.TotalGrossMassMeasure, header.TotalPackageQuantity) = (null, null, null, null);
        header.GoodsShipment.GovernmentAgencyGoodsItem.Clear();
        return header;
    }
}
