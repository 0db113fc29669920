// SPDX-License-Identifier: Apache-2.0
using System.Net;
using System.Text.Json.Nodes;
using Cbm.Contracts;
using Cbm.Declarations.Storage;
using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;
using Microsoft.EntityFrameworkCore;
using Xunit;
using Answer = Dapr.AppCallback.Autogen.Grpc.v1.TopicEventResponse.Types.TopicEventResponseStatus;

namespace Cbm.IntegrationTests.Declarations;

/// <summary>What a unit ordered is undone by that unit alone: not by a trader's answer, not by a requirement that falls away.</summary>
public sealed class OrdersStandTests(RunningWindow window) : IClassFixture<RunningWindow>
{
    private static readonly JsonObject NotInvasive = new() { ["id"] = "invasiveAlien-1", ["value"] = false };

    [Fact]
    public async Task An_answer_does_not_lift_a_detention_until_the_unit_does()
    {
        var mrn = await LodgedWithQuestion();
        await window.Tell(Decided(mrn, "PLANT_HEALTH", Outcome.Detain));
        Assert.Equal("DETAINED", (await window.Trader.View(mrn)).State);

        var answered = await window.Trader.Answer(mrn, NotInvasive.DeepClone().AsObject());
        Assert.Equal((HttpStatusCode.OK, "DETAINED"), (answered.Status, answered.State));
        Assert.Equal("DETAINED", await State(mrn, "PLANT_HEALTH"));
        Assert.Equal("HOLD", await Item(mrn, 1));

        // The unit carries its order over to the new version; then it lifts it.
        await window.Tell(Decided(mrn, "PLANT_HEALTH", Outcome.Detain, revision: 2, version: 2));
        Assert.Equal("DETAINED", (await window.Trader.View(mrn)).State);
        await window.Tell(Decided(mrn, "PLANT_HEALTH", Outcome.Approve, revision: 3, version: 2));
        Assert.Equal("UNDER_REVIEW", (await window.Trader.View(mrn)).State);
    }

    [Fact]
    public async Task An_answer_does_not_erase_a_refusal_and_an_approval_must_be_given_anew()
    {
        var mrn = await LodgedWithQuestion();
        await window.Tell(Decided(mrn, "PLANT_HEALTH", Outcome.Refuse));
        await window.Trader.Answer(mrn, NotInvasive.DeepClone().AsObject());
        Assert.Equal(("REFUSED", "REFUSED"), (await State(mrn, "PLANT_HEALTH"), await Item(mrn, 1)));

        var other = await LodgedWithQuestion();
        await window.Tell(Decided(other, "PLANT_HEALTH", Outcome.Approve));
        await window.Trader.Answer(other, NotInvasive.DeepClone().AsObject());
        Assert.Equal(("PENDING", "WAIT"), (await State(other, "PLANT_HEALTH"), await Item(other, 1)));
    }

    [Fact]
    public async Task An_order_on_the_older_version_that_was_on_its_way_when_the_answer_came_stands()
    {
        var mrn = await LodgedWithQuestion();
        await window.Trader.Answer(mrn, NotInvasive.DeepClone().AsObject());
        await window.Tell(Decided(mrn, "PLANT_HEALTH", Outcome.Detain));
        Assert.Equal("DETAINED", (await window.Trader.View(mrn)).State);

        // What the unit then says of the newest version counts.
        await window.Tell(Decided(mrn, "PLANT_HEALTH", Outcome.Approve, revision: 2, version: 2));
        Assert.Equal(("UNDER_REVIEW", "APPROVED"), ((await window.Trader.View(mrn)).State, await State(mrn, "PLANT_HEALTH")));
    }

    [Fact]
    public async Task A_unit_of_which_nothing_is_asked_has_a_part_for_as_long_as_its_order_stands()
    {
        var mrn = (await window.Trader.Lodge(Given.ShowCase())).Mrn;
        await Withdraw(mrn, "STANDARDS");
        Assert.DoesNotContain("STANDARDS", await Units(mrn));

        // It detained before it heard that nothing is asked of it any more.
        var detained = Decided(mrn, "STANDARDS", Outcome.Detain);
        detained.Decisions[0].Item = 4;
        await window.Tell(detained, detained);
        Assert.Equal("DETAINED", (await window.Trader.View(mrn)).State);

        // It lifts its order, and then hears: nobody waits for it any longer, and no word of it is late.
        await window.Tell(Given.Report(mrn, "STANDARDS", 2, ReviewState.InReview, step: "reviewTaken"));
        Assert.Equal("UNDER_REVIEW", (await window.Trader.View(mrn)).State);
        var left = Given.Report(mrn, "STANDARDS", 3, ReviewState.Withdrawn, step: "reviewWithdrawn");
        await window.Tell(left, left);
        Assert.DoesNotContain("STANDARDS", await Units(mrn));
        Assert.DoesNotContain("lateReportFiled@STANDARDS", await window.Trader.Log(mrn));
    }

