// SPDX-License-Identifier: Apache-2.0
using System.Net;
using System.Text.Json.Nodes;
using Cbm.Contracts;
using Xunit;

namespace Cbm.IntegrationTests.Declarations;

/// <summary>A unit of which nothing is asked any more has left when it says so: until then an order of it may be on its way.</summary>
public sealed class LeavingTests(RunningWindow window) : IClassFixture<RunningWindow>
{
    [Fact]
    public async Task Goods_wait_for_the_last_word_of_a_unit_that_is_told_to_leave()
    {
        var mrn = await ToldToLeave();
        Assert.Equal("UNDER_REVIEW", (await window.Trader.View(mrn)).State);
        await window.Tell(Given.Report(mrn, "PLANT_HEALTH", 2, ReviewState.Withdrawn, step: "reviewWithdrawn"));
        var view = await window.Trader.View(mrn);
        Assert.Equal("RELEASED", view.State);
        Assert.Equal("CUSTOMS", (string)Assert.Single(view.Json["agencies"]!.AsArray())!["unit"]!);
    }

    [Fact]
    public async Task A_refusal_that_was_on_its_way_when_its_unit_was_told_to_leave_stands()
    {
        var mrn = await ToldToLeave();
        var refused = Given.Report(mrn, "PLANT_HEALTH", 2, ReviewState.Refused, Outcome.Refuse, "reviewDecided");
        refused.Decisions.Add(new ItemDecision { Item = 1, Outcome = Outcome.Refuse, By = "officer" });
        await window.Tell(refused);
        Assert.Equal("REFUSED", (await window.Trader.View(mrn)).State);
    }

    [Fact]
    public async Task A_unit_that_has_approved_has_nothing_more_to_say()
    {
        var mrn = (await window.Trader.Lodge(Given.PerhapsFresh())).Mrn;
        await window.Tell(Given.Approval(mrn, "PLANT_HEALTH"));
        await NotFresh(mrn);
        Assert.Equal("RELEASED", (await window.Trader.View(mrn)).State);
    }

    [Fact]
    public async Task A_report_that_is_known_is_not_filed_again_when_a_newer_version_has_come()
    {
        var mrn = (await window.Trader.Lodge(Given.PerhapsFresh())).Mrn;
        var taken = Given.Report(mrn, "CUSTOMS", 1, ReviewState.InReview, step: "reviewTaken");
        await window.Tell(taken);
        await SayNo(mrn);
        await window.Tell(taken);
        Assert.DoesNotContain(await window.Trader.Log(mrn), step => step.StartsWith("lateReportFiled", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_control_that_is_drawn_is_not_answered_away()
    {
        var mrn = (await window.Trader.Lodge(Given.PerhapsFresh())).Mrn;
        var drawn = Given.Report(mrn, "PLANT_HEALTH", 1, ReviewState.Pending);
        drawn.Controls.Add(new Control { Requirement = "AGP-005", Item = 1, Type = "PHY" });
        await window.Tell(drawn);
        await NotFresh(mrn);
        Assert.Equal("UNDER_REVIEW", (await window.Trader.View(mrn)).State);
        Assert.DoesNotContain(window["AGRICULTURE"].Changes(mrn), change => change.Kind == ChangeKind.Withdrawn);

        drawn.Controls[0].Result = "CONFORM";
        (drawn.Revision, drawn.State, drawn.Decision, drawn.Step.Name) = (2, ReviewState.Approved, Outcome.Approve, "reviewDecided");
        await window.Tell(drawn);
        Assert.Equal("RELEASED", (await window.Trader.View(mrn)).State);
    }

    [Fact]
    public async Task Who_stays_for_its_control_is_still_answered()
    {
        var mrn = (await window.Trader.Lodge(Given.PerhapsFresh())).Mrn;
        var asking = Given.Report(mrn, "PLANT_HEALTH", 1, ReviewState.InfoRequested, step: "informationRequested");
        asking.Controls.Add(new Control { Requirement = "AGP-005", Item = 1, Type = "PHY" });
        asking.Requests.Add(new InformationRequest { Id = "PLANT_HEALTH-1-1", Questions = { new InformationQuestion { Id = "PLANT_HEALTH-1-1-1", Text = "Which lot?" } } });
        await window.Tell(asking);
        await SayNo(mrn);

        var question = Assert.Single((await window.Trader.View(mrn)).Json["questions"]!.AsArray())!;
        Assert.Equal("PLANT_HEALTH-1-1-1", (string)question["id"]!);
        Assert.Equal(HttpStatusCode.OK, (await window.Trader.Answer(mrn, new JsonObject { ["id"] = (string)question["id"]!, ["text"] = "Lot 7." })).Status);
        await RunningWindow.Until(() => window["AGRICULTURE"].Changes(mrn).Any(change => change.Kind == ChangeKind.Answered));
    }

    [Fact]
    public async Task Who_holds_on_to_an_order_hears_that_a_cancelled_declaration_is_at_its_end()
    {
        var lodged = await window.Trader.Lodge(Given.Orchids());
        var cancelled = await window.Trader.Post(
            $"/api/v1/declarations/{lodged.Mrn}/cancellation", new JsonObject { ["reasonCode"] = "1" }, etag: "*");
        Assert.Equal("CANCELLED", cancelled.State);

        // Decided before it heard, and told after.
        var refused = Given.Report(lodged.Mrn, "PLANT_HEALTH", 1, ReviewState.Detained, Outcome.Detain, "reviewDecided");
        refused.Decisions.Add(new ItemDecision { Item = 1, Outcome = Outcome.Detain, By = "officer" });
        await window.Tell(refused);
        await RunningWindow.Until(() => window["AGRICULTURE"].Changes(lodged.Mrn).Any(change => change is { Kind: ChangeKind.Closed, State: "CANCELLED" }));
    }

    // An officer looks at it when the answer comes that leaves the unit nothing; Customs approves and the goods are there.
    private async Task<string> ToldToLeave()
    {
        var mrn = (await window.Trader.Lodge(Given.PerhapsFresh())).Mrn;
        await window.Tell(Given.Report(mrn, "PLANT_HEALTH", 1, ReviewState.InReview, step: "reviewTaken"));
        await NotFresh(mrn);
        return mrn;
    }

    private async Task NotFresh(string mrn)
    {
        await SayNo(mrn);
        await window.Trader.Post($"/api/v1/declarations/{mrn}/arrival", Given.Arrival());
        await window.Tell(Given.Approval(mrn, "CUSTOMS", revision: 1, version: 2));
    }

    private async Task SayNo(string mrn)
    {
        var asked = (await window.Trader.View(mrn)).Json["questions"]!.AsArray().Where(question => (string?)question!["unit"] is null or "").Select(question => (string)question!["id"]!);
        var answer = await window.Trader.Answer(mrn, [.. asked.Select(id => new JsonObject { ["id"] = id, ["value"] = false })]);
        Assert.Equal(HttpStatusCode.OK, answer.Status);
    }
}
