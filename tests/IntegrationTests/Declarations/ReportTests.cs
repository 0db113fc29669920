// SPDX-License-Identifier: Apache-2.0
using System.Text.Json.Nodes;
using Cbm.Contracts;
using Cbm.Declarations.Log;
using Google.Protobuf;
using Grpc.Core;
using Microsoft.EntityFrameworkCore;
using Xunit;
using Answer = Dapr.AppCallback.Autogen.Grpc.v1.TopicEventResponse.Types.TopicEventResponseStatus;

namespace Cbm.IntegrationTests.Declarations;

/// <summary>What agencies report: once, twice, late, out of order, about the wrong thing; and the way to release.</summary>
public sealed class ReportTests(RunningWindow window) : IClassFixture<RunningWindow>
{
    private static readonly string[] Units = ["CUSTOMS", "PLANT_HEALTH", "PUBLIC_HEALTH", "STANDARDS", "VETERINARY"];

    [Fact]
    public async Task A_report_shows_in_the_view_the_log_and_the_responses()
    {
        var mrn = await Lodged();
        var report = Given.Approval(mrn, "STANDARDS");
        report.Reasons.Add("All documents are there.");
        Assert.Equal([Answer.Success], await window.Tell(report));

        var part = await Part(mrn, "STANDARDS");
        Assert.Equal("APPROVED", (string?)part["state"]);
        Assert.Equal("APPROVE", (string?)part["decision"]);
        Assert.Equal("All documents are there.", (string?)part["reasons"]![0]);
        Assert.Contains("reviewDecided@STANDARDS", await window.Trader.Log(mrn));
        Assert.Equal(["02", "61"], await Responses(mrn));
    }

    [Fact]
    public async Task The_same_report_twice_is_applied_once()
    {
        var mrn = await Lodged();
        var report = Given.Approval(mrn, "STANDARDS");
        Assert.Equal([Answer.Success, Answer.Success], await window.Tell(report, report));
        Assert.Equal([Answer.Success], await window.Tell(report));

        Assert.Single(await window.Trader.Log(mrn), "reviewDecided@STANDARDS");
        Assert.Equal(["02", "61"], await Responses(mrn));
    }

    [Fact]
    public async Task A_step_after_a_decision_does_not_announce_the_decision_again()
    {
        var mrn = await Lodged();
        await window.Tell(Given.Approval(mrn, "STANDARDS"), Given.Report(mrn, "STANDARDS", 2, ReviewState.Approved, Outcome.Approve, "noteAdded"));

        Assert.Equal(["02", "61"], await Responses(mrn));
    }

    [Theory]
    [InlineData(1, 2, 3)]
    [InlineData(1, 3, 2)]
    [InlineData(3, 2, 1)]
    [InlineData(2, 3, 1)]
    [InlineData(3, 1, 2)]
    public async Task In_whatever_order_they_come_they_end_the_same_with_every_step_logged(params int[] order)
    {
        var mrn = await Lodged();
        AgencyReported[] reports =
        [
            Given.Report(mrn, "STANDARDS", 1, ReviewState.Pending),
            Given.Report(mrn, "STANDARDS", 2, ReviewState.InReview, step: "reviewTaken"),
            Given.Approval(mrn, "STANDARDS", 3),
        ];
        foreach (var revision in order)
        {
            Assert.Equal([Answer.Success], await window.Tell(reports[revision - 1]));
            Assert.Equal([Answer.Success], await window.Tell(reports[revision - 1]));
        }

        Assert.Equal("APPROVED", (string?)(await Part(mrn, "STANDARDS"))["state"]);
        var log = (await window.Trader.Log(mrn)).Where(step => step.EndsWith("@STANDARDS", StringComparison.Ordinal));
        Assert.Equal(["reviewDecided@STANDARDS", "reviewPending@STANDARDS", "reviewTaken@STANDARDS"], log.Order());
    }

