// SPDX-License-Identifier: Apache-2.0
using System.Net;
using System.Text.Json.Nodes;
using Cbm.IntegrationTests.Declarations;
using Xunit;

namespace Cbm.IntegrationTests.Webhooks;

/// <summary>What a subscription may be, and whose it is.</summary>
public sealed class SubscriptionTests(RunningWindow window) : IClassFixture<RunningWindow>
{
    // Nobody listens there, and nothing is sent.
    private const string Url = "http://127.0.0.1:9/";

    [Fact]
    public async Task Everything_that_is_wrong_with_a_subscription_is_told_at_once()
    {
        var wrong = await Somebody().Post("/api/v1/webhooks", new JsonObject
        {
            ["url"] = "https://10.0.0.1/",
            ["events"] = new JsonArray("released", "realeased", "released"),
            ["description"] = new string('x', 201),
        });
        Assert.Equal(HttpStatusCode.UnprocessableEntity, wrong.Status);
        Assert.Equal(["SWA142", "SWA143", "SWA144", "SWA145"], wrong.Errors);
        Assert.Equal(["SWA140", "SWA144"], (await Somebody().Post("/api/v1/webhooks", new JsonObject())).Errors);
    }

    [Theory]
    [InlineData("ftp://example.org/", "SWA140")]
    [InlineData("/hook", "SWA140")]
    [InlineData("https://\u6d77\u5173\u5355\u4e00\u7a97\u53e3\u7533\u62a5\u8d27\u7269\u68c0\u9a8c\u68c0\u75ab\u52a8\u690d\u7269\u98df\u54c1\u836f\u5668\u68b0\u8bb8\u53ef\u8bc1.example/", "SWA140")]
    [InlineData("file:///etc/passwd", "SWA140")]
    [InlineData("http://8.8.8.8/", "SWA140")]
    [InlineData("https://user:word@8.8.8.8/", "SWA141")]
    [InlineData("https://8.8.8.8/#here", "SWA141")]
    [InlineData("https://[::ffff:169.254.169.254]/latest", "SWA142")]
    [InlineData("https://no-such-host.invalid/", "SWA142")]
    public async Task An_address_that_is_not_delivered_to_is_refused(string url, string code) =>
        Assert.Equal([code], (await Somebody().Post("/api/v1/webhooks", WebhookTests.Wish(url))).Errors);

    [Fact]
    public async Task A_party_has_ten_and_one_more_only_when_one_is_ended()
    {
        var party = Somebody();
        var ids = new List<string>();
        for (var number = 0; number < 10; number++)
        {
            ids.Add((await WebhookTests.Subscribe(party, Url)).Id);
        }

        Assert.Equal(["SWA146"], (await party.Post("/api/v1/webhooks", WebhookTests.Wish(Url))).Errors);
        Assert.Equal(HttpStatusCode.OK, (await party.Delete($"/api/v1/webhooks/{ids[0]}")).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await party.Get($"/api/v1/webhooks/{ids[0]}")).Status);
        Assert.Equal(HttpStatusCode.Created, (await party.Post("/api/v1/webhooks", WebhookTests.Wish(Url))).Status);
    }

    [Fact]
    public async Task Another_partys_subscription_does_not_exist()
    {
        var (id, _) = await WebhookTests.Subscribe(Somebody(), Url);
        var other = Somebody();
        Assert.Empty((await other.Get("/api/v1/webhooks")).Json["webhooks"]!.AsArray());
        Assert.Equal(HttpStatusCode.NotFound, (await other.Get($"/api/v1/webhooks/{id}")).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await other.Delete($"/api/v1/webhooks/{id}")).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await other.Get($"/api/v1/webhooks/{id}/deliveries")).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await other.Post($"/api/v1/webhooks/{id}/ping", new JsonObject())).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await other.Post($"/api/v1/webhooks/{id}/secret", new JsonObject())).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await other.Post($"/api/v1/webhooks/{id}/deliveries/x/redelivery", new JsonObject())).Status);
    }

    [Fact]
    public async Task Who_acts_for_a_party_may_subscribe_and_who_has_none_may_not()
    {
        Assert.Equal(HttpStatusCode.OK, (await window.As(window.Issuer.Token("client", "integrator", party: "FI2222222-2")).Get("/api/v1/webhooks")).Status);
        Assert.Equal(HttpStatusCode.OK, (await window.As(window.Issuer.Token("agent", "agent", party: "FI3333333-3")).Get("/api/v1/webhooks")).Status);
        Assert.Equal(HttpStatusCode.Forbidden, (await window.As(window.Issuer.Token("agent", "agent", represents: ["*"])).Get("/api/v1/webhooks")).Status);
        Assert.Equal(HttpStatusCode.Forbidden, (await window.As(window.Issuer.Officer("CUSTOMS")).Get("/api/v1/webhooks")).Status);
    }

    private DeclarationCaller Somebody() => WebhookTests.Somebody(window);
}
