// SPDX-License-Identifier: Apache-2.0
using Cbm.Contracts;
using Cbm.Declarations.Cases;
using Cbm.Declarations.Lodging;
using Cbm.Declarations.Mandates;
using Cbm.Declarations.Slicing;
using Microsoft.EntityFrameworkCore;

namespace Cbm.Declarations.Views;

/// <summary>Who sees what of a declaration: each unit's slice as it was cut, with the hash that was kept then.</summary>
public static class SliceViews
{
    /// <summary>The slices; each is cut again from the version it was cut from, which gives the same bytes.</summary>
    public static async Task<SliceList> Of(Case declaration, Slicer slicer, MandateBook mandates, CancellationToken cancel)
    {
        var record = declaration.Record;
        var wanted = declaration.Parts.Select(part => part.Version).Distinct().ToList();
        var versions = await declaration.Context.Versions.AsNoTracking()
            .Where(version => version.Mrn == record.Mrn && wanted.Contains(version.Version)).ToListAsync(cancel);
        var list = new SliceList();
        foreach (var part in declaration.Parts)
        {
            var version = versions.Single(version => version.Version == part.Version);
            var slice = FanOut.Cut(
                slicer,
                mandates,
                record,
                part.Version,
                Declaration.Parser.ParseFrom(version.Tree),
                Contracts.Determination.Parser.ParseFrom(version.Determination),
                part.Unit,
                []);

            // What the unit was asked then, whatever its mandate says today.
            slice.Requirements.Clear();
            slice.Requirements.AddRange(part.Requirements);
            list.Slices.Add(new SliceView { Agency = part.Agency, Unit = part.Unit, Version = part.Version, Hash = part.SliceHash, Slice = slice });
        }

        return list;
    }
}