    [Fact]
    public async Task What_was_never_sent_from_here_is_dropped()
    {
        var mrn = await Lodged();
        var anothers = Given.Approval(mrn, "STANDARDS");
        anothers.Agency = "HEALTH";
        var silent = Given.Approval(mrn, "STANDARDS");
        silent.Step = null;

        Assert.Equal(
            [Answer.Drop, Answer.Drop, Answer.Drop, Answer.Drop],
            await window.Tell(Given.Approval("26FI0000000000000R", "STANDARDS"), Given.Approval(mrn, "POLICE"), anothers, silent));
        Assert.Equal([Answer.Drop], await window.Tell([ByteString.CopyFromUtf8("no message at all")]));
        Assert.Equal("PENDING", (string?)(await Part(mrn, "STANDARDS"))["state"]);
    }

    [Fact]
    public async Task Without_the_bus_token_nobody_reports()
    {
        var mrn = await Lodged();
        foreach (var token in (string[])["", "guessed"])
        {
            var refused = await Assert.ThrowsAsync<RpcException>(() => window.Tell([Given.Approval(mrn, "STANDARDS").ToByteString()], token));
            Assert.Equal(StatusCode.Unauthenticated, refused.StatusCode);
        }
    }

    [Fact]
    public async Task What_an_agency_reports_comes_from_that_agency_alone()
    {
        var mrn = await Lodged();
        ByteString[] approval = [Given.Approval(mrn, "STANDARDS").ToByteString()];

        // Another's token under the agency's name, the window's own, and one of nobody that is configured.
        foreach (var other in (string[])["HEALTH", "DECLARATIONS", "POLICE"])
        {
            var refused = await Assert.ThrowsAsync<RpcException>(() => window.Tell(other, "STANDARDS", approval));
            Assert.Equal(StatusCode.PermissionDenied, refused.StatusCode);
        }

        foreach (var other in (string[])["DECLARATIONS", "POLICE"])
        {
            var refused = await Assert.ThrowsAsync<RpcException>(() => window.Tell(other, other, approval));
            Assert.Equal(StatusCode.PermissionDenied, refused.StatusCode);
        }

        // In its own name an agency says what another has decided.
        Assert.Equal([Answer.Drop], await window.Tell("HEALTH", "HEALTH", approval));
        Assert.Equal("PENDING", (string?)(await Part(mrn, "STANDARDS"))["state"]);
        Assert.Equal([Answer.Success], await window.Tell("STANDARDS", "STANDARDS", approval));
    }

    [Fact]
    public async Task Approved_by_all_it_waits_for_arrival_and_is_then_released()
    {
        var mrn = await Lodged();
        foreach (var unit in Units)
        {
            Assert.Equal("UNDER_REVIEW", (await window.Trader.View(mrn)).State);
            await window.Tell(Given.Approval(mrn, unit));
        }

        Assert.Equal("AWAITING_ARRIVAL", (await window.Trader.View(mrn)).State);
        var arrived = await window.Trader.Post($"/api/v1/declarations/{mrn}/arrival", new JsonObject
        {
            ["place"] = "FIHEL",
            ["time"] = "2026-02-01T08:00:00Z",
            ["transportDocument"] = "NSLFEL26041188",
        });
        Assert.Equal("RELEASED", arrived.State);
        Assert.True((bool?)arrived.Json["presented"]);
        Assert.All(arrived.Json["items"]!.AsArray(), item => Assert.Equal("CLEAR", (string?)item!["state"]));
        Assert.Equal(["02", "61", "61", "61", "61", "61", "01", "08"], await Responses(mrn));
        await RunningWindow.Until(() => window.Agencies.Sum(agency => agency.Changes(mrn).Count) == 10);
        foreach (var agency in window.Agencies)
        {
            foreach (var changes in agency.Changes(mrn).GroupBy(change => change.Unit))
            {
                Assert.Equal([ChangeKind.Arrived, ChangeKind.Closed], changes.Select(change => change.Kind));
                Assert.Equal("RELEASED", changes.Last().State);
            }
        }

        // Closed: a late word changes nothing of it.
        await window.Tell(Given.Report(mrn, "STANDARDS", 2, ReviewState.Refused, Outcome.Refuse, "reviewDecided"));
        Assert.Equal("RELEASED", (await window.Trader.View(mrn)).State);
    }

