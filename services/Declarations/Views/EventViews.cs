// SPDX-License-Identifier: Apache-2.0
using Cbm.Contracts;
using Cbm.Declarations.Storage;
using Google.Protobuf.WellKnownTypes;

namespace Cbm.Declarations.Views;

/// <summary>The log, as a caller may see it.</summary>
public static class EventViews
{
    /// <summary>An officer sees the steps of the own units and those of the declaration as a whole, without their texts.</summary>
    public static EventList Of(IEnumerable<EventRecord> events, Sight sight)
    {
        var list = new EventList();
        foreach (var logged in events)
        {
            var whole = logged.Unit.Length == 0;
            if (!sight.Whole && !sight.Log && !sight.States && !whole && !sight.Units.Contains(logged.Unit))
            {
                continue;
            }

            var open = sight.Whole || sight.Log || sight.Units.Contains(logged.Unit);
            list.Events.Add(new LoggedEvent
            {
                Sequence = logged.Sequence,
                Name = logged.Name,
                At = logged.At.ToTimestamp(),
                Unit = logged.Unit,

                // Who acted is for those who answer for it; a trader hears of the unit, not of the officer.
                By = sight.Log || (open && !sight.Whole) || (sight.Whole && whole) ? logged.By : "",
                Text = open ? logged.Text : "",
                Hash = logged.Hash,
                PreviousHash = logged.PreviousHash,
            });
        }

        return list;
    }
}
