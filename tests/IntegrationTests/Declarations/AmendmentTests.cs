// SPDX-License-Identifier: Apache-2.0
using System.Net;
using System.Text.Json.Nodes;
using Cbm.Contracts;
using Xunit;

namespace Cbm.IntegrationTests.Declarations;

/// <summary>A declaration amended or cancelled by its trader: what changes, for whom, and where it is too late.</summary>
public sealed class AmendmentTests(RunningWindow window) : IClassFixture<RunningWindow>
{
    [Fact]
    public async Task An_amendment_makes_a_version_and_opens_again_only_what_it_touches()
    {
        var declaration = Given.ShowCase();
        var mrn = (await window.Trader.Lodge(declaration)).Mrn;
        await window.Tell(Given.Approval(mrn, "STANDARDS"), Given.Approval(mrn, "PLANT_HEALTH"));

        Given.Items(declaration)[0]!["commodity"]!["description"] = "Orchids in pots of bark";
        var amended = await Amend(mrn, declaration);

        Assert.Equal((HttpStatusCode.OK, 2), (amended.Status, (int)amended.Json["version"]!));
        Assert.Equal("PENDING", State(amended, "PLANT_HEALTH"));
        Assert.Equal("APPROVED", State(amended, "STANDARDS"));
        await RunningWindow.Until(() => window["AGRICULTURE"].Slices(mrn).Any(sent => sent.Slice is { Version: 2, Unit: "PLANT_HEALTH" }));
        Assert.DoesNotContain(window["STANDARDS"].Slices(mrn), sent => sent.Slice.Version == 2);
        Assert.DoesNotContain(amended.Json["warnings"]?.AsArray() ?? [], warning => (string)warning!["code"]! == "SWV075");
        Assert.Contains("declarationAmended", await window.Trader.Log(mrn));
        Assert.Equal($"\"{amended.Json["revision"]}\"", amended.Headers.ETag?.Tag);
    }

    [Fact]
    public async Task Everything_that_is_wrong_with_an_amendment_is_told_at_once_and_nothing_changes()
    {
        var declaration = Given.ShowCase();
        var mrn = (await window.Trader.Lodge(declaration)).Mrn;
        declaration["functionalReferenceId"] = "ANOTHER";
        declaration["typeCode"] = "EXA";
        declaration["goodsItemQuantity"]!["value"] = "7";
        var refused = await Amend(mrn, declaration, reason: null);

        Assert.Equal(HttpStatusCode.UnprocessableEntity, refused.Status);
        Assert.Contains("SWA080", refused.Errors);
        Assert.Equal(2, refused.Errors.Count(code => code == "SWA081"));
        Assert.True(refused.Errors.Count > 3);
        Assert.Equal(1, (int)(await window.Trader.View(mrn)).Json["version"]!);
    }

    [Fact]
    public async Task It_names_the_version_that_it_was_made_from_and_must_change_something()
    {
        var declaration = Given.ShowCase();
        var mrn = (await window.Trader.Lodge(declaration)).Mrn;
        Assert.Equal((HttpStatusCode)428, (await Put(mrn, declaration, etag: null)).Status);
        var stale = await Put(mrn, declaration, etag: "\"99\"");
        Assert.Equal((HttpStatusCode.PreconditionFailed, (await window.Trader.View(mrn)).Headers.ETag), (stale.Status, stale.Headers.ETag));
        Assert.Equal(HttpStatusCode.Conflict, (await Amend(mrn, declaration)).Status);
    }

    [Fact]
    public async Task What_was_answered_is_not_asked_again()
    {
        var declaration = Given.WithoutStatement("invasiveAlien");
        var mrn = (await window.Trader.Lodge(declaration)).Mrn;
        await window.Trader.Answer(mrn, new JsonObject { ["id"] = "invasiveAlien-1", ["value"] = false });
        Given.Items(declaration)[0]!["commodity"]!["description"] = "Orchids in pots of bark";
        var amended = await Amend(mrn, declaration);
        Assert.Equal(3, (int)amended.Json["version"]!);
        Assert.Empty(amended.Json["questions"]?.AsArray() ?? []);
    }

    [Fact]
    public async Task Goods_that_a_unit_stops_or_whose_control_it_has_begun_are_not_amended_and_others_are()
    {
        var declaration = Given.ShowCase();
        var mrn = (await window.Trader.Lodge(declaration)).Mrn;
        var begun = Given.Report(mrn, "PLANT_HEALTH", 1, ReviewState.InReview, step: "reviewTaken");
        begun.Controls.Add(new Control { Requirement = "AGP-001", Item = 1, Type = "PHY" });
        await window.Tell(begun);

        var other = declaration.DeepClone().AsObject();
        Given.Items(declaration)[0]!["commodity"]!["description"] = "Orchids in pots of bark";
        var refused = await Amend(mrn, declaration);
        Assert.Equal(HttpStatusCode.Conflict, refused.Status);
        Assert.Contains("PLANT_HEALTH", refused.Text, StringComparison.Ordinal);

        // Somebody else's refusal holds its own goods, and nothing is taken out.
        var refusing = Given.Report(mrn, "PUBLIC_HEALTH", 1, ReviewState.InReview, step: "reviewDecided");
        refusing.Decisions.Add(new ItemDecision { Item = 3, Outcome = Outcome.Refuse });
        await window.Tell(refusing);
        var third = other.DeepClone().AsObject();
        Given.Items(third)[2]!["commodity"]!["description"] = "Something else";
        Assert.Contains("PUBLIC_HEALTH", (await Amend(mrn, third)).Text, StringComparison.Ordinal);
        Given.Items(third).RemoveAt(3);
        Assert.Contains("SWA082", (await Amend(mrn, third)).Errors);

        Given.Items(other)[3]!["commodity"]!["description"] = "Telephones, new";
        Assert.Equal(HttpStatusCode.OK, (await Amend(mrn, other)).Status);
    }

