// SPDX-License-Identifier: Apache-2.0
using System.Text.Json;
using Cbm.Contracts;
using Cbm.Contracts.Profiles;
using Cbm.Declarations.Determination;
using Cbm.TestKit;
using Xunit;

namespace Cbm.UnitTests.Determination;

/// <summary>
/// The requirement cases once more, lodged: what a case says of an attribute is declared at its place, or stands in an agency's
/// table. The same rules are required. Where declared data differ from a query the brief says why:
/// <list type="bullet">
/// <item>ipAlert, siirRegulated, conveyanceHealthEvent: tables of the agencies; unlisted is false, so what a query leaves open is settled (brief 2.3).</item>
/// <item>undgClass: by the UN number; goods without one are of no class (brief 2.3).</item>
/// <item>citesListed: the species is declared, a listed one or an unlisted one; unknown is no species.</item>
/// <item>previousDocumentType 355 or 337: such a document is itself what CUS-039 asks for, so the rule is required, and met.</item>
/// <item>All other attributes are asked for in both.</item>
/// </list>
/// </summary>
public sealed class DeclaredCases
{
    private const string Ship = "9321483";

    private static readonly string[] Tables = ["ipAlert", "siirRegulated", "conveyanceHealthEvent", "undgClass"];

    [ConformanceFact]
    public void Every_case_gives_the_same_requirements_when_it_is_lodged()
    {
        using var cases = JsonDocument.Parse(File.ReadAllText(Path.Combine(Conformance.Folder!, "requirements-cases.json")));
        var wrong = new List<string>();
        foreach (var one in cases.RootElement.EnumerateArray())
        {
            foreach (var profile in one.GetProperty("expected").EnumerateObject())
            {
                var input = one.GetProperty("input");
                var catalogue = CompiledCatalogue.Of(WithTables(input), Profile.Load(profile.Name));
                var result = Declared(input, profile.Name).Determined(catalogue);
                var (required, open) = (Ids(profile.Value, "TRUE"), Ids(profile.Value, "UNKNOWN"));
                if (IsTheAnswerItself(input)) required.Add("CUS-039");
                var found = result.Requirements.ToLookup(rule => rule.Status, rule => rule.Id);
                if (!required.SetEquals(found[RequirementStatus.Required])) wrong.Add($"{one.GetProperty("case")} {profile.Name} requires {string.Join(' ', found[RequirementStatus.Required])}");
                open.RemoveWhere(id => IsSettledByATable(id, input));
                if (!open.SetEquals(found[RequirementStatus.Question])) wrong.Add($"{one.GetProperty("case")} {profile.Name} asks for {string.Join(' ', found[RequirementStatus.Question])}");
            }
        }

        Assert.Empty(wrong);
    }

    private static SortedSet<string> Ids(JsonElement expected, string name) => [.. expected.GetProperty(name).EnumerateArray().Select(id => id.GetString()!)];

    private static bool IsTheAnswerItself(JsonElement input) =>
        Said(input, "previousDocumentType") is "355" or "337" && Said(input, "direction") == "IM" && Said(input, "mode") != "5";

    private static bool IsSettledByATable(string rule, JsonElement input)
    {
        var condition = Catalogues.Mandates.SelectMany(mandate => mandate.Requirements).Single(one => one.Id == rule).Condition;
        return Array.Exists(Tables, table => condition.Contains($"item.{table}", StringComparison.Ordinal) && Said(input, table) is null);
    }

    private static string? Said(JsonElement input, string name) =>
        input.TryGetProperty(name, out var value) && value.ValueKind != JsonValueKind.Null ? value.ToString() : null;

    // The three tables hold exactly what the case says; those of species and UN numbers are the agencies' own.
    private static IEnumerable<Mandate> WithTables(JsonElement input)
    {
        foreach (var mandate in Catalogues.Mandates.Select(one => one.Clone()))
        {
            foreach (var lookup in mandate.Lookups.Where(one => one.Attribute is "ipAlert" or "siirRegulated" or "conveyanceHealthEvent"))
            {
                lookup.Entries.Clear();
                if (Said(input, lookup.Attribute) == "True")
                    lookup.Entries.Add(new LookupEntry { Key = lookup.Attribute == "conveyanceHealthEvent" ? Ship : Said(input, "hs"), Value = "true" });
            }

            yield return mandate;
        }
    }

    private static Declaration Declared(JsonElement input, string profile)
    {
        var declaration = Goods.Import(Said(input, "hs")!, Said(input, "origin"), Said(input, "direction") + "A", Said(input, "mode"), Said(input, "procedure") ?? "");
        if (declaration.BorderTransportMeans is { } means) (means.Id, means.IdentificationTypeCode) = ($"IMO {Ship}", "10");
        foreach (var attribute in input.EnumerateObject().Where(one => one.Value.ValueKind != JsonValueKind.Null)) Say(declaration, attribute.Name, Said(input, attribute.Name)!);
        // Finland knows documents by category and type (N355), Botswana by the type alone (355).
        foreach (var previous in declaration.Last().PreviousDocument) previous.CategoryCode = profile == "BW" ? "" : "N";
        return declaration;
    }

    private static void Say(Declaration declaration, string name, string value)
    {
        var item = declaration.Last();
        GoodsMeasure Measure() => item.Commodity.GoodsMeasure ??= new();
        Packaging Packed()
        {
            if (item.Packaging.Count == 0) item.Packaging.Add(new Packaging());
            return item.Packaging[0];
        }

        switch (name)
        {
            case "direction" or "hs" or "origin" or "mode" or "procedure" or "ipAlert" or "siirRegulated" or "conveyanceHealthEvent": break;
            case "destination": declaration.GoodsShipment.Destination = new Destination { CountryCode = value }; break;
            case "valueEur": item.StatisticalValueAmount = new Amount { Value = value, CurrencyId = "EUR" }; break;
            case "packageCount": Packed().QuantityQuantity = new Quantity { Value = value }; break;
            case "packagingMaterial": Packed().PackingMaterialDescription = value; break;
            case "netMassKg": Measure().NetNetWeightMeasure = new Quantity { Value = value, UnitCode = "KGM" }; break;
            case "volumeLitre": Measure().TariffQuantity = new Quantity { Value = value, UnitCode = "LTR" }; break;
            case "preferenceCode": item.Commodity.DutyTaxFee.Add(new DutyTaxFee { DutyRegimeCode = value }); break;
            case "previousDocumentType": item.PreviousDocument.Add(new PreviousDocument { TypeCode = value, Id = "1" }); break;
            case "intendedUse": item.Commodity.IntendedUseCode = value; break;
            case "undgId": item.Commodity.DangerousGoods.Add(new DangerousGoods { UndgId = value }); break;
            case "citesListed": declaration.Named(value == "True" ? "Dalbergia nigra" : "Hedera helix"); break;
            default: declaration.Stating($"{name}={value}"); break;
        }
    }
}
