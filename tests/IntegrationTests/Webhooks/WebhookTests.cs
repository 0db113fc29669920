// SPDX-License-Identifier: Apache-2.0
using System.Globalization;
using System.Net;
using System.Text.Json.Nodes;
using Cbm.IntegrationTests.Declarations;
using Microsoft.AspNetCore.Http;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace Cbm.IntegrationTests.Webhooks;

/// <summary>Subscriptions by the public door, and what a subscriber's server is sent.</summary>
public sealed class WebhookTests(RunningWindow window) : IClassFixture<RunningWindow>, IAsyncLifetime
{
    private Receiver _receiver = null!;
    private static int _parties;

    public async Task InitializeAsync() => _receiver = await Receiver.Start();

    public async Task DisposeAsync() => await _receiver.DisposeAsync();

    [Fact]
    public async Task Every_event_of_a_declaration_arrives_once_in_order_and_signed()
    {
        var (id, secret) = await Subscribe(window.Trader, _receiver.Url);
        var lodged = await window.Trader.Lodge(Given.Orchids("WEBHOOK-1"));
        await window.Tell(Given.Approval(lodged.Mrn, "PLANT_HEALTH"), Given.Approval(lodged.Mrn, "CUSTOMS"));
        var log = await window.Trader.Log(lodged.Mrn);
        await RunningWindow.Until(() => Of(lodged.Mrn).Count >= log.Count);

        var received = Of(lodged.Mrn);
        Assert.Equal(log.Select(name => "cbm.declaration." + name.Split('@')[0]), received.Select(one => one.Type));
        Assert.Equal(Enumerable.Range(1, log.Count), received.Select(one => (int)one.Json["data"]!["sequence"]!));
        Assert.All(received, one =>
        {
            Assert.True(one.Holds(secret));
            Assert.Equal("application/cloudevents+json; charset=utf-8", one.ContentType);
            Assert.Equal(one.Id, (string)one.Json["id"]!);
            Assert.Equal(("1.0", "/declarations"), ((string)one.Json["specversion"]!, (string)one.Json["source"]!));
            Assert.True(DateTimeOffset.TryParse((string)one.Json["time"]!, CultureInfo.InvariantCulture, out _));
            Assert.Equal("WEBHOOK-1", (string)one.Json["data"]!["lrn"]!);
        });

        // How it stood when the step was done: what a view of that moment says.
        var view = await window.Trader.View(lodged.Mrn);
        var (first, last) = (received[0].Json["data"]!, received[^1].Json["data"]!);
        Assert.Equal((lodged.State, 1, 1), ((string)first["state"]!, (int)first["revision"]!, (int)first["version"]!));
        Assert.Equal((view.State, (int)view.Json["revision"]!), ((string)last["state"]!, (int)last["revision"]!));

        var deliveries = await window.Trader.Get($"/api/v1/webhooks/{id}/deliveries?limit=200");
        await RunningWindow.Until(async () => (await window.Trader.Get($"/api/v1/webhooks/{id}/deliveries?limit=200")).Json["deliveries"]!.AsArray()
            .All(one => (string)one!["state"]! == "DELIVERED"));
        Assert.Equal(log.Count, deliveries.Json["deliveries"]!.AsArray().Count(one => (string?)one!["mrn"] == lodged.Mrn));
    }

    [Fact]
    public async Task A_subscriber_that_never_answers_delays_no_other()
    {
        await using var dead = await Receiver.Start();
        dead.Answers = (_, http) => Task.Delay(Timeout.Infinite, http.RequestAborted);
        var (held, _) = await Subscribe(window.Trader, dead.Url);
        await Subscribe(window.Trader, _receiver.Url, "declarationLodged");
        var lodged = new List<string>();
        for (var number = 0; number < 6; number++)
        {
            lodged.Add((await window.Trader.Lodge(Given.Orchids())).Mrn);
        }

        // Every one of these has come while the dead one's first few are still held.
        await RunningWindow.Until(() => lodged.All(mrn => Of(mrn).Count == 1));
        Assert.InRange(dead.All.Count, 1, 4);
        Assert.DoesNotContain(
            (await window.Trader.Get($"/api/v1/webhooks/{held}/deliveries?limit=200")).Json["deliveries"]!.AsArray(), one => (string)one!["state"]! == "DELIVERED");
        await window.Trader.Delete($"/api/v1/webhooks/{held}");
    }

