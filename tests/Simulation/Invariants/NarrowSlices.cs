// SPDX-License-Identifier: Apache-2.0
using System.Collections;
using System.Collections.Concurrent;
using Cbm.Contracts;
using Cbm.Simulation.People;
using Cbm.Simulation.Services;
using Cbm.TestKit;
using Google.Protobuf;
using Microsoft.EntityFrameworkCore;

namespace Cbm.Simulation.Invariants;

/// <summary>No slice that an agency was ever sent has an element that its unit must not see, by brief section 3 as a person reads it.</summary>
internal static class NarrowSlices
{
    private static readonly ConcurrentDictionary<(string Unit, string Path), bool> Known = new();
    private static readonly string[] Own = ["/AdditionalDocument/", "/AdditionalInformation/", "/Product/ProductName/"];

    public static void Check(Truth truth, Ledger ledger)
    {
        foreach (var agency in Ground.Agencies)
        {
            using var context = truth.Agency(agency.Code);
            foreach (var slice in context.Slices.AsNoTracking().Select(row => row.Content).ToList().Select(Slice.Parser.ParseFrom))
            {
                Walk(slice.Declaration, "Declaration", slice, 0, ledger);
            }
        }
    }

    private static void Walk(IMessage message, string path, Slice slice, int item, Ledger ledger)
    {
        foreach (var field in message.Descriptor.Fields.InFieldNumberOrder())
        {
            var name = field.GetOptions()?.GetExtension(WcoExtensions.WcoName) is { Length: > 0 } named ? named : field.PropertyName.TrimEnd('_');
            var value = field.Accessor.GetValue(message);
            var values = field.IsRepeated ? ((IList)value).Cast<object>().ToList() : value is null or "" || (field.HasPresence && !field.Accessor.HasValue(message)) ? [] : [value];
            for (var index = 0; index < values.Count; index++)
            {
                var number = name == "GovernmentAgencyGoodsItem" ? slice.Items[index].Item : item;
                var here = name == "GovernmentAgencyGoodsItem" ? $"{path}/{name}[{number}]" : $"{path}/{name}";
                if (values[index] is IMessage inner and not (Amount or Quantity))
                {
                    Walk(inner, here, slice, number, ledger);
                }
                else if (values[index] is not 0 && !Sees(slice.Unit, here, number) && !IsOwn(here))
                {
                    ledger.Violate($"{slice.Unit} was sent {path[(path.LastIndexOf('/') + 1)..]}/{name}");
                }
            }
        }
    }

    // The number of a goods item makes no difference, once it is one of the slice's own; the rest is asked once for all runs.
    private static bool Sees(string unit, string path, int item) => Known.GetOrAdd(
        (unit, path.Replace($"Item[{item}]", "Item[1]", StringComparison.Ordinal)), one => MaySee.Sees(one.Unit, one.Path, 1));

    // Of documents, statements and product names a unit sees what its own requirements ask for; which those are, the slicer's own tests hold.
    private static bool IsOwn(string path) => path.Contains("Item[", StringComparison.Ordinal)
        && Own.Any(one => path.Contains(one, StringComparison.Ordinal));
}
