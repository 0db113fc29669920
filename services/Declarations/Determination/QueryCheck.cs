// SPDX-License-Identifier: Apache-2.0
using Cbm.Contracts;
using Cbm.Contracts.Codelists;
using Cbm.Contracts.Conditions;
using Cbm.Contracts.Profiles;

namespace Cbm.Declarations.Determination;

/// <summary>What is wrong with a public query before it is asked.</summary>
public static class QueryCheck
{
    private const string NotTaken = "SWR021";
    private const string Unknown = "SWR001";

    // Anybody may ask: one question must not keep the window busy.
    private const int MostItems = 1000;

    /// <summary>Every fault at once, each with its JSON path; none where the query can be answered.</summary>
    public static IReadOnlyList<Fault> Faults(RequirementQuery query)
    {
        var faults = new List<Fault>();
        if (query.Direction is not ("IM" or "EX" or "TR" or "CO"))
            faults.Add(Fault(NotTaken, "direction", "Say IM, EX or TR; CO is decided by its procedure."));
        if (query.Profile.Length > 0 && Profile.Find(query.Profile) is null)
            faults.Add(Fault(NotTaken, "profile", $"Say one of {string.Join(", ", Profile.Codes)}, or nothing."));
        Country(query.Origin, "origin");
        Country(query.Destination, "destination");
        if (query.Items.Count > MostItems) faults.Add(Fault(NotTaken, "items", $"Ask about {MostItems} goods items at most."));
        if (query.Items.Count == 0) faults.Add(Fault("SWR010", "items", "Name at least one goods item by its HS code."));
        for (var i = 0; i < Math.Min(query.Items.Count, MostItems); i++)
        {
            Country(query.Items[i].Origin, $"items[{i}].origin");
            if (GoodsCode.Digits(query.Items[i].Hs).Length < 6)
                faults.Add(Fault(NotTaken, $"items[{i}].hs", "Give the HS code of the goods: six digits or more."));
            foreach (var (name, value) in query.Items[i].Attributes)
            {
                var path = $"items[{i}].attributes.{name}";
                if (KnownAttribute.Find(name) is not { Index: > 0 } attribute) faults.Add(Fault(Unknown, path, $"{name} is no attribute of goods."));
                else if (value.KindCase is not (Scalar.KindOneofCase.Unknown or Scalar.KindOneofCase.None)
                    && GivenAttributes.Value(value, attribute).IsUnknown)
                    faults.Add(Fault(NotTaken, path, $"{name} takes a {attribute.Kind.ToString().ToLowerInvariant()}."));
            }
        }

        return faults;

        // A country that does not exist would match no rule, and the answer would say that nothing is asked.
        void Country(string code, string path)
        {
            if (code.Length > 0 && !CodeList.Named("ISO3166").Contains(code)) faults.Add(Fault(NotTaken, path, $"{code} is no ISO 3166-1 country code."));
        }
    }

    private static Fault Fault(string code, string path, string message) => new() { Code = code, Path = path, Message = message };
}
