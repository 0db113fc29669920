// SPDX-License-Identifier: Apache-2.0
using Cbm.Contracts;
using Cbm.Contracts.Codelists;
using Cbm.Contracts.Profiles;

namespace Cbm.Declarations.Queries;

/// <summary>What may be wrong with a query for requirements.</summary>
internal static class QueryFaults
{
    private const int MostItems = 1000;

    public static IEnumerable<Fault> In(RequirementQuery query)
    {
        if (query.Profile.Length > 0 && Profile.Find(query.Profile) is null)
        {
            yield return Fault("SWA080", "profile", $"There is no profile {query.Profile}; take XX, FI or BW.");
        }

        if (query.Direction is not ("IM" or "EX" or "TR"))
        {
            yield return Fault("SWA081", "direction", "Give the direction: IM, EX or TR.");
        }

        if (query.Items.Count is 0 or > MostItems)
        {
            yield return Fault("SWA082", "items", $"Ask about 1 to {MostItems} goods items.");
        }

        foreach (var (value, path) in Countries(query).Where(country => country.Value.Length > 0 && !CodeList.Named("ISO3166").Contains(country.Value)))
        {
            yield return Fault("SWA083", path, $"{value} is not an ISO 3166-1 country code.");
        }

        for (var index = 0; index < query.Items.Count; index++)
        {
            var hs = query.Items[index].Hs;
            if (hs.Length is < 2 or > 12 || !hs.All(char.IsAsciiDigit))
            {
                yield return Fault("SWA084", $"items[{index}].hs", "Give the HS code: 2 to 12 digits.");
            }
        }
    }

    private static IEnumerable<(string Value, string Path)> Countries(RequirementQuery query) =>
        query.Items.Select((item, index) => (item.Origin, $"items[{index}].origin"))
            .Prepend((query.Destination, "destination")).Prepend((query.Origin, "origin"));

    private static Fault Fault(string code, string path, string message) => new() { Code = code, Path = path, Message = message };
}
