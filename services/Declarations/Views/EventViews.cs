// SPDX-License-Identifier: Apache-2.0
using Cbm.Contracts;
using Cbm.Declarations.Storage;
using Google.Protobuf.WellKnownTypes;

namespace Cbm.Declarations.Views;

/// <summary>The log, as a caller may see it.</summary>
public static class EventViews
{
    /// <summary>An officer sees the steps of the own units and those of the declaration as a whole, without their texts.</summary>
    public static EventList Of(IEnumerable<EventRecord> events, Viewer viewer)
    {
        var list = new EventList();
        foreach (var logged in events)
        {
            var whole = logged.Unit.Length == 0;
            if (!viewer.Whole && !viewer.Log && !viewer.States && !whole && !viewer.Units.Contains(logged.Unit))
            {
                continue;
            }

            var open = viewer.Whole || viewer.Log || viewer.Units.Contains(logged.Unit);
            list.Events.Add(new LoggedEvent
            {
                Sequence = logged.Sequence,
                Name = logged.Name,
                At = logged.At.ToTimestamp(),
                Unit = logged.Unit,

                // Who acted is for those who answer for it; a trader hears of the unit, not of the officer or the carrier.
                By = viewer.Log || (open && !viewer.Whole) || logged.By == "window" || logged.By == viewer.Subject ? logged.By : "",
                Text = open ? logged.Text : "",
                Hash = logged.Hash,
                PreviousHash = logged.PreviousHash,
            });
        }

        return list;
    }
}
