// SPDX-License-Identifier: Apache-2.0
using Cbm.Contracts;
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
            lodged.Add((await open.As("demo-trader").Declarations.Lodge(ShowCase.Read($"CRASH-{number}"))).View.Mrn);
            if (number == Count / 2) open.Window.Kill("HEALTH");
        }

        await Patience.Until(async () => lodged.IsSubsetOf(await Queue()));

        // A message that came twice would show by now.
        await Task.Delay(2000);
        var queue = await Queue();
        Assert.All(lodged, mrn => Assert.Single(queue, mrn));
    }

    // An agency that is not back yet answers 503: the client waits for it.
    private async Task<List<string>> Queue() =>
        await open.As("demo-officer-health").Reviews.List(new ListReviewsRequest { Agency = "HEALTH", Limit = 200 }).Select(review => review.Mrn).ToListAsync();
}
