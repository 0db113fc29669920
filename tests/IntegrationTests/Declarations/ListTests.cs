// SPDX-License-Identifier: Apache-2.0
using System.Net;
using System.Text.Json.Nodes;
using Xunit;

namespace Cbm.IntegrationTests.Declarations;

/// <summary>Lists of declarations: pages, filters, and nobody else's.</summary>
public sealed class ListTests(RunningWindow window) : IClassFixture<RunningWindow>
{
    private const string Path = "/api/v1/declarations";

    [Fact]
    public async Task Pages_follow_each_other_newest_first_without_gap_or_repetition()
    {
        var lodged = new List<string>();
        for (var number = 0; number < 7; number++)
        {
            lodged.Insert(0, (await window.Trader.Lodge(Given.Orchids())).Mrn);
        }

        var seen = new List<string>();
        var cursor = "";
        do
        {
            var page = await window.Trader.Get($"{Path}?limit=3{(cursor.Length > 0 ? $"&cursor={cursor}" : "")}");
            Assert.InRange(page.Json["declarations"]!.AsArray().Count, 1, 3);
            seen.AddRange(Mrns(page));
            cursor = (string?)page.Json["next"] ?? "";
        }
        while (cursor.Length > 0);

        Assert.Equal(lodged, seen.Take(7));
        Assert.Equal(seen.Count, seen.Distinct().Count());
    }

    [Fact]
    public async Task Filters_narrow_it()
    {
        var start = DateTimeOffset.UtcNow;
        var declaration = Given.ShowCase("FILTER-1");
        declaration["goodsShipment"]!["ucr"]!["id"] = "6FI1234567-8-FILTER";
        var mrn = (await window.Trader.Lodge(declaration)).Mrn;

        Assert.Equal([mrn], Mrns(await window.Trader.Get($"{Path}?lrn=FILTER-1")));
        Assert.Equal([mrn], Mrns(await window.Trader.Get($"{Path}?ucr=6FI1234567-8-FILTER")));
        Assert.Contains(mrn, Mrns(await window.Trader.Get($"{Path}?state=UNDER_REVIEW")));
        Assert.Empty(Mrns(await window.Trader.Get($"{Path}?state=RELEASED")));
        Assert.Contains(mrn, Mrns(await window.Trader.Get($"{Path}?updatedSince={Uri.EscapeDataString(start.ToString("O"))}")));
        Assert.Empty(Mrns(await window.Trader.Get($"{Path}?lrn=FILTER-1&updatedSince={Uri.EscapeDataString(start.AddHours(1).ToString("O"))}")));
    }

    [Fact]
    public async Task Everybody_sees_the_own_ones_alone()
    {
        var orchids = (await window.Trader.Lodge(Given.Orchids())).Mrn;
        var all = (await window.Trader.Lodge(Given.ShowCase())).Mrn;
        var issuer = window.Issuer;

        Assert.Empty(Mrns(await window.As(issuer.Trader("FI7654321-0")).Get(Path)));
        Assert.Empty(Mrns(await window.As(issuer.Token("agent", "agent", represents: [RunningWindow.Party])).Get(Path)));
        Assert.Contains(orchids, Mrns(await window.As(issuer.Token("agent", "agent", represents: ["*"])).Get(Path)));
        Assert.Contains(orchids, Mrns(await window.As(issuer.Officer("AGRICULTURE", "plant", "PLANT_HEALTH")).Get(Path)));
        var vets = Mrns(await window.As(issuer.Officer("AGRICULTURE", "vet", "VETERINARY")).Get(Path));
        Assert.Contains(all, vets);
        Assert.DoesNotContain(orchids, vets);
        Assert.Contains(orchids, Mrns(await window.As(issuer.Token("coordinator", "coordinator", agency: "CUSTOMS")).Get(Path)));
    }

    [Fact]
    public async Task An_officer_sees_the_own_units_part_and_no_other()
    {
        var mrn = (await window.Trader.Lodge(Given.ShowCase())).Mrn;
        await window.Tell(Given.Approval(mrn, "STANDARDS"));
        var vet = await window.As(window.Issuer.Officer("AGRICULTURE", "vet", "VETERINARY")).View(mrn);
        Assert.Equal("VETERINARY", (string?)Assert.Single(vet.Json["agencies"]!.AsArray())!["unit"]);
        Assert.Equal([2], vet.Json["items"]!.AsArray().Select(item => (int)item!["item"]!));
        Assert.True(string.IsNullOrEmpty((string?)vet.Json["lrn"]));

        // The coordinator: how all stand, and data of none.
        var coordinator = await window.As(window.Issuer.Token("coordinator", "coordinator", agency: "CUSTOMS")).View(mrn);
        Assert.Equal(5, coordinator.Json["agencies"]!.AsArray().Count);
        Assert.All(coordinator.Json["agencies"]!.AsArray(), part => Assert.Empty(part!["requirements"]?.AsArray() ?? []));
        Assert.Empty(coordinator.Json["items"]?.AsArray() ?? []);
    }

    [Fact]
    public async Task An_officer_cannot_find_out_an_LRN_by_asking_for_it()
    {
        await window.Trader.Lodge(Given.ShowCase("GUESSED-1"));
        var officer = window.As(window.Issuer.Officer("STANDARDS"));
        Assert.Empty(Mrns(await officer.Get($"{Path}?lrn=GUESSED-1")));
    }

    private static List<string> Mrns(HttpAnswer page)
    {
        Assert.Equal(HttpStatusCode.OK, page.Status);
        return [.. (page.Json["declarations"]?.AsArray() ?? new JsonArray()).Select(one => (string)one!["mrn"]!)];
    }
}
