// SPDX-License-Identifier: Apache-2.0
using Cbm.Contracts;
using Cbm.Declarations.Log;
using Cbm.Declarations.Storage;
using Cbm.Declarations.Views;

namespace Cbm.Declarations.Audit;

/// <summary>The log of a declaration as proof: each event with its hash, and the first at which the chain does not hold.</summary>
public static class AuditTrails
{
    /// <summary>The trail.</summary>
    /// <param name="record">The declaration, which knows how long its log is and how it ends.</param>
    /// <param name="events">Its events in order.</param>
    public static AuditTrail Of(DeclarationRecord record, IReadOnlyList<EventRecord> events)
    {
        var broken = DeclarationLog.FirstBreak(record, events);
        var trail = new AuditTrail
        {
            Mrn = record.Mrn,
            Holds = broken is null,
            FirstBreak = broken ?? 0,
            Finding = broken is { } place ? Finding(record, events, place) : "",
            Length = record.LogLength,
            LastHash = record.LogHash,
        };
        trail.Events.AddRange(EventViews.Of(events, new Viewer(false, new HashSet<string>(), false, Log: true, "")).Events);
        return trail;
    }

    private static string Finding(DeclarationRecord record, IReadOnlyList<EventRecord> events, int place)
    {
        if (place > events.Count)
        {
            return record.LogLength > events.Count
                ? $"The log had {record.LogLength} events and has {events.Count}: the last are missing."
                : "The log ends with another event than the declaration remembers.";
        }

        var logged = events[place - 1];
        return logged.Sequence != place
            ? $"Event {place} is missing, or events are out of their order: {logged.Sequence} stands in its place."
            : $"Event {place} ({logged.Name}) is not what was written, or does not follow the one before it.";
    }
}
