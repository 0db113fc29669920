// SPDX-License-Identifier: Apache-2.0
using System.Net;
using System.Text.Json.Nodes;
using Cbm.Client;
using Cbm.Contracts;
using Cbm.IntegrationTests.Declarations;
using Xunit;

namespace Cbm.IntegrationTests.Representations;

/// <summary>A trader gives an agent the right to act for it; without it, before it, beside it and after it the agent is a stranger.</summary>
public sealed class RepresentationTests(RunningWindow window) : IClassFixture<RunningWindow>
{
    private const string Path = "/api/v1/representations";

    private static int _agents;

    // An agent of its own for each test.
    private readonly string _agent = $"FI{5000000 + Interlocked.Increment(ref _agents)}-0";

    private DeclarationCaller Agent => window.As(AgentToken);

    // The same as a program that uses the client.
    private WindowClient Acting => window.Client(AgentToken);

    private WindowClient Trader => window.Client(window.Issuer.Trader());

    private string AgentToken => window.Issuer.Token($"agent {_agent}", "agent", _agent);

    [Fact]
    public async Task An_agent_does_for_its_trader_what_the_trader_may_do()
    {
        Assert.Equal(HttpStatusCode.Forbidden, (await Agent.Lodge(Given.Orchids())).Status);
        var given = await Give();
        Assert.Equal((HttpStatusCode.Created, "EFFECTIVE", RunningWindow.Party), (given.Status, (string?)given.Json["state"], (string?)given.Json["declarant"]));
        Assert.Equal($"{Path}/{given.Json["id"]}", given.Headers.Location?.ToString());

        var declaration = Given.Tree(Given.Orchids());
        var declarations = Acting.Declarations;
        var lodged = await declarations.Lodge(declaration);
        var mrn = lodged.View.Mrn;
        Assert.True(lodged.IsNew);
        Assert.Contains(mrn, await Listed());
        declaration.GoodsShipment.GovernmentAgencyGoodsItem[0].Commodity.Description = "Orchids, amended";
        declaration.Amendment.Add(new Contracts.Amendment { ChangeReasonCode = "32" });
        Assert.Equal(2, (await declarations.Amend(await declarations.Get(mrn), declaration)).Version);
        Assert.Equal(412, (await RunningWindow.Refused(declarations.Amend(lodged.View, declaration))).Status);
        var arrived = await declarations.NotifyArrival(new ArrivalRequest { Mrn = mrn, Place = "FIHEL", TransportDocument = "NSLFEL26041188" });
        Assert.Equal("CANCELLED", (await declarations.Cancel(arrived, "1", "")).State);

        // Another's declaration is none of its business all the same.
        var other = window.Client(window.Issuer.Trader("FI7654321-2", "other"));
        Assert.Equal(404, (await RunningWindow.Refused(other.Declarations.Get(mrn))).Status);
    }

    [Theory]
    [InlineData("trader", "REVOKED")]
    [InlineData("agent", "RENOUNCED")]
    public async Task What_is_ended_gives_no_right_from_that_moment_on(string by, string state)
    {
        var id = (string)(await Give()).Json["id"]!;
        var mrn = (await Agent.Lodge(Given.Orchids())).Mrn;
        var arrived = await Agent.Post($"/api/v1/declarations/{mrn}/arrival", Given.Arrival(), key: "arrival");
        Assert.Equal(HttpStatusCode.OK, arrived.Status);

        var ended = await (by == "trader" ? window.Trader : Agent).Delete($"{Path}/{id}");
        Assert.Equal((HttpStatusCode.OK, state), (ended.Status, (string?)ended.Json["state"]));
        Assert.Equal(by == "trader" ? "trader" : $"agent {_agent}", (string?)ended.Json["endedBy"]);
        Assert.Equal(HttpStatusCode.NotFound, (await Agent.View(mrn)).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await Agent.Get($"/api/v1/declarations/{mrn}/events")).Status);
        Assert.Equal(HttpStatusCode.Forbidden, (await Agent.Lodge(Given.Orchids())).Status);
        Assert.DoesNotContain(mrn, await Listed());

        // Nor does an answer of before come again under its key.
        Assert.Equal(HttpStatusCode.NotFound, (await Agent.Post($"/api/v1/declarations/{mrn}/arrival", Given.Arrival(), key: "arrival")).Status);

