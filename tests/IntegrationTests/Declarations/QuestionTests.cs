// SPDX-License-Identifier: Apache-2.0
using System.Net;
using System.Text.Json.Nodes;
using Cbm.Contracts;
using Google.Protobuf.WellKnownTypes;
using Xunit;

namespace Cbm.IntegrationTests.Declarations;

/// <summary>Questions to the trader: of determination, whose answers are declared data, and of officers, whose answers are not.</summary>
public sealed class QuestionTests(RunningWindow window) : IClassFixture<RunningWindow>
{
    [Fact]
    public async Task An_answer_to_determination_makes_a_version_and_resends_only_what_changed()
    {
        var lodged = await window.Trader.Lodge(Given.WithoutStatement("invasiveAlien"));
        var mrn = lodged.Mrn;
        Assert.Equal("AWAITING_TRADER", lodged.State);
        var question = Assert.Single(lodged.Json["questions"]!.AsArray())!;
        Assert.Equal("invasiveAlien-1", (string?)question["id"]);
        var before = await Slices(mrn);

        var answered = await window.Trader.Answer(mrn, new JsonObject { ["id"] = "invasiveAlien-1", ["value"] = false });
        Assert.Equal(HttpStatusCode.OK, answered.Status);
        Assert.Equal((2, "UNDER_REVIEW"), ((int)answered.Json["version"]!, answered.State));
        Assert.Empty(answered.Json["questions"]?.AsArray() ?? []);
        Assert.Equal("\"2\"", answered.Headers.ETag?.Tag);

        var after = await Slices(mrn);
        var changed = after.Where(slice => before.GetValueOrDefault(slice.Key).Hash != slice.Value.Hash).Select(slice => slice.Key).ToList();
        Assert.Contains("PLANT_HEALTH", changed);
        Assert.DoesNotContain("STANDARDS", changed);
        Assert.All(after, slice => Assert.Equal(changed.Contains(slice.Key) ? 2 : 1, slice.Value.Version));
        await RunningWindow.Until(() => window.Agencies.SelectMany(agency => agency.Slices(mrn)).Count() == 5 + changed.Count);
        Assert.Equal(
            changed.Order(),
            window.Agencies.SelectMany(agency => agency.Slices(mrn)).Where(sent => sent.Slice.Version == 2).Select(sent => sent.Slice.Unit).Order());
        Assert.Contains("questionsAnswered", await window.Trader.Log(mrn));
    }

    [Fact]
    public async Task A_report_on_the_older_version_is_filed_and_not_applied()
    {
        var mrn = (await window.Trader.Lodge(Given.WithoutStatement("invasiveAlien"))).Mrn;
        await window.Trader.Answer(mrn, new JsonObject { ["id"] = "invasiveAlien-1", ["value"] = false });
        await window.Tell(Given.Approval(mrn, "PLANT_HEALTH", 1, version: 1), Given.Approval(mrn, "PLANT_HEALTH", 1, version: 1));
        Assert.Equal("PENDING", await State(mrn, "PLANT_HEALTH"));
        Assert.Single(await window.Trader.Log(mrn), "lateReportFiled@PLANT_HEALTH");

        await window.Tell(Given.Approval(mrn, "PLANT_HEALTH", 2, version: 2));
        Assert.Equal("APPROVED", await State(mrn, "PLANT_HEALTH"));
    }

    [Fact]
    public async Task What_a_unit_whose_slice_did_not_change_has_decided_still_stands()
    {
        var mrn = (await window.Trader.Lodge(Given.WithoutStatement("invasiveAlien"))).Mrn;
        await window.Tell(Given.Approval(mrn, "STANDARDS"));
        await window.Trader.Answer(mrn, new JsonObject { ["id"] = "invasiveAlien-1", ["value"] = false });
        Assert.Equal("APPROVED", await State(mrn, "STANDARDS"));
    }