    [Fact]
    public async Task While_a_secret_is_changed_deliveries_are_signed_with_both()
    {
        var party = Somebody();
        var (id, before) = await Subscribe(party, _receiver.Url);
        Assert.True((await Ping(party, id)).Holds(before));

        var rotated = await party.Post($"/api/v1/webhooks/{id}/secret", new JsonObject());
        var now = (string)rotated.Json["secret"]!;
        Assert.NotEqual(before, now);
        Assert.InRange(DateTimeOffset.Parse((string)rotated.Json["previousSecretUntil"]!, CultureInfo.InvariantCulture), DateTimeOffset.UtcNow.AddHours(23), DateTimeOffset.UtcNow.AddHours(24));
        var both = await Ping(party, id);
        Assert.Equal(2, both.Signature.Split(' ').Length);
        Assert.True(both.Holds(before));
        Assert.True(both.Holds(now));

        var last = (string)(await party.Post($"/api/v1/webhooks/{id}/secret", new JsonObject { ["overlapHours"] = 0 })).Json["secret"]!;
        var one = await Ping(party, id);
        Assert.True(one.Holds(last));
        Assert.False(one.Holds(now));
        Assert.Equal(["SWA147"], (await party.Post($"/api/v1/webhooks/{id}/secret", new JsonObject { ["overlapHours"] = 169 })).Errors);
    }

