// SPDX-License-Identifier: Apache-2.0
using System.Globalization;
using System.Reflection;
using System.Text.RegularExpressions;
using Cbm.Contracts;
using Cbm.Contracts.Tables;
using Cbm.Declarations.Determination;
using Xunit;
using Xunit.Abstractions;

namespace Cbm.UnitTests.Determination;

/// <summary>
/// Every rule of the agencies' tables, read here by another and simpler reader: goods that fit it in each column and in its
/// condition are asked for it, and with any one of them changed they are not.
/// </summary>
public sealed partial class EachRuleTests(ITestOutputHelper output)
{
    private static readonly Dictionary<string, string> Lists = new() { ["lists.SANCTIONS"] = "KP", ["lists.HALAL"] = "SA,AE,MY,ID,QA,KW" };

    [Fact]
    public void A_rule_fires_for_what_it_names_and_for_nothing_else()
    {
        var rows = new[] { "Customs", "Health", "Agriculture", "Standards" }
            .SelectMany(agency => CsvTable.Embedded(Assembly.Load($"Cbm.Agencies.{agency}"), "requirements.csv").Rows).ToList();
        Assert.Equal(148, rows.Count);
        var asked = 0;
        foreach (var row in rows)
        {
            // STD-029 is Botswana's; every other rule is in the reference too.
            foreach (var profile in row["rule_id"] == "STD-029" ? new[] { "XX", "BW" } : ["XX"]) asked += Hold(row, profile);
        }

        output.WriteLine($"{rows.Count} rules, {asked} queries");
    }

    private static int Hold(CsvRow row, string profile)
    {
        var (rule, count) = (row["rule_id"], 0);
        var given = Fitting(row);
        var attributes = Attributes().Matches(row["condition"]).Select(found => found.Groups[1].Value).Distinct().ToList();
        var (fires, silent) = (new List<Given>(), 0);
        foreach (var values in Every(attributes, row["condition"]))
        {
            var expected = Holds(row["condition"], given.With(values), profile);
            Expect(given.With(values), expected);
            if (expected) fires.Add(given.With(values));
            else silent++;
        }

        Assert.True(row["condition"] == "true" ? silent == 0 && fires.Count == 1 : silent > 0, rule);
        if (rule == "STD-029" && profile == "XX") return count;
        var fit = fires[0];
        foreach (var direction in new[] { "IM", "EX", "TR" }) Expect(fit with { Direction = direction }, direction == row["direction"]);
        foreach (var prefix in Cells(row, "hs_include").Where(one => one != "*")) Expect(fit with { Hs = Six(prefix, row) }, true);
        foreach (var prefix in Cells(row, "hs_exclude")) Expect(fit with { Hs = prefix.PadRight(6, '9') }, false);
        if (row["hs_include"] != "*") Expect(fit with { Hs = "999999" }, false);
        Column("origin", (one, to) => one with { Origin = to }, "ZW");
        Column("destination", (one, to) => one with { Destination = to }, "ZW");
        Column("procedure", (one, to) => one with { Procedure = to }, "78");
        Column("mode", (one, to) => one with { Mode = to }, "8");
        return count;

        void Column(string name, Func<Given, string, Given> set, string other)
        {
            if (row[name].Length == 0) return;
            foreach (var one in Accepted(row, name)) Expect(set(fit, one), Holds(row["condition"], set(fit, one), profile));
            Expect(set(fit, other), false);
        }

        void Expect(Given what, bool required)
        {
            count++;
            var answer = RequirementDetermination.Query(what.Query(), Catalogues.Of(profile), Catalogues.Today);
            var found = answer.Requirements.SingleOrDefault(one => one.Id == rule)?.Status ?? RequirementStatus.NotApplicable;
            Assert.True(found == (required ? RequirementStatus.Required : RequirementStatus.NotApplicable), $"{rule} {profile} is {found} for {what.Query()}");
        }
    }

    // Known in everything that any rule turns on, so that nothing is left to ask.
    private static Given Fitting(CsvRow row) => new(
        row["direction"],
        Six(Cells(row, "hs_include")[0], row),
        Accepted(row, "origin").FirstOrDefault() ?? "GB",
        Accepted(row, "destination").FirstOrDefault() ?? "FI",
        Accepted(row, "procedure").FirstOrDefault() ?? "40",
        row["mode"].Length > 0 ? row["mode"] : "3",
        []);

    private static string Six(string prefix, CsvRow row) => prefix == "*" ? "950300"
        : new[] { "0", "1", "2", "3", "4", "5", "6", "7", "8", "9" }.Select(digit => prefix.PadRight(6, digit[0]))
            .First(hs => !Cells(row, "hs_exclude").Any(one => hs.StartsWith(one, StringComparison.Ordinal)));

    private static string[] Cells(CsvRow row, string column) => row[column].Split(';', StringSplitOptions.RemoveEmptyEntries);

    private static string[] Accepted(CsvRow row, string column) =>
        [.. row[column].Split(',', StringSplitOptions.RemoveEmptyEntries).SelectMany(one => Lists.GetValueOrDefault(one, one).Split(','))];

