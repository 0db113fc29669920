// SPDX-License-Identifier: Apache-2.0
using Cbm.Contracts;
using Cbm.Contracts.Conditions;
using Cbm.Declarations.Cases;
using Cbm.Declarations.Consolidation;
using Cbm.Declarations.Lodging;
using Cbm.Declarations.Mandates;
using Cbm.Declarations.Responses;
using Cbm.Declarations.Slicing;
using Cbm.Declarations.Storage;
using Cbm.Declarations.Validation;
using Cbm.ServiceDefaults.Doors;
using Cbm.ServiceDefaults.Problems;

namespace Cbm.Declarations.Amending;

/// <summary>
/// A declaration declared anew with a reason (RKC 3.27, 3.28): version n+1, determined anew, and only the units whose slice
/// changed are sent one. Freely before a check begins; afterwards not for goods whose control is ordered or that somebody stops.
/// </summary>
public sealed class Amendment(MandateBook mandates, Slicer slicer)
{
    // The machine's own "amend"; one that only waits for its goods is opened again (reviewReopened).
    private static readonly HashSet<string> Amendable = ["ACCEPTED", "UNDER_REVIEW", "PRE_LODGED", "AWAITING_TRADER", "AWAITING_ARRIVAL"];

    /// <summary>Applies it, all or nothing; every fault at once (422). What its state or an order does not allow is refused (409).</summary>
    /// <param name="declaration">The case, with its version.</param>
    /// <param name="amended">The whole declaration as it is to be.</param>
    /// <param name="form">What reading found wrong or doubtful in it.</param>
    /// <param name="by">Who amends.</param>
    /// <param name="now">When.</param>
    public void Apply(Case declaration, Declaration amended, ReadFaults form, string by, DateTimeOffset now)
    {
        var record = declaration.Record;
        if (!Amendable.Contains(record.State))
        {
            throw Refusal.Conflict($"A declaration that is {record.State} cannot be amended.");
        }

        var reason = amended.Amendment.Select(one => one.ChangeReasonCode).FirstOrDefault(code => code.Length > 0) ?? "";
        var tree = Whole(amended, declaration.Tree);
        var warnings = Check(tree, amended, declaration, form, reason);
        if (tree.Equals(declaration.Tree))
        {
            throw Refusal.Conflict("The declaration says this already; nothing is amended.");
        }

        MustBeFree(declaration, tree);
        var asOf = DateOnly.FromDateTime(record.LodgedAt.UtcDateTime);
        declaration.Advance(tree, Determination.RequirementDetermination.Determine(tree, mandates.Catalogue(), asOf));
        declaration.File.Warnings.Clear();
        declaration.File.Warnings.AddRange(warnings);
        record.Ucr = tree.GoodsShipment?.Ucr?.Id ?? "";
        declaration.Log("declarationAmended", now, by, $"version {record.Version}, reason {reason}");
        declaration.Log("requirementsDetermined", now, "window", $"catalogue {declaration.Determination.CatalogueVersion}");
        var sent = FanOut.Send(declaration, slicer, mandates, now);
        if (sent.Count > 0)
        {
            declaration.Log("reviewsOpened", now, "window", string.Join(", ", sent));
        }

        if (WcoResponses.Questions(declaration, now) is { } required)
        {
            declaration.Respond(required, now);
        }

        declaration.Consolidate(now);
        declaration.Save(now);
    }

    // What the window added at lodging stays, and so does what the trader answered: it is not asked again for the same goods.
    private static Declaration Whole(Declaration amended, Declaration before)
    {
        var tree = amended.Clone();
        tree.Amendment.Clear();
        (tree.Id, tree.AcceptanceDateTime) = (before.Id, before.AcceptanceDateTime);
        if (tree.FunctionCode is "4" or "5")
        {
            tree.FunctionCode = before.FunctionCode;
        }

        var (items, earlier) = (tree.GoodsShipment?.GovernmentAgencyGoodsItem, before.GoodsShipment.GovernmentAgencyGoodsItem);
        for (var index = 0; index < Math.Min(items?.Count ?? 0, earlier.Count); index++)
        {
            if (GoodsCode.Of(items![index].Commodity) == GoodsCode.Of(earlier[index].Commodity))
            {
                var said = items[index].AdditionalInformation.Select(AttributeOf).ToHashSet();
                items[index].AdditionalInformation.AddRange(earlier[index].AdditionalInformation
                    .Where(statement => AttributeOf(statement) is { Length: > 0 } name && !said.Contains(name)));
            }
        }

        return tree;
    }

    private static string AttributeOf(AdditionalInformation statement) =>
        statement.StatementTypeCode == "ATT" ? statement.StatementDescription.Split('=')[0].Trim() : "";

    private IReadOnlyList<Fault> Check(Declaration tree, Declaration amended, Case declaration, ReadFaults form, string reason)
    {
        var before = declaration.Tree;
        var (errors, warnings) = DeclarationValidation.Check(
            new Contracts.Serialisation.Reading<Declaration>(tree, form.Faults, form.Warnings, null),
            new ValidationContext(mandates.Profile.Country, declaration.Record.LodgedAt));
        var findings = new Findings();
        if (reason.Length == 0)
        {
            findings.Error("SWA080", "amendment[0].changeReasonCode", "Say why: a change needs its reason code (element 099).");
        }

        Same("functionalReferenceId", tree.FunctionalReferenceId, before.FunctionalReferenceId, "LRN");
        Same("declarant.id", tree.Declarant?.Id ?? "", before.Declarant.Id, "declarant");
        Same("typeCode", tree.TypeCode, before.TypeCode, "type");
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

    // RKC 3.28: once a check has begun, not the goods of which the control is ordered, and none that a unit refuses or detains.
    private static void MustBeFree(Case declaration, Declaration tree)
    {
        var changed = Changed(tree, declaration.Tree).ToHashSet();
        foreach (var part in declaration.Parts)
        {
            if (PartStates.Standing(part).Select(order => order.Item).FirstOrDefault(changed.Contains) is > 0 and var stopped)
            {
                throw Refusal.Conflict($"{part.Unit} refuses or detains item {stopped}; it cannot be amended.");
            }

            var isBegun = PartStates.Of(part) is ReviewState.InReview or ReviewState.InfoRequested or ReviewState.ControlOrdered or ReviewState.AwaitingApproval;
            if (isBegun && part.Report!.Controls.Where(control => control.Result.Length == 0).Select(control => control.Item).FirstOrDefault(changed.Contains) is > 0 and var ordered)
            {
                throw Refusal.Conflict($"{part.Unit} has begun to examine item {ordered}, and a control of it is ordered; it cannot be amended now.");
            }
        }
    }

    private static IEnumerable<int> Changed(Declaration tree, Declaration before)
    {
        var (items, earlier) = (tree.GoodsShipment.GovernmentAgencyGoodsItem, before.GoodsShipment.GovernmentAgencyGoodsItem);
        return Enumerable.Range(1, Math.Max(items.Count, earlier.Count))
            .Where(item => item > items.Count || item > earlier.Count || !items[item - 1].Equals(earlier[item - 1]));
    }
}
