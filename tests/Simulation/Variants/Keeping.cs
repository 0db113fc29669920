// SPDX-License-Identifier: Apache-2.0
using Cbm.Contracts.Codelists;
using Cbm.Declarations.Slicing;
using Cbm.Declarations.Storage;
using Cbm.Simulation.Services;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;

namespace Cbm.Simulation.Variants;

/// <summary>Answers before what it wrote is on the disk: the end of the process takes the last of it back.</summary>
internal sealed class AnswersBeforeTheFlush : Variant
{
    private readonly Dictionary<string, SqliteConnection> _flushed = [];

    public override void OnFlushed(string service, Setting setting)
    {
        // What was on the disk some transactions ago.
        if (!_flushed.ContainsKey(service) || setting.World.Happens(300))
        {
            _flushed[service] = setting.Disk.Copy(service);
        }
    }

    public override void OnEnded(string service, Setting setting)
    {
        if (_flushed.TryGetValue(service, out var copy))
        {
            setting.Disk.Restore(service, copy);
        }
    }
}

/// <summary>Cuts its slices by a register that one letter makes wider: health sees the customs value.</summary>
internal sealed class CutsWiderSlices : Variant
{
    private static readonly Slicer Wide = new(Register.Parse(Widened()), Ground.Key, Rates.ToEuro);

    public override Slicer Slicer => Wide;

    private static string Widened()
    {
        using var stream = typeof(Register).Assembly.GetManifestResourceStream("slices.csv")!;
        using var reader = new StreamReader(stream);
        var lines = reader.ReadToEnd().ReplaceLineEndings("\n").Split('\n');
        var column = Array.IndexOf(lines[0].Split(','), "PUBLIC_HEALTH");
        for (var index = 1; index < lines.Length; index++)
        {
            if (lines[index].StartsWith("Declaration/InvoiceAmount,", StringComparison.Ordinal))
            {
                var cells = lines[index].Split(',');
                cells[column] = "R";
                lines[index] = string.Join(',', cells);
            }
        }

        return string.Join('\n', lines);
    }
}

/// <summary>Does not see that an LRN is used already.</summary>
internal sealed class ForgetsReferences : Variant
{
    public override void OnSaving(string service, DbContext context, Setting setting)
    {
        // The reference is kept in another spelling, which no look-up finds.
        foreach (var entry in context.ChangeTracker.Entries<DeclarationRecord>().Where(one => one.State == EntityState.Added))
        {
            entry.Property(one => one.Declarant).CurrentValue = $"{entry.Entity.Declarant}.{setting.World.Chance.Next()}";
        }
    }
}