    [Fact]
    public async Task The_secret_is_told_once_and_to_the_same_request_again_and_kept_nowhere_in_clear()
    {
        var party = Somebody();
        var made = await party.Post("/api/v1/webhooks", Wish(_receiver.Url), key: "one-key");
        var secret = (string)made.Json["secret"]!;
        Assert.Equal(HttpStatusCode.Created, made.Status);
        Assert.Equal(secret, (string)(await party.Post("/api/v1/webhooks", Wish(_receiver.Url), key: "one-key")).Json["secret"]!);
        Assert.DoesNotContain("whsec_", (await party.Get("/api/v1/webhooks")).Text, StringComparison.Ordinal);
        Assert.DoesNotContain("whsec_", (await party.Get(made.Headers.Location!.ToString())).Text, StringComparison.Ordinal);

        await using var database = window.Database();
        var bytes = Convert.FromBase64String(secret["whsec_".Length..]);
        Assert.All(await database.Webhooks.ToListAsync(), webhook => Assert.Equal(-1, webhook.Secret.AsSpan().IndexOf(bytes)));
        Assert.All(await database.Idempotency.ToListAsync(), entry => Assert.Equal(-1, entry.Answer.AsSpan().IndexOf("whsec_"u8)));

        // After a new one was made, the first answer names it no more.
        await party.Post($"/api/v1/webhooks/{made.Json["id"]}/secret", new JsonObject());
        Assert.DoesNotContain("whsec_", (await party.Post("/api/v1/webhooks", Wish(_receiver.Url), key: "one-key")).Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_delivery_is_sent_once_more_under_its_old_id()
    {
        var party = Somebody();
        var (id, _) = await Subscribe(party, _receiver.Url);
        var ping = await Ping(party, id);
        var path = $"/api/v1/webhooks/{id}/deliveries";
        await RunningWindow.Until(async () => (string)(await party.Get(path)).Json["deliveries"]![0]!["state"]! == "DELIVERED");
        var first = (await party.Get(path)).Json["deliveries"]![0]!;
        var again = await party.Post($"{path}/{first["id"]}/redelivery", new JsonObject());
        Assert.Equal((string)first["id"]!, (string)again.Json["redeliveryOf"]!);
        await RunningWindow.Until(() => _receiver.All.Count == 2);
        Assert.Equal((ping.Id, ping.Id), (_receiver.Ids[0], _receiver.Ids[1]));
        Assert.Equal(_receiver.All[0].Body, _receiver.All[1].Body);
        Assert.Equal(HttpStatusCode.NotFound, (await party.Post($"{path}/none/redelivery", new JsonObject())).Status);
    }

    [Fact]
    public async Task The_delivery_log_says_what_became_of_it_page_by_page()
    {
        var party = Somebody();
        var (id, _) = await Subscribe(party, _receiver.Url);
        _receiver.Answers = async (_, http) =>
        {
            http.Response.StatusCode = 500;
            await http.Response.WriteAsync("out of order");
        };
        for (var number = 0; number < 3; number++)
        {
            await party.Post($"/api/v1/webhooks/{id}/ping", new JsonObject());
        }

        var path = $"/api/v1/webhooks/{id}/deliveries";
        await RunningWindow.Until(async () => (await party.Get(path)).Json["deliveries"]!.AsArray().All(one => one!["status"] is not null));
        var page = await party.Get($"{path}?limit=2");
        var rest = await party.Get($"{path}?limit=2&cursor={page.Json["next"]}");
        Assert.Equal((2, 1), (page.Json["deliveries"]!.AsArray().Count, rest.Json["deliveries"]!.AsArray().Count));
        Assert.Equal(3, page.Json["deliveries"]!.AsArray().Concat(rest.Json["deliveries"]!.AsArray()).Select(one => (string)one!["id"]!).Distinct().Count());
        var failed = page.Json["deliveries"]![0]!;
        Assert.Equal(("PENDING", 500, "Answered 500. out of order"), ((string)failed["state"]!, (int)failed["status"]!, (string)failed["error"]!));
        Assert.NotNull(failed["nextAttemptAt"]);
        Assert.Equal("FAILING", (string)(await party.Get($"/api/v1/webhooks/{id}")).Json["state"]!);
        Assert.Equal(["SWA016", "SWA017"], (await party.Get($"{path}?limit=0&cursor=x")).Errors);
    }

    [Fact]
    public async Task An_address_that_is_gone_shows_its_subscription_as_ended()
    {
        var party = Somebody();
        var (id, _) = await Subscribe(party, _receiver.Url);
        _receiver.Answers = Receiver.With(410);
        await party.Post($"/api/v1/webhooks/{id}/ping", new JsonObject());
        await RunningWindow.Until(async () => (string)(await party.Get($"/api/v1/webhooks/{id}")).Json["state"]! == "DISABLED");
        Assert.Equal(HttpStatusCode.Conflict, (await party.Post($"/api/v1/webhooks/{id}/ping", new JsonObject())).Status);
    }

    internal static JsonObject Wish(string url, string events = "*") => new() { ["url"] = url, ["events"] = new JsonArray([.. events.Split(' ')]) };

    internal static async Task<(string Id, string Secret)> Subscribe(DeclarationCaller caller, string url, string events = "*")
    {
        var made = await caller.Post("/api/v1/webhooks", Wish(url, events));
        Assert.True(made.Status == HttpStatusCode.Created, made.Text);
        return ((string)made.Json["id"]!, (string)made.Json["secret"]!);
    }

    /// <summary>A trader of a party of its own.</summary>
    internal static DeclarationCaller Somebody(RunningWindow window) =>
        window.As(window.Issuer.Trader($"FI{Interlocked.Increment(ref _parties):d7}-1", $"trader-{_parties}"));

    private DeclarationCaller Somebody() => Somebody(window);

    private IReadOnlyList<Received> Of(string mrn) => [.. _receiver.All.Where(one => (string)one.Json["subject"]! == mrn)];

    private async Task<Received> Ping(DeclarationCaller caller, string id)
    {
        var sent = await caller.Post($"/api/v1/webhooks/{id}/ping", new JsonObject());
        var messageId = (string)sent.Json["messageId"]!;
        await RunningWindow.Until(() => _receiver.Ids.Contains(messageId));
        var received = _receiver.All.Single(one => one.Id == messageId);
        Assert.Equal("cbm.webhook.ping", received.Type);
        return received;
    }
}