    [Fact]
    public async Task An_officers_request_is_shown_answered_and_brought_to_the_unit()
    {
        var mrn = (await window.Trader.Lodge(Given.ShowCase())).Mrn;
        await window.Tell(Asked(mrn));
        var view = await window.Trader.View(mrn);
        Assert.Equal("AWAITING_TRADER", view.State);
        var questions = view.Json["questions"]!.AsArray();
        Assert.Equal(["R1-1", "R1-2"], questions.Select(question => (string)question!["id"]!));
        Assert.All(questions, question => Assert.Equal("PUBLIC_HEALTH", (string?)question!["unit"]));
        Assert.Equal("4", (string?)questions[0]!["documentCode"]);

        // Half an answer goes to the unit too, which may have to do with it; the question of the rest stays.
        var half = await window.Trader.Answer(mrn, new JsonObject { ["id"] = "R1-2", ["text"] = "Helsinki" });
        Assert.Equal("R1-1", (string?)Assert.Single(half.Json["questions"]!.AsArray())!["id"]);
        var whole = await window.Trader.Answer(mrn, new JsonObject
        {
            ["id"] = "R1-1",
            ["documents"] = new JsonArray(new JsonObject { ["typeCode"] = "4", ["id"] = "LAB-77" }),
        });
        Assert.Equal((1, "UNDER_REVIEW"), ((int)whole.Json["version"]!, whole.State));

        await RunningWindow.Until(() => window["HEALTH"].Changes(mrn).Count == 2);
        Assert.Equal("R1-2", Assert.Single(window["HEALTH"].Changes(mrn)[0].Answers).Id);
        var news = window["HEALTH"].Changes(mrn)[1];
        Assert.Equal((ChangeKind.Answered, "R1", 1), (news.Kind, news.RequestId, news.Version));
        Assert.Equal(["R1-1", "R1-2"], news.Answers.Select(answer => answer.Id).Order());
        Assert.Equal("LAB-77", news.Answers.Single(answer => answer.Id == "R1-1").Documents[0].Id);
        Assert.Empty(window["CUSTOMS"].Changes(mrn));

        var again = await window.Trader.Answer(mrn, new JsonObject { ["id"] = "R1-1", ["text"] = "once more" });
        Assert.Equal("SWA061", Assert.Single(again.Errors));
    }

    [Fact]
    public async Task A_report_that_crosses_the_answer_does_not_open_the_question_again()
    {
        var mrn = (await window.Trader.Lodge(Given.ShowCase())).Mrn;
        await window.Tell(Asked(mrn));
        await window.Trader.Answer(
            mrn, new JsonObject { ["id"] = "R1-1", ["text"] = "yes" }, new JsonObject { ["id"] = "R1-2", ["text"] = "Helsinki" });

        // Sent before the unit heard of it.
        var crossing = Asked(mrn);
        (crossing.Revision, crossing.Step.Name) = (2, "noteAdded");
        await window.Tell(crossing);
        Assert.Empty((await window.Trader.View(mrn)).Json["questions"]?.AsArray() ?? []);
    }

    [Fact]
    public async Task Faults_of_answers_are_told_all_at_once_and_none_is_applied()
    {
        var mrn = (await window.Trader.Lodge(Given.WithoutStatement("invasiveAlien"))).Mrn;
        await window.Tell(Asked(mrn));
        var answer = await window.Trader.Answer(
            mrn,
            new JsonObject { ["id"] = "invasiveAlien-1", ["text"] = "perhaps" },
            new JsonObject { ["id"] = "R1-1" },
            new JsonObject { ["id"] = "unknown", ["text"] = "?" },
            new JsonObject { ["id"] = "R1-2", ["text"] = "Helsinki" });

        Assert.Equal(HttpStatusCode.UnprocessableEntity, answer.Status);
        Assert.Equal(["SWA065", "SWA062", "SWA061"], answer.Errors);
        Assert.Equal(["answers[0]", "answers[1]", "answers[2].id"], answer.Json["errors"]!.AsArray().Select(error => (string)error!["path"]!));
        Assert.Equal(3, (await window.Trader.View(mrn)).Json["questions"]!.AsArray().Count);
        Assert.Equal("SWA060", Assert.Single((await window.Trader.Answer(mrn)).Errors));
    }