    [Fact]
    public async Task A_unit_does_not_leave_by_its_own_word()
    {
        var mrn = (await window.Trader.Lodge(Given.ShowCase())).Mrn;
        await window.Tell(Given.Report(mrn, "STANDARDS", 1, ReviewState.Withdrawn, step: "reviewWithdrawn"));
        Assert.Equal("PENDING", await State(mrn, "STANDARDS"));
        await window.Trader.Post($"/api/v1/declarations/{mrn}/arrival", Given.Arrival());
        foreach (var unit in (string[])["CUSTOMS", "PLANT_HEALTH", "PUBLIC_HEALTH", "VETERINARY"])
        {
            await window.Tell(Given.Approval(mrn, unit));
        }

        Assert.Equal("UNDER_REVIEW", (await window.Trader.View(mrn)).State);
    }

    [Fact]
    public async Task An_answer_cannot_take_away_a_requirement_that_it_was_not_asked_about()
    {
        var mrn = await LodgedWithQuestion();
        var stray = NotInvasive.DeepClone().AsObject();
        stray["documents"] = new JsonArray(new JsonObject { ["categoryCode"] = "0", ["typeCode"] = "DIS", ["id"] = "AGP-011" });
        var refused = await window.Trader.Answer(mrn, stray);
        Assert.Equal(["SWA065"], refused.Errors);
    }

    [Fact]
    public async Task A_request_of_an_officer_stays_open_over_a_new_version_and_its_answer_is_brought()
    {
        var mrn = await LodgedWithQuestion();
        var asking = Given.Report(mrn, "PLANT_HEALTH", 1, ReviewState.InfoRequested, step: "informationRequested");
        asking.Requests.Add(new InformationRequest
        {
            Id = "R1",
            Due = DateTimeOffset.UtcNow.AddDays(5).ToTimestamp(),
            Questions = { new InformationQuestion { Id = "R1-1", Text = "Which nursery?", Item = 1 } },
        });
        await window.Tell(asking);
        await window.Trader.Answer(mrn, NotInvasive.DeepClone().AsObject());
        var view = await window.Trader.View(mrn);
        Assert.Equal("R1-1", (string?)Assert.Single(view.Json["questions"]!.AsArray())!["id"]);
        Assert.Equal("INFO_REQUESTED", await State(mrn, "PLANT_HEALTH"));

        await window.Trader.Answer(mrn, new JsonObject { ["id"] = "R1-1", ["text"] = "Oy Kasvi Ab" });
        await RunningWindow.Until(() => window["AGRICULTURE"].Changes(mrn).Any(change => change is { Kind: ChangeKind.Answered, RequestId: "R1" }));
        Assert.Equal("IN_REVIEW", await State(mrn, "PLANT_HEALTH"));
    }

