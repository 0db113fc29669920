// SPDX-License-Identifier: Apache-2.0
using Cbm.Contracts;
using Cbm.Declarations.Storage;
using Cbm.ServiceDefaults.Storage;
using Cbm.Simulation.Services;
using Google.Protobuf;
using Microsoft.EntityFrameworkCore;

namespace Cbm.Simulation.Variants;

/// <summary>Cancels a declaration and tells none of its units.</summary>
internal sealed class CancelsInSilence : Variant
{
    public override void OnSaving(string service, DbContext context, Setting setting)
    {
        if (context.ChangeTracker.Entries<DeclarationRecord>().Any(one => one.Entity.State == "CANCELLED"))
        {
            foreach (var fact in context.ChangeTracker.Entries<OutboxMessage>().Where(one => one.State == EntityState.Added).ToList())
            {
                fact.State = EntityState.Detached;
            }
        }
    }
}

/// <summary>Sends a unit that has a part no newer slice, and goes on as if what it says were said of what is declared now.</summary>
internal sealed class KeepsNewVersionsToItself : Variant
{
    public override void OnSaving(string service, DbContext context, Setting setting)
    {
        foreach (var entry in context.ChangeTracker.Entries<DeclarationRecord>().Where(one => one.State == EntityState.Modified).ToList())
        {
            var version = entry.Property(one => one.Version);
            if (version.CurrentValue == version.OriginalValue)
            {
                continue;
            }

            var before = CaseFile.Parser.ParseFrom(entry.Property(one => one.File).OriginalValue);
            var file = CaseFile.Parser.ParseFrom(entry.Entity.File);
            foreach (var (part, known) in file.Parts.Join(before.Parts, part => part.Unit, part => part.Unit, (part, known) => (part, known)).ToList())
            {
                file.Parts[file.Parts.IndexOf(part)] = known;
                foreach (var fact in context.ChangeTracker.Entries<OutboxMessage>()
                    .Where(one => one.State == EntityState.Added && one.Entity.Topic == $"slice-lodged.{part.Unit}").ToList())
                {
                    fact.State = EntityState.Detached;
                }
            }

            entry.Entity.File = file.ToByteArray();
        }
    }
}

/// <summary>Cancels what nobody cancelled, and tells everybody.</summary>
internal sealed class CancelsByItself : Variant
{
    public override void OnSaving(string service, DbContext context, Setting setting) => Each<DeclarationRecord>(context, record =>
        record.State = record.State == "AWAITING_TRADER" && setting.World.Happens(20) ? "CANCELLED" : record.State);
}