    [Fact]
    public async Task Under_a_key_the_same_answer_is_given_once()
    {
        var mrn = (await window.Trader.Lodge(Given.WithoutStatement("invasiveAlien"))).Mrn;
        JsonObject Body(bool value) => new() { ["answers"] = new JsonArray(new JsonObject { ["id"] = "invasiveAlien-1", ["value"] = value }) };
        var path = $"/api/v1/declarations/{mrn}/answers";
        var first = await window.Trader.Post(path, Body(false), key: $"k-{mrn}");
        var again = await window.Trader.Post(path, Body(false), key: $"k-{mrn}");
        var other = await window.Trader.Post(path, Body(true), key: $"k-{mrn}");

        Assert.Equal(HttpStatusCode.OK, first.Status);
        Assert.Equal((first.Status, first.Text, first.Headers.ETag), (again.Status, again.Text, again.Headers.ETag));
        Assert.Equal(HttpStatusCode.Conflict, other.Status);
    }

    [Fact]
    public async Task Arrival_is_told_once_and_its_faults_are_refused()
    {
        var mrn = (await window.Trader.Lodge(Given.ShowCase())).Mrn;
        var path = $"/api/v1/declarations/{mrn}/arrival";
        var wrong = await window.Trader.Post(path, new JsonObject { ["time"] = "tomorrow", ["transportDocument"] = "ANOTHER" });
        Assert.Equal(["SWA050", "SWA052", "SWA051"], wrong.Errors);
        Assert.Equal(["SWA052", "SWA051"], (await window.Trader.Post(path, new JsonObject())).Errors);
        var early = Given.Arrival();
        foreach (var time in (string[])["10/11/2026", "2025-11-13", "0001-01-01T00:00:00Z", "1999-12-31T23:59:59Z", "9999-12-31T23:59:59Z"])
        {
            early["time"] = time;
            Assert.Equal(["SWA050"], (await window.Trader.Post(path, early)).Errors);
        }

        // A carrier shows by its transport document that the goods are its load, and hears no more than that they are presented.
        var carrier = window.As(window.Issuer.Token("carrier", "carrier"));
        Assert.Equal(["SWA051"], (await carrier.Post(path, new JsonObject { ["place"] = "FIHEL" })).Errors);

        // Nor can the number be tried out: where its load is not meant there is no declaration for it.
        var other = Given.Arrival();
        other["transportDocument"] = "ANOTHER";
        Assert.Equal(HttpStatusCode.NotFound, (await carrier.Post(path, other)).Status);
        var first = await carrier.Post(path, new JsonObject { ["place"] = "FIHEL", ["transportDocument"] = "NSLFEL26041188" });
        Assert.Equal(HttpStatusCode.OK, first.Status);
        Assert.Equal(
            ["mrn", "presented"],
            first.Json.Where(member => member.Value is not JsonArray { Count: 0 }).Select(member => member.Key).Order());
        Assert.True((bool?)first.Json["presented"]);
        var second = await window.Trader.Post(path, Given.Arrival());
        Assert.Equal(HttpStatusCode.OK, second.Status);
        Assert.Single(await window.Trader.Log(mrn), "goodsArrived");
        await RunningWindow.Until(() => window["CUSTOMS"].Changes(mrn).Count == 1);
    }

    private static AgencyReported Asked(string mrn)
    {
        var report = Given.Report(mrn, "PUBLIC_HEALTH", 1, ReviewState.InfoRequested, step: "informationRequested");
        report.Requests.Add(new InformationRequest
        {
            Id = "R1",
            By = "officer",
            AskedAt = DateTimeOffset.UtcNow.ToTimestamp(),
            Questions =
            {
                new InformationQuestion { Id = "R1-1", Text = "The test report, please.", Item = 3, DocumentCode = "4" },
                new InformationQuestion { Id = "R1-2", Text = "Where are the goods?", Item = 3 },
            },
        });
        return report;
    }

    private async Task<string?> State(string mrn, string unit) =>
        (string?)(await window.Trader.View(mrn)).Json["agencies"]!.AsArray().Single(part => (string?)part!["unit"] == unit)!["state"];

    private async Task<Dictionary<string, (string Hash, int Version)>> Slices(string mrn) =>
        (await window.Trader.Get($"/api/v1/declarations/{mrn}/slices")).Json["slices"]!.AsArray()
            .ToDictionary(slice => (string)slice!["unit"]!, slice => ((string)slice!["hash"]!, (int)slice!["version"]!));
}
