// SPDX-License-Identifier: Apache-2.0
using Cbm.Contracts;
using Cbm.Local.Demo;
using Xunit;

namespace Cbm.JourneyTests;

/// <summary>A trader and an officer who follow what happens, by the client, through a window whose services end and come back.</summary>
[Collection(Journeys.Name)]
public sealed class FollowingTests(OpenWindow open)
{
    [Fact]
    public async Task The_log_is_followed_step_by_step_though_the_service_ends_meanwhile()
    {
        var trader = open.As("demo-trader").Declarations;
        var mrn = (await trader.Lodge(ShowCase.Read("FOLLOWED-1"))).View.Mrn;
        var seen = new List<int>();

        await foreach (var step in trader.Follow(mrn, cancel: Patience.Token))
        {
            seen.Add(step.Sequence);
            if (seen.Count == 1)
            {
                Assert.True(open.Window.Kill("Declarations"));
                await trader.NotifyArrival(new ArrivalRequest { Mrn = mrn, Place = "FIHEL", TransportDocument = "NSLFEL26041188" });
            }
            if (step.Name == "goodsArrived") break;
        }

        Assert.Equal(Enumerable.Range(1, seen.Count), seen);
    }

    [Fact]
    public async Task An_officers_queue_is_followed()
    {
        var mrn = (await open.As("demo-trader").Declarations.Lodge(ShowCase.Read("FOLLOWED-2"))).View.Mrn;

        var queue = open.As("demo-officer-health").Reviews;
        var review = await queue.Follow(new ListReviewsRequest { Agency = "HEALTH" }, Patience.Token).FirstAsync(one => one.Mrn == mrn, Patience.Token);
        await queue.Take(review);

        Assert.Equal(ReviewState.InReview, (await queue.Get("HEALTH", review.Id)).State);
    }
}
