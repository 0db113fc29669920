// SPDX-License-Identifier: Apache-2.0
using Cbm.Contracts;
using Cbm.Declarations.Cases;
using Cbm.Declarations.Consolidation;
using Cbm.Declarations.Determination;
using Cbm.Declarations.Documents;
using Cbm.Declarations.Mandates;
using Cbm.Declarations.Responses;
using Cbm.Declarations.Slicing;
using Cbm.Declarations.Storage;
using Cbm.ServiceDefaults.Messaging;

namespace Cbm.Declarations.Lodging;

/// <summary>Cuts each unit its slice and puts it on its way; on a later version only to those whose slice changed.</summary>
public static class FanOut
{
    /// <summary>What follows from every version, the first and each later one: its requirements are told, its slices sent, its questions asked.</summary>
    public static void Open(Case declaration, Slicer slicer, MandateBook mandates, DateTimeOffset now)
    {
        declaration.Log("requirementsDetermined", now, "window", $"catalogue {declaration.Determination.CatalogueVersion}");
        var sent = Send(declaration, slicer, mandates, now);
        if (sent.Count > 0)
        {
            declaration.Log("reviewsOpened", now, "window", string.Join(", ", sent));
        }

        if (WcoResponses.Questions(declaration, now) is { } required)
        {
            declaration.Respond(required, now);
        }
    }

    /// <summary>A later version: what is now declared, determined anew by the rules as dated at lodging, whenever it comes.</summary>
    /// <param name="declaration">The case.</param>
    /// <param name="tree">What is declared from now on.</param>
    /// <param name="slicer">Cuts the slices.</param>
    /// <param name="mandates">Mandates of now.</param>
    /// <param name="cause">Event that made it, who did it, and what else the log says of it.</param>
    /// <param name="now">When.</param>
    public static void Renew(
        Case declaration, Declaration tree, Slicer slicer, MandateBook mandates, (string Name, string By, string Text) cause, DateTimeOffset now)
    {
        var asOf = DateOnly.FromDateTime(declaration.Record.LodgedAt.UtcDateTime);
        declaration.Advance(tree, RequirementDetermination.Determine(tree, mandates.Catalogue(), asOf));
        declaration.Log(cause.Name, now, cause.By, $"version {declaration.Record.Version}{cause.Text}");
        Open(declaration, slicer, mandates, now);
    }

    /// <summary>Sends the slices of the case's newest version; says which units were sent one.</summary>
    public static List<string> Send(Case declaration, Slicer slicer, MandateBook mandates, DateTimeOffset now)
    {
        var record = declaration.Record;
        var sent = new List<string>();
        var needed = Slicer.Units(declaration.Determination, mandates.Profile.LeadUnit);
        foreach (var unit in needed)
        {
            var part = declaration.PartOf(unit);
            var slice = Cut(slicer, mandates, record, record.Version, declaration.Tree, declaration.Determination, unit, HoldsOfOthers(declaration, unit));
            var hash = SliceHash.Of(slice);
            if (part is { Withdrawn: false, Unneeded: false } && part.SliceHash == hash)
            {
                continue;
            }

            if (part is null)
            {
                part = new UnitPart { Agency = slice.Agency, Unit = unit };
                declaration.File.Parts.Add(part);
                declaration.Context.Parts.Add(new PartRecord { Mrn = record.Mrn, Unit = unit, LodgedAt = record.LodgedAt });
            }

            Renew(part, slice, hash);
            NamedDocuments.Show(declaration, part, slice.Declaration);

            // Release is the lead unit's legal act (brief 11.2): without its yes there is none, whatever it was asked.
            part.Blocking |= unit == mandates.Profile.LeadUnit;
            declaration.Context.Announce(
                part.Agency,
                $"slice-lodged.{unit}",
                record.Mrn,
                $"{record.Mrn}/{unit}/{record.Version}/slice",
                new SliceLodged { Slice = slice, Hash = hash, Presented = record.Presented },
                now);
            sent.Add(unit);
        }

        Withdraw(declaration, needed, now);
        return sent;
    }

    /// <summary>One unit's slice of one version; cut again from the same version it has the same bytes.</summary>
    public static Slice Cut(
        Slicer slicer,
        MandateBook mandates,
        DeclarationRecord record,
        int version,
        Declaration tree,
        Contracts.Determination determination,
        string unit,
        IReadOnlyList<ConsignmentHold> holds) => slicer.Cut(
            tree,
            determination,
            unit,
            mandates.Requirements.GetValueOrDefault,
            new SliceOf(record.Mrn, version, Directions.Of(tree), record.LodgedAt) { Holds = holds },
            mandates.Profile.LeadUnit,
            mandates.LeadAgency)
        ?? throw new InvalidOperationException($"{unit} has a requirement and no slice.");

    // What the unit refused or detained stands over the new version, until it has reported on that one: no answer of a trader lifts it.
    private static void Renew(UnitPart part, Slice slice, string hash)
    {
        var standing = PartStates.Standing(part).ToList();
        var scoped = part.Requirements.Where(asked => asked.HoldScope == HoldScope.Consignment).Select(asked => asked.Requirement.Item).ToHashSet();
        part.WholeLoad.AddRange(standing.Select(decision => decision.Item).Where(item => scoped.Contains(item) && !part.WholeLoad.Contains(item)));
        part.Held.Clear();
        part.Held.AddRange(standing);
        (part.Version, part.SliceHash, part.Withdrawn, part.Unneeded) = (slice.Version, hash, false, false);
        part.Items.Clear();
        part.Items.AddRange(slice.Items.Select(item => item.Item));
        part.Requirements.Clear();
        part.Requirements.AddRange(slice.Requirements);
        part.Blocking |= slice.Requirements.Any(asked => asked.ReleaseBlocking);
    }

    // Brief 3: every unit hears of a hold on the whole consignment, whatever its goods items.
    internal static List<ConsignmentHold> HoldsOfOthers(Case declaration, string unit) =>
    [
        .. declaration.Parts.Where(part => part.Unit != unit)
            .Where(part => PartStates.Standing(part).Any(decision => decision.Outcome == Outcome.Detain))
            .Select(part => new ConsignmentHold { Unit = part.Unit, Text = "The unit detains goods of the consignment." }),
    ];

    private static void Withdraw(Case declaration, IReadOnlyList<string> needed, DateTimeOffset now)
    {
        foreach (var part in declaration.Parts.Where(part => !part.Unneeded && !needed.Contains(part.Unit)).ToList())
        {
            part.Unneeded = true;

            // Who refused or detained keeps its part: that nothing is asked of it any more does not undo what it ordered. Nor is a
            // control lifted that is drawn and not made: the unit is at its end when it is.
            if (PartStates.Standing(part).Count == 0 && !PartStates.HasDrawn(part))
            {
                declaration.TellToLeave(part, now);
            }
        }
    }
}