    [Fact]
    public async Task Silence_is_never_consent()
    {
        var mrn = await Lodged();
        await window.Trader.Post($"/api/v1/declarations/{mrn}/arrival", Given.Arrival());
        foreach (var unit in Units.Where(unit => unit != "VETERINARY"))
        {
            await window.Tell(Given.Approval(mrn, unit));
        }

        var view = await window.Trader.View(mrn);
        Assert.Equal("UNDER_REVIEW", view.State);
        Assert.Contains(view.Json["nextSteps"]!.AsArray(), step => ((string)step!).Contains("VETERINARY", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_refusal_refuses_when_every_unit_has_answered()
    {
        var mrn = await Lodged();
        await window.Tell(Given.Report(mrn, "STANDARDS", 1, ReviewState.Refused, Outcome.Refuse, "reviewDecided"));
        Assert.Equal("UNDER_REVIEW", (await window.Trader.View(mrn)).State);
        foreach (var unit in Units.Where(unit => unit != "STANDARDS"))
        {
            await window.Tell(Given.Approval(mrn, unit));
        }

        Assert.Equal("REFUSED", (await window.Trader.View(mrn)).State);
    }

    [Fact]
    public async Task The_log_is_a_chain_and_a_change_in_it_is_found()
    {
        var mrn = await Lodged();
        await window.Tell(Given.Approval(mrn, "STANDARDS"), Given.Approval(mrn, "CUSTOMS"));
        await using var database = window.Database();
        var record = await database.Declarations.AsNoTracking().SingleAsync(one => one.Mrn == mrn);
        Assert.Null(DeclarationLog.FirstBreak(record, await Events()));

        // Somebody with the file in hand rewrites the text of a step, or leaves one out.
        await database.Database.ExecuteSqlAsync($"UPDATE Event SET Text = 'another catalogue' WHERE Mrn = {mrn} AND Sequence = 3");
        Assert.Equal(3, DeclarationLog.FirstBreak(record, await Events()));
        var events = await Events();
        Assert.Equal(2, DeclarationLog.FirstBreak(record, [events[0], .. events.Skip(2)]));
        Assert.Equal(3, DeclarationLog.FirstBreak(record, events[..2]));

        async Task<List<Cbm.Declarations.Storage.EventRecord>> Events() =>
            await database.Events.AsNoTracking().Where(logged => logged.Mrn == mrn).OrderBy(logged => logged.Sequence).ToListAsync();
    }

    [Fact]
    public async Task The_log_shows_each_caller_what_it_may_see()
    {
        var mrn = await Lodged();
        await window.Tell(Given.Approval(mrn, "STANDARDS"), Given.Approval(mrn, "CUSTOMS"));

        var vet = await window.As(window.Issuer.Officer("AGRICULTURE", "vet", "VETERINARY")).Log(mrn);
        Assert.Contains("declarationLodged", vet);
        Assert.DoesNotContain("reviewDecided@STANDARDS", vet);
        Assert.Contains("reviewDecided@STANDARDS", await window.As(window.Issuer.Token("auditor", "auditor")).Log(mrn));
        var trader = (await window.Trader.Get($"/api/v1/declarations/{mrn}/events")).Json["events"]!.AsArray();
        Assert.All(trader.Where(step => (string?)step!["unit"] is { Length: > 0 }), step => Assert.True(string.IsNullOrEmpty((string?)step!["by"])));
    }

    private async Task<string> Lodged()
    {
        var mrn = (await window.Trader.Lodge(Given.ShowCase())).Mrn;
        await RunningWindow.Until(() => window.Agencies.Sum(agency => agency.Slices(mrn).Count) == Units.Length);
        return mrn;
    }

    private async Task<JsonNode> Part(string mrn, string unit) =>
        (await window.Trader.View(mrn)).Json["agencies"]!.AsArray().Single(part => (string?)part!["unit"] == unit)!;

    private async Task<string[]> Responses(string mrn) =>
        [.. (await window.Trader.View(mrn)).Json["responses"]!.AsArray().Select(response => (string)response!["functionCode"]!)];
}
