// SPDX-License-Identifier: Apache-2.0
using Cbm.Contracts;
using Cbm.Declarations.Cases;
using Cbm.Declarations.Determination;
using Cbm.Declarations.Mandates;
using Cbm.Declarations.Slicing;
using Cbm.Declarations.Storage;
using Cbm.ServiceDefaults.Messaging;

namespace Cbm.Declarations.Lodging;

/// <summary>Cuts each unit its slice and puts it on its way; on a later version only to those whose slice changed.</summary>
public static class FanOut
{
    /// <summary>Sends the slices of the case's newest version; says which units were sent one.</summary>
    public static List<string> Send(Case declaration, Slicer slicer, MandateBook mandates, DateTimeOffset now)
    {
        var record = declaration.Record;
        var sent = new List<string>();
        foreach (var unit in Slicer.Units(declaration.Determination))
        {
            var slice = Cut(slicer, mandates, record, record.Version, declaration.Tree, declaration.Determination, unit);
            var agency = slice.Agency;
            var hash = SliceHash.Of(slice);
            var part = declaration.PartOf(unit);
            if (part is { Withdrawn: false } && part.SliceHash == hash)
            {
                continue;
            }

            if (part is null)
            {
                part = new UnitPart { Agency = agency, Unit = unit };
                declaration.File.Parts.Add(part);
                declaration.Context.Parts.Add(new PartRecord { Mrn = record.Mrn, Unit = unit, LodgedAt = record.LodgedAt });
            }

            (part.Version, part.SliceHash, part.Report, part.Withdrawn) = (record.Version, hash, null, false);
            part.Overtaken.Clear();
            part.Items.Clear();
            part.Items.AddRange(slice.Items.Select(item => item.Item));
            part.Requirements.Clear();
            part.Requirements.AddRange(slice.Requirements);
            declaration.Context.Announce(
                agency,
                $"slice-lodged.{unit}",
                record.Mrn,
                $"{record.Mrn}/{unit}/{record.Version}/slice",
                new SliceLodged { Slice = slice, Hash = hash, Presented = record.Presented });
            sent.Add(unit);
        }

        Withdraw(declaration, now);
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
        string unit) => slicer.Cut(
            tree, determination, unit, mandates.Requirements.GetValueOrDefault, new SliceOf(record.Mrn, version, Directions.Of(tree), record.LodgedAt))
        ?? throw new InvalidOperationException($"{unit} has a requirement and no slice.");

    private static void Withdraw(Case declaration, DateTimeOffset now)
    {
        var needed = Slicer.Units(declaration.Determination);
        foreach (var part in declaration.Parts.Where(part => !needed.Contains(part.Unit)).ToList())
        {
            declaration.TellUnit(part, now, new DeclarationChanged { Kind = ChangeKind.Withdrawn }, "withdrawn");
            declaration.Log("reviewWithdrawn", now, "window", "no requirement of the unit is left", part.Unit);
            part.Withdrawn = true;
        }
    }
}