        // Both still see that it was, and how it ended; whoever ends it again changes nothing.
        var again = await Trader.Representations.End(id);
        Assert.Equal(state, $"{again.State}".ToUpperInvariant());
        Assert.Equal(again, await Acting.Representations.Get(id));
        Assert.Contains(again, await Acting.Representations.List().ToListAsync());
        Assert.Equal(HttpStatusCode.OK, (await window.Trader.View(mrn)).Status);
    }

    [Fact]
    public async Task It_is_for_its_procedures_and_its_days()
    {
        await Give(body => body["procedures"] = new JsonArray("EX", "TR"));
        await Give(body => body["validFrom"] = Day(1));
        Assert.Equal(HttpStatusCode.Forbidden, (await Agent.Lodge(Given.Orchids())).Status);
        var mrn = (await window.Trader.Lodge(Given.Orchids())).Mrn;
        Assert.Equal(HttpStatusCode.NotFound, (await Agent.View(mrn)).Status);
        Assert.DoesNotContain(mrn, await Listed());
        Assert.Equal([RepresentationState.Future, RepresentationState.Effective], await Acting.Representations.List().Select(one => one.State).ToListAsync());

        await Give(body => (body["procedures"], body["validTo"]) = (new JsonArray("IM"), Day(0)));
        Assert.Equal(HttpStatusCode.OK, (await Agent.View(mrn)).Status);
        Assert.Contains(mrn, await Listed());
    }

    [Fact]
    public async Task How_the_agent_says_that_it_acts_is_how_it_may()
    {
        await Give();
        Assert.Equal(HttpStatusCode.Created, (await Agent.Lodge(By("2", _agent))).Status);
        var refused = await Agent.Lodge(By("3", "FI7654321-2"));
        Assert.Equal(["SWA135", "SWA136"], refused.Errors.Order());
        Assert.Contains("42A.05A.102", refused.Json["errors"]!.AsArray().Select(error => (string?)error!["pointer"]));

        // In its own name: the declarant is the agent, the importer the trader.
        var own = By("3", _agent);
        own["declarant"]!["id"] = _agent;
        Assert.Equal(["SWA137"], (await Agent.Lodge(own)).Errors);
        await Give(body => body["kind"] = "INDIRECT");
        var lodged = await Agent.Lodge(own);
        Assert.True(lodged.Status == HttpStatusCode.Created, lodged.ToString());
        Assert.Equal(HttpStatusCode.OK, (await Agent.View(lodged.Mrn)).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await window.Trader.View(lodged.Mrn)).Status);

        static JsonObject By(string way, string agent)
        {
            var declaration = Given.Orchids();
            declaration["agent"] = new JsonObject { ["id"] = agent, ["functionCode"] = way };
            return declaration;
        }
    }

    [Fact]
    public async Task Everything_wrong_with_it_is_told_at_once()
    {
        var refused = await Give(body =>
        {
            (body["agent"], body["validFrom"], body["validTo"]) = (RunningWindow.Party, "2020-01-01", "tomorrow");
            body["procedures"] = new JsonArray("IM", "XX");
            body.Remove("kind");
        });
        Assert.Equal(["SWA130", "SWA131", "SWA132", "SWA133", "SWA134"], refused.Errors);
        Assert.Equal("procedures[1]", (string?)refused.Json["errors"]![2]!["path"]);
    }

    [Fact]
    public async Task It_is_given_once_under_a_key_and_nobody_else_sees_it()
    {
        var body = new JsonObject { ["agent"] = _agent, ["kind"] = "DIRECT" };
        var first = await window.Trader.Post(Path, body, key: $"give {_agent}");
        var again = await window.Trader.Post(Path, body, key: $"give {_agent}");
        var id = (string)first.Json["id"]!;
        Assert.Equal(id, (string?)again.Json["id"]);
        foreach (var stranger in (string[])[window.Issuer.Trader("FI7654321-2", "other"), window.Issuer.Token("b", "agent", "FI4444444-4")])
        {
            Assert.Equal(HttpStatusCode.NotFound, (await window.As(stranger).Get($"{Path}/{id}")).Status);
            Assert.Equal(HttpStatusCode.NotFound, (await window.As(stranger).Delete($"{Path}/{id}")).Status);
            Assert.DoesNotContain(id, (await window.As(stranger).Get(Path)).Text, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task A_party_in_the_token_alone_gives_no_right()
    {
        var claims = window.As(window.Issuer.Token("claims", "agent", _agent, represents: [RunningWindow.Party]));
        Assert.Equal(HttpStatusCode.Forbidden, (await claims.Lodge(Given.Orchids())).Status);
        var everybody = window.As(window.Issuer.Token("broker", "agent", _agent, represents: ["*"]));
        Assert.Equal(HttpStatusCode.Created, (await everybody.Lodge(Given.Orchids())).Status);
    }

    [Fact]
    public async Task An_agent_sends_documents_for_its_trader_and_for_nobody_else()
    {
        const string Pdf = "application/pdf";
        var (documents, bytes) = (Acting.Documents, Documents.GivenDocument.Pdf());
        Assert.Equal("SWA124", Assert.Single((await RunningWindow.Refused(documents.Upload(Pdf, bytes))).Errors).Code);
        Assert.Equal(403, (await RunningWindow.Refused(documents.Upload(Pdf, bytes, RunningWindow.Party))).Status);
        var given = await Trader.Representations.Give(new GiveRepresentationRequest { Agent = _agent, Kind = RepresentationKind.Direct });
        var sent = await documents.Upload(Pdf, bytes, RunningWindow.Party);
        var fetched = await documents.Get(sent.Id);
        Assert.Equal(Pdf, fetched.ContentType);
        Assert.Equal(bytes, fetched.Data.ToByteArray());
        Assert.Equal(bytes, (await Trader.Documents.Get(sent.Id)).Data.ToByteArray());
        await Trader.Representations.End(given.Id);
        Assert.Equal(404, (await RunningWindow.Refused(documents.Get(sent.Id))).Status);
    }

    private static string Day(int from) => DateTime.UtcNow.AddDays(from).ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture);

    private async Task<HttpAnswer> Give(Action<JsonObject>? other = null)
    {
        var body = new JsonObject { ["agent"] = _agent, ["kind"] = "DIRECT" };
        other?.Invoke(body);
        return await window.Trader.Post(Path, body);
    }

    private async Task<IReadOnlyList<string>> Listed() =>
        await Acting.Declarations.List(new ListDeclarationsRequest()).Select(one => one.Mrn).ToListAsync();
}
