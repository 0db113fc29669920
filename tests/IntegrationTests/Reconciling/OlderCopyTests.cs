// SPDX-License-Identifier: Apache-2.0
using System.Net;
using System.Text.Json.Nodes;
using Cbm.IntegrationTests.Declarations;
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
        await RunningWindow.Until(async () => (await window.Trader.View(before)).Text.Contains("\"REFUSED\"", StringComparison.Ordinal));

        await window.PutBack("HEALTH");
        await RunningWindow.Until(() => IsQueued("HEALTH", after));

        Assert.Equal("REFUSED", (string?)(await Review(before))["state"]);
        Assert.True(JsonNode.DeepEquals(decided["decisions"], (await Review(before))["decisions"]));
        Assert.True(JsonNode.DeepEquals(queued["slice"], (await Review(after))["slice"]));
        Assert.Contains((await Review(after))["history"]!.AsArray(), step => (string?)step!["name"] is "reviewPutBack" or "reviewPending");
    }

    [Fact]
    public async Task The_window_hears_again_what_it_knows_of_and_tells_what_it_has_lost()
    {
        var before = await Lodge();
        await RunningWindow.Until(() => IsQueued("HEALTH", before));
        await window.Copy(RealWindow.Window);
        await RunningWindow.Until(async () => (await window.Trader.View(before)).Status == HttpStatusCode.OK);
        var (tree, lost) = await LodgeOne();
        await RunningWindow.Until(() => IsQueued("HEALTH", lost));
        await Refuse(before);
        await RunningWindow.Until(async () => (await window.Trader.View(before)).Text.Contains("\"REFUSED\"", StringComparison.Ordinal));

        await window.PutBack(RealWindow.Window);
        await RunningWindow.Until(async () => (await window.Trader.View(before)).Text.Contains("\"REFUSED\"", StringComparison.Ordinal));

        // It does not know the other any more; its agency does not wait for it, and lodged again it is another.
        Assert.Equal(HttpStatusCode.NotFound, (await window.Trader.View(lost)).Status);
        await RunningWindow.Until(async () => !await IsQueued("HEALTH", lost));
        Assert.Contains((await Review(lost))["history"]!.AsArray(), step => (string?)step!["name"] == "declarationLost");
        var again = await window.Trader.Lodge(tree);
        Assert.Equal(HttpStatusCode.Created, again.Status);
        Assert.NotEqual(lost, again.Mrn);
        await RunningWindow.Until(() => IsQueued("HEALTH", again.Mrn));
    }

    [Fact]
    public async Task An_empty_store_is_an_older_copy_too()
    {
        var mrn = await Lodge();
        await RunningWindow.Until(() => IsQueued("STANDARDS", mrn));
        await window.Stop("STANDARDS");
        Directory.Delete(window.FolderOf("STANDARDS"), recursive: true);
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
        var refused = await window.Officer("HEALTH").Get("/api/v1/agencies/HEALTH/reviews");
        Assert.Equal(HttpStatusCode.ServiceUnavailable, refused.Status);
        Assert.NotNull(refused.Headers.RetryAfter);

        await window.Start(RealWindow.Window);
        await RunningWindow.Until(() => IsQueued("HEALTH", mrn));

        // The others ask once a second: the next test finds the window open.
        await RunningWindow.Until(async () => (await window.Trader.View(mrn)).Status == HttpStatusCode.OK);
    }

    [Fact]
    public async Task A_window_without_its_agencies_waits_for_its_grace_and_no_longer()
    {
        foreach (var agency in RealWindow.AgencyCodes)
        {
            await window.Stop(agency);
        }

        await window.Stop(RealWindow.Window);
        await window.Start(RealWindow.Window);
        Assert.Equal(HttpStatusCode.ServiceUnavailable, (await window.Trader.Get("/api/v1/agencies")).Status);
        await RunningWindow.Until(async () => (await window.Trader.Get("/api/v1/agencies")).Status == HttpStatusCode.OK);
        foreach (var agency in RealWindow.AgencyCodes)
        {
            await window.Start(agency);
        }
    }

    private async Task<string> Lodge() => (await LodgeOne()).Mrn;

    private async Task<(JsonNode Tree, string Mrn)> LodgeOne()
    {
        var tree = Given.ShowCase();
        var answer = await window.Trader.Lodge(tree);
        Assert.True(answer.Status == HttpStatusCode.Created, answer.ToString());
        return (tree, answer.Mrn);
    }

    private async Task<bool> IsQueued(string agency, string mrn)
    {
        var answer = await window.Officer(agency).Get($"/api/v1/agencies/{agency}/reviews?limit=200");
        return answer.Status == HttpStatusCode.OK && answer.Json["reviews"]!.AsArray().Any(review => (string?)review!["mrn"] == mrn);
    }

    private async Task<JsonObject> Review(string mrn) => (await window.Officer("HEALTH").Get($"/api/v1/agencies/HEALTH/reviews/{mrn}-PUBLIC_HEALTH")).Json;

    private async Task Refuse(string mrn)
    {
        var officer = window.Officer("HEALTH");
        var path = $"/api/v1/agencies/HEALTH/reviews/{mrn}-PUBLIC_HEALTH";
        foreach (var (step, body) in new (string, JsonObject?)[] { ("take", null), ("decision", new JsonObject { ["outcome"] = "REFUSE", ["reasonCode"] = "R1", ["legalBasis"] = "RKC 3.40" }) })
        {
            var answer = await officer.Post($"{path}/{step}", body, etag: $"\"{(await officer.Get(path)).Json["revision"]}\"");
            Assert.True(answer.Status is HttpStatusCode.OK, answer.ToString());
        }
    }
}
