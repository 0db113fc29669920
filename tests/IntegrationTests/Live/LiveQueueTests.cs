// SPDX-License-Identifier: Apache-2.0
using System.Net;
using Cbm.Agencies.Agriculture;
using Cbm.Contracts;
using Cbm.IntegrationTests.Agencies;
using Xunit;

namespace Cbm.IntegrationTests.Live;

/// <summary>An officer who has the queue on the screen.</summary>
public sealed class LiveQueueTests(RunningAgency<AgricultureAgency> agency) : OfficersAtWork(agency)
{
    [Fact]
    public async Task The_queue_is_shown_and_then_every_change_of_it()
    {
        var waiting = await Queued();
        using var http = Http();
        using var stream = await OpenStream.Open(http, "/api/v1/agencies/AGRICULTURE/reviews?unit=PLANT_HEALTH&limit=200", Token("PLANT_HEALTH"));
        while ((string)(await stream.Next())!.Data["id"]! != $"{waiting.Mrn}-PLANT_HEALTH")
        {
        }

        var taken = await Agency.Take(waiting);
        await Agency.Reviews.DecideAsync(Burden(taken, Outcome.Approve), Seen("officer-1", taken.Revision));
        var (seen, states) = (new List<long>(), new List<string>());
        while (states.LastOrDefault() != "APPROVED")
        {
            var told = (await stream.Next())!;
            if ((string)told.Data["id"]! == taken.Id)
            {
                seen.Add(told.Id);
                states.Add((string)told.Data["state"]!);
            }
        }

        // Two that come close together may be told as one; what is told is how it stands.
        Assert.Equal(seen.Order().Distinct(), seen);

        using var again = await OpenStream.Open(http, "/api/v1/agencies/AGRICULTURE/reviews", Token("PLANT_HEALTH"), seen[0] - 1);
        Assert.True((await again.Next())!.Id >= seen[0]);
    }

    [Fact]
    public async Task Who_breaks_off_within_the_page_has_no_id_to_go_on_from_and_a_wrong_question_is_refused_all_the_same()
    {
        await Queued();
        await Queued();
        using var http = Http();
        using var stream = await OpenStream.Open(http, "/api/v1/agencies/AGRICULTURE/reviews?limit=2", Token("PLANT_HEALTH"));
        Assert.Equal(0, (await stream.Next())!.Id);
        Assert.NotEqual(0, (await stream.Next())!.Id);

        Assert.Equal(HttpStatusCode.UnprocessableEntity, await OpenStream.Refused(http, "/api/v1/agencies/AGRICULTURE/reviews?state=BAD", Token("PLANT_HEALTH"), "1"));
    }

    [Fact]
    public async Task Another_units_reviews_are_not_told()
    {
        await Queued();
        using var http = Http();
        using var stream = await OpenStream.Open(http, "/api/v1/agencies/AGRICULTURE/reviews", Token("VETERINARY"), lastEventId: 0);
        var slice = TestKit.GivenSlice.For("VETERINARY", Mrn()).Goods("040900").Asks("R", Verification.Form, ["1"]).Cut();
        await Agency.Hear(new SliceLodged { Slice = slice });
        var told = (await stream.Next())!;
        while ((string)told.Data["mrn"]! != slice.Mrn)
        {
            Assert.Equal("VETERINARY", (string)told.Data["unit"]!);
            told = (await stream.Next())!;
        }

        Assert.Equal(HttpStatusCode.NotFound, await OpenStream.Refused(http, "/api/v1/agencies/AGRICULTURE/reviews?unit=PLANT_HEALTH", Token("VETERINARY")));
        Assert.Equal(HttpStatusCode.Forbidden, await OpenStream.Refused(http, "/api/v1/agencies/AGRICULTURE/reviews", Agency.Issuer.Trader()));
    }

    private string Token(string unit) => Agency.Issuer.Officer("AGRICULTURE", $"live-{unit}", unit);

    private HttpClient Http() => new()
    {
        BaseAddress = Agency.Address,
        DefaultRequestVersion = HttpVersion.Version20,
        DefaultVersionPolicy = HttpVersionPolicy.RequestVersionExact,
    };
}
