// SPDX-License-Identifier: Apache-2.0
using System.Text.Json.Nodes;
using Cbm.Local.Demo;
using Xunit;

namespace Cbm.JourneyTests;

[Collection(Journeys.Name)]
public sealed class CrashTests(OpenWindow open)
{
    private const int Count = 20;

    [Fact]
    public async Task An_agency_that_dies_in_the_middle_gets_every_declaration_once()
    {
        var lodged = new HashSet<string>();
        for (var number = 1; number <= Count; number++)
        {
            var declaration = ShowCase.Read();
            declaration["functionalReferenceId"] = $"CRASH-{number}";
            lodged.Add((string)(await open.Api.Post("demo-trader", "/declarations", declaration)).Body!["mrn"]!);
            if (number == Count / 2) open.Window.Kill("HEALTH");
        }

        await Patience.Until(async () => lodged.IsSubsetOf(await Queue()));

        // A message that came twice would show by now.
        await Task.Delay(2000);
        var queue = await Queue();
        Assert.All(lodged, mrn => Assert.Single(queue, mrn));
    }

    private async Task<List<string>> Queue()
    {
        var (found, cursor) = (new List<string>(), "");
        do
        {
            var page = await open.Api.Send("demo-officer-health", HttpMethod.Get, $"/agencies/HEALTH/reviews?limit=200&cursor={Uri.EscapeDataString(cursor)}");
            if (page.Status == 503) return [];
            found.AddRange((page.Body!["reviews"] as JsonArray ?? []).Select(review => (string)review!["mrn"]!));
            cursor = (string?)page.Body["next"] ?? "";
        }
        while (cursor.Length > 0);
        return found;
    }
}