    // Each combination of the values that the condition's literals tell apart, and none of what has() asks after.
    private static IEnumerable<Dictionary<string, string>> Every(List<string> attributes, string condition)
    {
        IEnumerable<Dictionary<string, string>> all = [[]];
        foreach (var attribute in attributes)
            all = all.SelectMany(one => Values(attribute, condition), (one, value) => new Dictionary<string, string>(one) { [attribute] = value }).ToList();
        return all;
    }

    private static IEnumerable<string> Values(string attribute, string condition)
    {
        var atoms = Atoms().Matches(condition).Where(atom => atom.Value.Contains($"item.{attribute}", StringComparison.Ordinal)).ToList();
        var optional = atoms.Exists(atom => atom.Value.StartsWith("has", StringComparison.Ordinal));
        var literals = atoms.SelectMany(atom => Literals().Matches(atom.Groups["right"].Value).Select(found => found.Value.Trim('"'))).Distinct().ToList();
        if (literals.Exists(one => one is "true" or "false")) return ["true", "false"];
        if (literals.Exists(one => decimal.TryParse(one, out _)) && atoms.Exists(atom => atom.Groups["sign"].Value is ">" or "<="))
            return literals.SelectMany(one => new[] { one, (decimal.Parse(one, CultureInfo.InvariantCulture) + 1).ToString(CultureInfo.InvariantCulture) });
        // Another code of the attribute's list that no rule names.
        var other = attribute switch { "mode" => "9", "intendedUse" or "packagingMaterial" or "furSpecies" => "OTHER", "undgId" => "1203", "carnetType" => "ATA", "destination" => "FI", _ => "100" };
        var countries = condition.Contains("lists.HALAL", StringComparison.Ordinal) && attribute == "destination" ? Lists["lists.HALAL"].Split(',') : [];
        return [.. literals, .. countries, other, .. optional ? [""] : Array.Empty<string>()];
    }

    /// <summary>The condition over facts that are all known: each atom becomes T or F, then parentheses, and, or are worked off.</summary>
    private static bool Holds(string condition, Given facts, string profile)
    {
        var text = Atoms().Replace(condition, atom => Atom(atom, facts, profile) ? "T" : "F").Replace("true", "T", StringComparison.Ordinal);
        while (Parentheses().IsMatch(text)) text = Parentheses().Replace(text, inner => Plain(inner.Groups[1].Value) ? "T" : "F");
        return Plain(text);

        static bool Plain(string text) => text.Split("||").Any(either => either.Split("&&").All(one => one.Trim() is "T" or "!F"));
    }

    private static bool Atom(Match atom, Given facts, string profile)
    {
        var value = atom.Groups["has"].Success ? facts.Value(atom.Groups["has"].Value)
            : atom.Groups["left"].Value == "profile" ? profile : facts.Value(atom.Groups["left"].Value["item.".Length..]);
        var right = atom.Groups["right"].Value.Trim('"');
        return atom.Groups["has"].Success ? value.Length > 0 : atom.Groups["sign"].Value switch
        {
            "==" => value == right,
            "!=" => value != right,
            ">" => decimal.Parse(value, CultureInfo.InvariantCulture) > decimal.Parse(right, CultureInfo.InvariantCulture),
            "<=" => decimal.Parse(value, CultureInfo.InvariantCulture) <= decimal.Parse(right, CultureInfo.InvariantCulture),
            ".startsWith(" => value.StartsWith(right, StringComparison.Ordinal),
            _ => (Lists.TryGetValue(right, out var list) ? list.Split(',') : right.Trim('[', ']').Split(',').Select(one => one.Trim('"'))).Contains(value),
        };
    }

    [GeneratedRegex(@"item\.([A-Za-z]+)")]
    private static partial Regex Attributes();

    [GeneratedRegex("""has\(item\.(?<has>\w+)\)|(?<left>profile|item\.\w+)(?:(?<sign>\.startsWith\()(?<right>"[^"]*")\)|\s*(?<sign>==|!=|<=|>)\s*(?<right>"[^"]*"|\w+)|\s+(?<sign>in)\s+(?<right>\[[^\]]*\]|lists\.\w+))""")]
    private static partial Regex Atoms();

    [GeneratedRegex("""(?:"[^"]*"|\btrue\b|\bfalse\b|\b\d+\b)""")]
    private static partial Regex Literals();

    [GeneratedRegex(@"\(([^()]*)\)")]
    private static partial Regex Parentheses();

    private sealed record Given(string Direction, string Hs, string Origin, string Destination, string Procedure, string Mode, Dictionary<string, string> Attributes)
    {
        public Given With(Dictionary<string, string> values) => this with { Attributes = values };

        public string Value(string attribute) => Attributes.GetValueOrDefault(attribute) ?? attribute switch
        {
            "destination" => Destination,
            "mode" => Mode,
            _ => throw new InvalidOperationException($"{attribute} is not given."),
        };

        public RequirementQuery Query()
        {
            var item = new RequirementQueryItem { Hs = Hs, Origin = Origin };
            foreach (var (name, value) in Attributes)
                item.Attributes[name] = value.Length == 0 ? new Scalar { Unknown = true } : value is "true" or "false" ? new Scalar { Flag = value == "true" } : new Scalar { Text = value };
            return new() { Direction = Direction, Procedure = Procedure, Mode = Mode, Destination = Destination, Items = { item } };
        }
    }
}