    [Fact]
    public async Task What_is_declared_by_an_answer_must_be_as_right_as_at_lodging()
    {
        var mrn = await LodgedWithQuestion();
        var twice = await window.Trader.Answer(mrn, NotInvasive.DeepClone().AsObject(), NotInvasive.DeepClone().AsObject());
        Assert.Equal(["SWA066"], twice.Errors);

        var document = new JsonObject { ["id"] = "invasiveAlien-1", ["documents"] = new JsonArray(new JsonObject { ["categoryCode"] = "N", ["typeCode"] = "851" }) };
        var wrong = await window.Trader.Answer(mrn, document);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, wrong.Status);
        Assert.StartsWith("42A.67A.68A[1].02A", (string?)wrong.Json["errors"]![0]!["pointer"], StringComparison.Ordinal);
        Assert.Equal(1, (int)(await window.Trader.View(mrn)).Json["version"]!);
    }

    [Fact]
    public async Task Part_of_a_decision_is_not_the_units_decision()
    {
        var mrn = (await window.Trader.Lodge(Given.ShowCase())).Mrn;
        var partly = Given.Report(mrn, "STANDARDS", 1, ReviewState.InReview, Outcome.Approve, "reviewDecided");
        partly.Decisions.Add(new ItemDecision { Item = 4, Outcome = Outcome.Approve, By = "officer" });
        await window.Tell(partly);

        var view = await window.Trader.View(mrn);
        Assert.Null(Part(view, "STANDARDS")["decision"]);
        Assert.Contains(view.Json["nextSteps"]!.AsArray(), step => ((string)step!).Contains("STANDARDS", StringComparison.Ordinal));
        Assert.Equal(["02"], view.Json["responses"]!.AsArray().Select(response => (string)response!["functionCode"]!));
    }

    [Fact]
    public async Task A_report_that_cannot_be_true_is_parked_and_harms_nothing()
    {
        var mrn = (await window.Trader.Lodge(Given.ShowCase())).Mrn;
        var doubled = Given.Approval(mrn, "STANDARDS");
        doubled.Findings.Add([new Finding { Requirement = "STD-004", Item = 4 }, new Finding { Requirement = "STD-004", Item = 4 }]);
        var unknown = Given.Report(mrn, "STANDARDS", 1, ReviewState.Approved, (Outcome)9);
        var timeless = Given.Approval(mrn, "STANDARDS");
        timeless.Due = new Timestamp { Seconds = long.MaxValue };
        var ahead = Given.Approval(mrn, "STANDARDS", revision: int.MaxValue);
        ahead.Presented = true;

        Assert.Equal(Enumerable.Repeat(Answer.Drop, 4), await window.Tell(doubled, unknown, timeless, ahead));
        Assert.Equal("PENDING", await State(mrn, "STANDARDS"));
        Assert.DoesNotContain("goodsArrived", await window.Trader.Log(mrn));
        Assert.Equal([Answer.Success], await window.Tell(Given.Approval(mrn, "STANDARDS")));
    }

    [Fact]
    public async Task Every_step_is_in_the_log_once_and_conditions_reach_the_trader()
    {
        var declaration = Given.ShowCase();
        declaration["typeCode"] = "IMA";
        var mrn = (await window.Trader.Lodge(declaration)).Mrn;
        foreach (var unit in (string[])["CUSTOMS", "PLANT_HEALTH", "PUBLIC_HEALTH", "STANDARDS"])
        {
            await window.Tell(Given.Approval(mrn, unit));
        }

        var conditional = Given.Report(mrn, "VETERINARY", 1, ReviewState.ApprovedConditional, Outcome.Conditional, "reviewDecided");
        var condition = new Condition { Text = "Label the jars before sale.", Owner = "FI1234567-8", Due = "2027-01-31", Security = "GRN 7" };
        conditional.Decisions.Add(new ItemDecision { Item = 2, Outcome = Outcome.Conditional, By = "officer", Conditions = { condition } });
        await window.Tell(conditional);

        var view = await window.Trader.View(mrn);
        Assert.Equal("CONDITIONALLY_RELEASED", view.State);
        Assert.Contains(view.Json["nextSteps"]!.AsArray(), step => ((string)step!).Contains("Label the jars before sale. By FI1234567-8 until 2027-01-31", StringComparison.Ordinal));
        var responses = (await window.Trader.Get($"/api/v1/declarations/{mrn}/responses")).Json["responses"]!.AsArray();
        var released = responses.Single(response => (string?)response!["functionCode"] == "65")!;
        Assert.Contains(released["additionalInformation"]!.AsArray(), one => (string?)one!["limitDateTime"] == "2027-01-31");
        var log = await window.Trader.Log(mrn);
        Assert.Equal(log.Distinct().Count(), log.Count);
    }

    private static AgencyReported Decided(string mrn, string unit, Outcome outcome, int revision = 1, int version = 1)
    {
        var state = outcome switch { Outcome.Detain => ReviewState.Detained, Outcome.Refuse => ReviewState.Refused, _ => ReviewState.Approved };
        var report = Given.Report(mrn, unit, revision, state, outcome, "reviewDecided", version);
        report.Decisions.Add(new ItemDecision { Item = 1, Outcome = outcome, By = "officer", ReasonCode = "PEST", LegalBasis = "Plant Health Act 5" });
        return report;
    }

    // As an answer leaves it that takes away all that was asked of the unit.
    private async Task Withdraw(string mrn, string unit)
    {
        await using var database = window.Database();
        var record = await database.Declarations.SingleAsync(declaration => declaration.Mrn == mrn);
        var file = CaseFile.Parser.ParseFrom(record.File);
        var part = file.Parts.Single(part => part.Unit == unit);
        (part.Unneeded, part.Withdrawn) = (true, true);
        record.File = file.ToByteArray();
        await database.SaveChangesAsync();
    }

    private async Task<IEnumerable<string>> Units(string mrn) =>
        (await window.Trader.View(mrn)).Json["agencies"]!.AsArray().Select(part => (string)part!["unit"]!);

    private async Task<string> LodgedWithQuestion() => (await window.Trader.Lodge(Given.WithoutStatement("invasiveAlien"))).Mrn;

    private static JsonNode Part(HttpAnswer view, string unit) => view.Json["agencies"]!.AsArray().Single(part => (string?)part!["unit"] == unit)!;

    private async Task<string?> State(string mrn, string unit) => (string?)Part(await window.Trader.View(mrn), unit)["state"];

    private async Task<string?> Item(string mrn, int number) => (string?)(await window.Trader.View(mrn)).Json["items"]![number - 1]!["state"];
}
