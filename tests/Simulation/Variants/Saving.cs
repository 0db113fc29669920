// SPDX-License-Identifier: Apache-2.0
using Cbm.Agencies.Storage;
using Cbm.Contracts;
using Cbm.Declarations.Storage;
using Cbm.ServiceDefaults.Storage;
using Cbm.Simulation.Kernel;
using Cbm.Simulation.Services;
using Google.Protobuf;
using Microsoft.EntityFrameworkCore;

namespace Cbm.Simulation.Variants;

/// <summary>Tells a fact before it is saved, and saves it after: what is not saved was told all the same.</summary>
internal sealed class AnnouncesBeforeSaving : Variant
{
    public override void OnSaving(string service, DbContext context, Setting setting)
    {
        foreach (var fact in context.ChangeTracker.Entries<OutboxMessage>().Where(one => one.State == EntityState.Added).Select(one => one.Entity).ToList())
        {
            var delivery = ServiceDefaults.Messaging.Delivery.Of([fact], service, setting.LifeOf(service), default);
            setting.World.After(TimeSpan.FromMilliseconds(1), () => setting.Deliver(fact.Subscriber, delivery));
        }
    }
}

/// <summary>Loses a fact of the outbox now and then.</summary>
internal sealed class LosesOutboxRows : Variant
{
    public override void OnSaving(string service, DbContext context, Setting setting)
    {
        foreach (var fact in context.ChangeTracker.Entries<OutboxMessage>().Where(one => one.State == EntityState.Added && setting.World.Happens(20)).ToList())
        {
            fact.State = EntityState.Detached;
        }
    }
}

/// <summary>Releases what only waits for its goods to arrive.</summary>
internal sealed class ReleasesWithoutPresentation : Variant
{
    public override void OnSaving(string service, DbContext context, Setting setting) =>
        Each<DeclarationRecord>(context, record => record.State = record.State == "AWAITING_ARRIVAL" ? "RELEASED" : record.State);
}

/// <summary>Takes the silence of the last unit for its consent.</summary>
internal sealed class TakesSilenceForConsent : Variant
{
    public override void OnSaving(string service, DbContext context, Setting setting) => Each<DeclarationRecord>(context, record =>
    {
        var silent = record.State == "UNDER_REVIEW" && record.Presented
            ? CaseFile.Parser.ParseFrom(record.File).Parts.Count(part => part.Report?.Decision is null or Outcome.Unspecified) : 0;
        record.State = silent == 1 ? "RELEASED" : record.State;
    });
}

/// <summary>Writes events that name no event before them.</summary>
internal sealed class BreaksTheChain : Variant
{
    public override void OnSaving(string service, DbContext context, Setting setting)
    {
        foreach (var entry in context.ChangeTracker.Entries<EventRecord>().Where(one => one.State == EntityState.Added && one.Entity.Sequence > 5))
        {
            entry.Property(one => one.PreviousHash).CurrentValue = "";
        }
    }
}

/// <summary>Asks a question again that was answered: the answer is not kept with the case.</summary>
internal sealed class ForgetsAnswers : Variant
{
    private readonly Dictionary<string, Question> _asked = [];

    public override void OnSaving(string service, DbContext context, Setting setting) => Each<DeclarationRecord>(context, record =>
    {
        var file = CaseFile.Parser.ParseFrom(record.File);
        if (file.Questions.Count > 0)
        {
            _asked[record.Mrn] = file.Questions[0];
        }
        else if (_asked.TryGetValue(record.Mrn, out var question) && setting.World.Happens(200))
        {
            file.Questions.Add(question);
            record.File = file.ToByteArray();
        }
    });
}

/// <summary>Takes reviews out of the queue that nobody has decided.</summary>
internal sealed class DropsFromTheQueue : Variant
{
    public override void OnSaving(string service, DbContext context, Setting setting) =>
        Each<ReviewRow>(context, row => row.InQueue = row.InQueue && !setting.World.Happens(50));
}

/// <summary>Forgets that the goods are presented when a newer slice comes.</summary>
internal sealed class ForgetsPresentation : Variant
{
    public override void OnSaving(string service, DbContext context, Setting setting) => Each<ReviewRow>(context, row =>
    {
        var review = row.Read();
        if (review.Presented && review.Version > 1)
        {
            review.Presented = false;
            row.Keep(review);
        }
    });
}
