// SPDX-License-Identifier: Apache-2.0
using System.Net;
using Cbm.Client;
using Cbm.Contracts;
using Cbm.Declarations.Mandates;
using Cbm.IntegrationTests.Declarations;
using Cbm.IntegrationTests.SqlServer;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace Cbm.IntegrationTests.Reconciling;

/// <summary>One service's store is lost and an older copy put in its place: it is noticed, and its partners tell what they know.</summary>
public sealed class OlderCopyTests(RealWindow window) : IClassFixture<RealWindow>
{
    [Fact]
    public async Task An_agency_hears_again_what_it_was_told_and_what_it_had_reported()
    {
        var before = await Lodge();
        await RunningWindow.Until(() => IsQueued("HEALTH", before));
        await window.Copy("HEALTH");
        await RunningWindow.Until(() => IsQueued("HEALTH", before));

        // All this happens after the copy was made: an officer's decision, an arrival, another declaration.
        await Refuse(before);
        var after = await Lodge();
        await RunningWindow.Until(() => IsQueued("HEALTH", after));
        var (decided, queued) = (await Review(before), await Review(after));
        await RunningWindow.Until(() => IsRefused(before));

        await window.PutBack("HEALTH");
        await RunningWindow.Until(() => IsQueued("HEALTH", after));

        Assert.Equal(ReviewState.Refused, (await Review(before)).State);
        Assert.Equal(decided.Decisions, (await Review(before)).Decisions);
        Assert.Equal(queued.Slice, (await Review(after)).Slice);
        Assert.Contains((await Review(after)).History, step => step.Name is "reviewPutBack" or "reviewPending");
    }

    [Fact]
    public async Task The_window_hears_again_what_it_knows_of_and_tells_what_it_has_lost()
    {
        var before = await Lodge();
        await RunningWindow.Until(() => IsQueued("HEALTH", before));
        await window.Copy(RealWindow.Window);
        await RunningWindow.Until(async () => (await window.Trader.View(before)).Status == HttpStatusCode.OK);
        var tree = Given.Tree(Given.ShowCase());
        var lost = await Lodge(tree);
        await RunningWindow.Until(() => IsQueued("HEALTH", lost));
        await Refuse(before);
        await RunningWindow.Until(() => IsRefused(before));

        await window.PutBack(RealWindow.Window);
        await RunningWindow.Until(() => IsRefused(before));

        // It does not know the other any more; its agency does not wait for it, and lodged again it is another.
        Assert.Equal(404, (await RunningWindow.Refused(window.Declarations.Get(lost))).Status);
        await RunningWindow.Until(async () => !await IsQueued("HEALTH", lost));
        Assert.Contains((await Review(lost)).History, step => step.Name == "declarationLost");
        var again = await window.Declarations.Lodge(tree);
        Assert.True(again.IsNew);
        Assert.NotEqual(lost, again.View.Mrn);
        await RunningWindow.Until(() => IsQueued("HEALTH", again.View.Mrn));
    }

    [Fact]
    public async Task An_arrival_that_is_lost_with_the_newer_store_is_heard_again_from_those_who_were_told()
    {
        var mrn = await Lodge();
        await RunningWindow.Until(() => IsQueued("HEALTH", mrn));
        await window.Copy(RealWindow.Window);
        await RunningWindow.Until(async () => (await window.Trader.Post($"/api/v1/declarations/{mrn}/arrival", Given.Arrival())).Status == HttpStatusCode.OK);
        await RunningWindow.Until(async () => (await Review(mrn)).Presented);
        await Refuse(mrn);

        await window.PutBack(RealWindow.Window);
        await RunningWindow.Until(() => Is(async () => (await window.Declarations.Get(mrn)).Presented));
    }

    [Fact]
    public async Task An_empty_store_is_an_older_copy_too()
    {
        var mrn = await Lodge();
        await RunningWindow.Until(() => IsQueued("STANDARDS", mrn));
        await window.Stop("STANDARDS");
        await Stores.Drop(window.FolderOf("STANDARDS"));
        await window.Start("STANDARDS");
        await RunningWindow.Until(() => IsQueued("STANDARDS", mrn));
    }

