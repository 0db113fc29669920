// SPDX-License-Identifier: Apache-2.0
using System.Text.Json;
using Cbm.Contracts;
using Cbm.Declarations.Determination;
using Cbm.TestKit;
using Xunit;

namespace Cbm.UnitTests.Determination;

public sealed class RequirementCases
{
    [ConformanceFact]
    public void Every_case_gives_exactly_the_rules_and_questions_expected()
    {
        using var cases = JsonDocument.Parse(File.ReadAllText(Path.Combine(Conformance.Folder!, "requirements-cases.json")));
        var wrong = new List<string>();
        foreach (var one in cases.RootElement.EnumerateArray())
        {
            foreach (var profile in one.GetProperty("expected").EnumerateObject())
            {
                var answer = RequirementDetermination.Query(Query(one.GetProperty("input")), Catalogues.Of(profile.Name), Catalogues.Today);
                foreach (var (status, name) in new[] { (RequirementStatus.Required, "TRUE"), (RequirementStatus.Question, "UNKNOWN") })
                {
                    var expected = string.Join(' ', profile.Value.GetProperty(name).EnumerateArray().Select(id => id.GetString()!).Order());
                    var found = string.Join(' ', answer.Requirements.Where(rule => rule.Status == status).Select(rule => rule.Id).Order());
                    if (found != expected) wrong.Add($"{one.GetProperty("case")} {profile.Name} {name}: {found} instead of {expected}");
                }
            }
        }

        Assert.Empty(wrong);
    }

    private static RequirementQuery Query(JsonElement input)
    {
        var query = new RequirementQuery { Direction = input.GetProperty("direction").GetString() };
        var item = new RequirementQueryItem { Hs = input.GetProperty("hs").GetString() };
        query.Items.Add(item);
        foreach (var attribute in input.EnumerateObject().Where(one => one.Name is not ("direction" or "hs")))
        {
            item.Attributes[attribute.Name] = attribute.Value.ValueKind switch
            {
                JsonValueKind.True or JsonValueKind.False => new Scalar { Flag = attribute.Value.GetBoolean() },
                JsonValueKind.Number => new Scalar { Number = attribute.Value.GetRawText() },
                JsonValueKind.Null => new Scalar { Unknown = true },
                _ => new Scalar { Text = attribute.Value.GetString() },
            };
        }

        return query;
    }
}
