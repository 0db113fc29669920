// SPDX-License-Identifier: Apache-2.0
using System.Net;
using Cbm.IntegrationTests.Declarations;
using Xunit;

namespace Cbm.IntegrationTests.Reconciling;

/// <summary>A store is backed up while the window works, and put back later: what was lodged before the back-up is there, and what came after it is lodged again as if it were new.</summary>
public sealed class BackUpTests(RealWindow window) : IClassFixture<RealWindow>
{
    [Fact]
    public async Task A_back_up_that_is_made_under_load_can_be_put_back_and_all_agree_again()
    {
        using var enough = new CancellationTokenSource();
        var lodged = new List<(string Mrn, System.Text.Json.Nodes.JsonObject Tree)>();
        var load = Lodge(lodged, enough.Token);
        await RunningWindow.Until(() => lodged.Count > 5);

        // As an operator does it: by the database's own means, with the service at work.
        var before = lodged.ToArray();
        await window.BackUp(RealWindow.Window);
        var during = lodged.Count;
        await RunningWindow.Until(() => lodged.Count > during + 5);
        await enough.CancelAsync();
        await load;

        await window.PutBack(RealWindow.Window);

        // Not before all four agencies have compared all that was lodged.
        await RunningWindow.Until(30, async () => (await window.Trader.Get("/api/v1/declarations")).Status == HttpStatusCode.OK);
        foreach (var (mrn, _) in before)
        {
            Assert.Equal(mrn, (await window.Trader.View(mrn)).Mrn);
        }

        foreach (var (mrn, tree) in lodged)
        {
            // What was lost is lost as a whole: the same content is the same declaration, or a new one.
            var again = await window.Trader.Lodge(tree);
            var isKept = again.Status == HttpStatusCode.OK;
            Assert.True(isKept || again.Status == HttpStatusCode.Created, again.ToString());
            Assert.Equal(isKept, again.Mrn == mrn);
            await RunningWindow.Until(async () => (await window.Trader.Log(again.Mrn)).Any(step => step is "reviewPending@PLANT_HEALTH" or "reviewReportedAgain@PLANT_HEALTH"));
        }
    }

    private async Task Lodge(List<(string, System.Text.Json.Nodes.JsonObject)> lodged, CancellationToken enough)
    {
        while (!enough.IsCancellationRequested)
        {
            var tree = Given.Orchids();
            lodged.Add(((await window.Trader.Lodge(tree)).Mrn, tree));
        }
    }
}