    [Fact]
    public async Task Until_it_has_heard_the_window_an_agency_answers_nothing_from_its_store()
    {
        var mrn = await Lodge();
        await RunningWindow.Until(() => IsQueued("HEALTH", mrn));
        await window.Stop(RealWindow.Window);
        await window.Stop("HEALTH");
        await window.Start("HEALTH");
        var refused = await RunningWindow.Refused(window.Reviews("HEALTH").Get("HEALTH", Id(mrn)));
        Assert.Equal(503, refused.Status);
        Assert.True(refused.Problem.RetryAfter > 0);

        await window.Start(RealWindow.Window);
        await RunningWindow.Until(() => IsQueued("HEALTH", mrn));

        // The others ask once a second: the next test finds the window open.
        await RunningWindow.Until(async () => (await window.Trader.View(mrn)).Status == HttpStatusCode.OK);
    }

    [Fact]
    public async Task A_restarted_window_knows_at_its_first_request_what_its_agencies_require()
    {
        foreach (var agency in RealWindow.AgencyCodes)
        {
            await window.Stop(agency);
        }

        await window.Stop(RealWindow.Window);
        await window.Start(RealWindow.Window);
        Assert.True(window.Inside(RealWindow.Window).GetRequiredService<MandateBook>().IsComplete);
        foreach (var agency in RealWindow.AgencyCodes)
        {
            await window.Start(agency);
        }
    }

    [Fact]
    public async Task A_window_without_its_agencies_waits_for_its_grace_and_no_longer()
    {
        foreach (var agency in RealWindow.AgencyCodes)
        {
            await window.Stop(agency);
        }

        await window.Stop(RealWindow.Window);
        await Stores.BeginLife(window.FolderOf(RealWindow.Window), Stores.Window);
        await window.Start(RealWindow.Window);
        Assert.Equal(HttpStatusCode.ServiceUnavailable, (await window.Trader.Get("/api/v1/agencies")).Status);
        await RunningWindow.Until(async () => (await window.Trader.Get("/api/v1/agencies")).Status == HttpStatusCode.OK);
        foreach (var agency in RealWindow.AgencyCodes)
        {
            await window.Start(agency);
        }
    }

    private static string Id(string mrn) => $"{mrn}-PUBLIC_HEALTH";

    // A service that starts may shut the window's gate until they are compared; whoever is told so comes again, as a trader does.
    private async Task<string> Lodge(Declaration? tree = null)
    {
        tree ??= Given.Tree(Given.ShowCase());
        while (true)
        {
            try
            {
                return (await window.Declarations.Lodge(tree)).View.Mrn;
            }
            catch (ProblemException refusal) when (refusal.Status == 503)
            {
                await Task.Delay(50);
            }
        }
    }

    private Task<bool> IsQueued(string agency, string mrn) =>
        Is(async () => await window.Reviews(agency).List(new ListReviewsRequest { Agency = agency, Limit = 200 }).AnyAsync(review => review.Mrn == mrn));

    private Task<bool> IsRefused(string mrn) =>
        Is(async () => (await window.Declarations.Get(mrn)).Agencies.Any(part => part.State == ReviewState.Refused));

    // A service that has just been started answers nothing yet.
    private static async Task<bool> Is(Func<Task<bool>> so)
    {
        try
        {
            return await so();
        }
        catch (ProblemException refusal) when (refusal.Status == 503)
        {
            return false;
        }
    }

    private Task<Review> Review(string mrn) => window.Reviews("HEALTH").Get("HEALTH", Id(mrn));

    private async Task Refuse(string mrn)
    {
        var taken = await window.Reviews("HEALTH").Take(await Review(mrn));
        await window.Reviews("HEALTH").Decide(taken, new DecideRequest { Outcome = Outcome.Refuse, ReasonCode = "R1", LegalBasis = "RKC 3.40" });
    }
}
