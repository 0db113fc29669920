// SPDX-License-Identifier: Apache-2.0
using System.Net;
using System.Text.Json.Nodes;
using Cbm.IntegrationTests.Declarations;
using Cbm.IntegrationTests.Documents;
using Xunit;

namespace Cbm.IntegrationTests.Reads;

/// <summary>Whom the window gave what it holds of a declaration; a trader's own is nobody's business.</summary>
public sealed class WindowReadsTests(RunningWindow window) : IClassFixture<RunningWindow>
{
    private DeclarationCaller Auditor => window.As(window.Issuer.Token("auditor", "auditor"));

    [Fact]
    public async Task Those_in_office_are_put_down_the_trader_is_not()
    {
        var mrn = (await window.Trader.Lodge(Given.ShowCase())).Mrn;
        Assert.Equal(HttpStatusCode.OK, (await window.Trader.View(mrn)).Status);
        Assert.Equal(HttpStatusCode.OK, (await window.As(window.Issuer.Officer("CUSTOMS")).View(mrn)).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await window.As(window.Issuer.Officer("NOBODYS")).View(mrn)).Status);
        Assert.Equal(HttpStatusCode.OK, (await Auditor.Get($"/api/v1/audit/{mrn}")).Status);
        Assert.Equal(HttpStatusCode.OK, (await window.As(window.Issuer.Officer("CUSTOMS")).Get($"/api/v1/declarations/{mrn}/events")).Status);

        var reads = (await Auditor.Get($"/api/v1/reads?about={mrn}")).Json["reads"]!.AsArray();
        Assert.Equal(["ListEvents", "GetAudit", "GetDeclaration"], reads.Select(read => (string)read!["operation"]!));
        Assert.Equal(["review", "audit", "review"], reads.Select(read => (string)read!["purpose"]!));
        Assert.All(reads, read => Assert.Equal(mrn, (string)Assert.Single(read!["about"]!.AsArray())!));
    }

    [Fact]
    public async Task A_list_names_all_that_it_showed()
    {
        var mrn = (await window.Trader.Lodge(Given.ShowCase())).Mrn;
        var coordinator = window.As(window.Issuer.Token("c-1", "coordinator"));
        var shown = (await coordinator.Get("/api/v1/declarations?limit=200")).Json["declarations"]!.AsArray().Select(one => (string)one!["mrn"]!).ToList();
        Assert.Contains(mrn, shown);
        var read = Assert.Single((await Auditor.Get("/api/v1/reads?by=c-1")).Json["reads"]!.AsArray())!;
        Assert.Equal(shown, read["about"]!.AsArray().Select(id => (string)id!));
        Assert.Equal("coordination", (string)read["purpose"]!);
    }

    [Fact]
    public async Task An_arrival_that_changes_nothing_is_a_read()
    {
        var mrn = (await window.Trader.Lodge(Given.ShowCase())).Mrn;
        var officer = window.As(window.Issuer.Officer("CUSTOMS"));
        for (var time = 1; time <= 2; time++)
        {
            Assert.Equal(HttpStatusCode.OK, (await officer.Post($"/api/v1/declarations/{mrn}/arrival", Given.Arrival())).Status);
            Assert.Equal(time, (await Auditor.Get($"/api/v1/reads?about={mrn}")).Json["reads"]!.AsArray().Count);
        }
    }

    [Fact]
    public async Task A_document_is_a_read_where_its_bytes_are_given()
    {
        var id = await GivenDocument.Upload(window);
        await window.Trader.Lodge(GivenDocument.Named(Given.Orchids(), 3, id));
        Assert.Equal(HttpStatusCode.NotFound, await GivenDocument.Status(window, id, window.Issuer.Officer("HEALTH")));
        Assert.Empty((await Auditor.Get($"/api/v1/reads?about={id}")).Json["reads"]!.AsArray());
        Assert.Equal(HttpStatusCode.OK, await GivenDocument.Status(window, id, window.Issuer.Officer("AGRICULTURE", "plant", "PLANT_HEALTH")));
        Assert.Equal("plant", (string)Assert.Single((await Auditor.Get($"/api/v1/reads?about={id}")).Json["reads"]!.AsArray())!["by"]!);
    }

    [Fact]
    public async Task What_was_asked_wrongly_is_told_all_at_once() =>
        Assert.Equal(["SWA016", "SWA017"], (await Auditor.Get("/api/v1/reads?limit=0&cursor=x")).Errors.Order());
}
