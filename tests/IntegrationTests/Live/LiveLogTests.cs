// SPDX-License-Identifier: Apache-2.0
using System.Net;
using Cbm.IntegrationTests.Declarations;
using Xunit;

namespace Cbm.IntegrationTests.Live;

/// <summary>A trader, or an officer, who looks at a declaration as it happens.</summary>
public sealed class LiveLogTests(RunningWindow window) : IClassFixture<RunningWindow>
{
    [Fact]
    public async Task What_is_written_is_told_at_once_in_order_and_as_the_log_has_it()
    {
        var mrn = (await window.Trader.Lodge(Given.Orchids())).Mrn;
        using var stream = await Open(mrn, window.Issuer.Trader());
        Assert.Equal("text/event-stream", stream.ContentType);
        var seen = await stream.Until("reviewsOpened");
        await window.Tell(Given.Approval(mrn, "PLANT_HEALTH"));
        seen.AddRange(await stream.Until("reviewDecided"));

        Assert.Equal(Enumerable.Range(1, seen.Count).Select(place => (long)place), seen.Select(one => one.Id));
        var log = (await window.Trader.Get($"/api/v1/declarations/{mrn}/events")).Json["events"]!.AsArray();
        Assert.All(seen, one => Assert.Equal(log[(int)one.Id - 1]!.ToJsonString(), one.Data.ToJsonString()));
    }

    [Theory]
    [InlineData("text/event-stream;q=0, application/json")]
    [InlineData("application/json, text/event-stream;q=0.1")]
    [InlineData("application/json, text/event-stream")]
    public async Task Who_asks_for_JSON_rather_gets_JSON(string accept)
    {
        var mrn = (await window.Trader.Lodge(Given.Orchids())).Mrn;
        Assert.Equal("application/json", (await window.Trader.Get($"/api/v1/declarations/{mrn}/events", accept).WaitAsync(TimeSpan.FromSeconds(10))).ContentType);
    }

    [Fact]
    public async Task It_goes_on_after_the_last_event_that_was_seen_and_from_the_start_where_the_log_is_shorter()
    {
        var mrn = (await window.Trader.Lodge(Given.Orchids())).Mrn;
        using (var stream = await Open(mrn, window.Issuer.Trader(), lastEventId: 2))
        {
            Assert.Equal(3, (await stream.Next())!.Id);
        }

        using var ahead = await Open(mrn, window.Issuer.Trader(), lastEventId: 9999);
        Assert.Equal(1, (await ahead.Next())!.Id);
    }

    [Fact]
    public async Task Nobody_sees_more_of_it_than_of_the_log()
    {
        var mrn = (await window.Trader.Lodge(Given.ShowCase())).Mrn;
        await window.Tell(Given.Approval(mrn, "STANDARDS"), Given.Approval(mrn, "PLANT_HEALTH"));
        using var stream = await Open(mrn, window.Issuer.Officer("AGRICULTURE", "plant", "PLANT_HEALTH"));
        var seen = await stream.Until("reviewDecided");
        Assert.Equal("PLANT_HEALTH", (string)seen[^1].Data["unit"]!);
        Assert.DoesNotContain(seen, one => (string?)one.Data["unit"] is "STANDARDS" or "CUSTOMS");

        var path = $"/api/v1/declarations/{mrn}/events";
        Assert.Equal(HttpStatusCode.NotFound, await OpenStream.Refused(window.Http, path, window.Issuer.Trader("FI7654321-2")));
        Assert.Equal(HttpStatusCode.Forbidden, await OpenStream.Refused(window.Http, path, window.Issuer.Token("carrier", "carrier")));
        Assert.Equal(HttpStatusCode.Unauthorized, await OpenStream.Refused(window.Http, path, null));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, await OpenStream.Refused(window.Http, path, window.Issuer.Trader(), "-1"));
    }

    [Fact]
    public async Task It_ends_with_the_token()
    {
        var mrn = (await window.Trader.Lodge(Given.Orchids())).Mrn;

        // Past its end, but within the leeway that clocks are given.
        var token = window.Issuer.Token("trader", "trader", party: RunningWindow.Party, twist: one => one.Expires = DateTime.UtcNow.AddSeconds(-5));
        using var stream = await Open(mrn, token);
        await stream.Until("reviewsOpened");
        await Ended(stream).WaitAsync(TimeSpan.FromMinutes(1));
    }

    [Fact]
    public async Task One_caller_does_not_take_all_streams()
    {
        var mrn = (await window.Trader.Lodge(Given.Orchids())).Mrn;
        var token = window.Issuer.Trader(subject: "greedy");
        var open = new List<OpenStream>();
        for (var number = 0; number < ServiceDefaults.Live.Feed.MostOfOneCaller; number++)
        {
            open.Add(await Open(mrn, token));
        }

        Assert.Equal(HttpStatusCode.TooManyRequests, await OpenStream.Refused(window.Http, $"/api/v1/declarations/{mrn}/events", token));
        using (var another = await Open(mrn, window.Issuer.Trader(subject: "modest")))
        {
            Assert.NotNull(await another.Next());
        }

        open.ForEach(stream => stream.Dispose());
        await RunningWindow.Until(async () =>
        {
            using var again = await Open(mrn, token);
            return again.ContentType == "text/event-stream";
        });
    }

    private static async Task Ended(OpenStream stream)
    {
        while (await stream.Next() is not null)
        {
        }
    }

    private Task<OpenStream> Open(string mrn, string token, long? lastEventId = null) =>
        OpenStream.Open(window.Http, $"/api/v1/declarations/{mrn}/events", token, lastEventId);
}