    [Fact]
    public async Task A_cancelled_declaration_is_at_its_end_and_every_unit_hears_of_it()
    {
        var mrn = (await window.Trader.Lodge(Given.ShowCase())).Mrn;
        var cancelled = await Cancel(mrn, "1");
        Assert.Equal((HttpStatusCode.OK, "CANCELLED"), (cancelled.Status, cancelled.State));
        await RunningWindow.Until(() => window.Agencies.Sum(agency => agency.Changes(mrn).Count(change => change.Kind == ChangeKind.Withdrawn)) == 5);
        Assert.Contains("declarationCancelled", await window.Trader.Log(mrn));
        Assert.Contains("\"10\"", (await window.Trader.Get($"/api/v1/declarations/{mrn}/responses")).Text, StringComparison.Ordinal);

        Assert.Equal(HttpStatusCode.Conflict, (await Cancel(mrn, "1")).Status);
        Assert.Equal(HttpStatusCode.Conflict, (await Amend(mrn, Given.ShowCase())).Status);
        Assert.Equal(HttpStatusCode.Conflict, (await window.Trader.Post($"/api/v1/declarations/{mrn}/arrival", Given.Arrival())).Status);
    }

    [Fact]
    public async Task After_a_control_or_under_an_order_nothing_is_cancelled()
    {
        var examined = (await window.Trader.Lodge(Given.ShowCase())).Mrn;
        var result = Given.Report(examined, "PLANT_HEALTH", 1, ReviewState.Pending);
        result.Controls.Add(new Control { Requirement = "AGP-001", Item = 1, Type = "PHY" });
        await window.Tell(result);
        Assert.Equal(HttpStatusCode.Conflict, (await Cancel(examined, "1")).Status);

        var refused = (await window.Trader.Lodge(Given.ShowCase())).Mrn;
        var order = Given.Report(refused, "PUBLIC_HEALTH", 1, ReviewState.Refused, Outcome.Refuse, "reviewDecided");
        order.Decisions.Add(new ItemDecision { Item = 3, Outcome = Outcome.Refuse });
        await window.Tell(order);
        Assert.Equal("UNDER_REVIEW", (await window.Trader.View(refused)).State);
        Assert.Equal(HttpStatusCode.Conflict, (await Cancel(refused, "1")).Status);
        Assert.Equal(["SWA085"], (await Cancel(refused, "")).Errors);
    }

    [Fact]
    public async Task The_gate_sees_whether_goods_may_leave_and_nothing_else()
    {
        var mrn = (await window.Trader.Lodge(Given.Orchids())).Mrn;
        var carrier = window.As(window.Issuer.Token("carrier", "carrier"));
        var before = await carrier.Get($"/api/v1/releases/{mrn}");
        Assert.Equal(HttpStatusCode.OK, before.Status);
        Assert.False((bool?)before.Json["released"] ?? false);
        Assert.Empty(before.Json["items"]?.AsArray() ?? []);

        await window.Trader.Post($"/api/v1/declarations/{mrn}/arrival", Given.Arrival());
        await window.Tell(Given.Approval(mrn, "CUSTOMS"), Given.Approval(mrn, "PLANT_HEALTH"));
        var after = (await carrier.Get($"/api/v1/releases/{mrn}")).Json;
        Assert.True((bool)after["released"]!);
        Assert.Equal("200", (string?)after["items"]![0]!["packages"]![0]!["quantity"]);
        var late = Given.Report(mrn, "PLANT_HEALTH", 2, ReviewState.Detained, Outcome.Detain, "reviewDecided");
        late.Decisions.Add(new ItemDecision { Item = 1, Outcome = Outcome.Detain });
        await window.Tell(late);
        Assert.False((bool?)(await carrier.Get($"/api/v1/releases/{mrn}")).Json["released"] ?? false);
        Assert.Equal(["items", "mrn", "released"], after.Select(member => member.Key).Order());
        Assert.Equal(HttpStatusCode.NotFound, (await carrier.Get("/api/v1/releases/26FI00000000000000")).Status);
    }

    private static string? State(HttpAnswer view, string unit) =>
        (string?)view.Json["agencies"]!.AsArray().Single(one => (string?)one!["unit"] == unit)!["state"];

    private async Task<HttpAnswer> Cancel(string mrn, string reason) => await window.Trader.Post(
        $"/api/v1/declarations/{mrn}/cancellation", new JsonObject { ["reasonCode"] = reason, ["reason"] = "Lodged twice." }, etag: await Tag(mrn));

    private async Task<HttpAnswer> Amend(string mrn, JsonObject declaration, string? reason = "32")
    {
        var amended = declaration.DeepClone().AsObject();
        amended["functionCode"] = "5";
        if (reason is not null)
        {
            amended["amendment"] = new JsonArray(new JsonObject { ["changeReasonCode"] = reason });
        }

        return await Put(mrn, amended, await Tag(mrn));
    }

    private Task<HttpAnswer> Put(string mrn, JsonObject declaration, string? etag) => window.Trader.Put($"/api/v1/declarations/{mrn}", declaration, etag);

    private async Task<string> Tag(string mrn) => $"\"{(await window.Trader.View(mrn)).Json["revision"]}\"";
}
