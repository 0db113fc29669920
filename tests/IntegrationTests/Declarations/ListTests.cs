// SPDX-License-Identifier: Apache-2.0
using Cbm.Contracts;
using Xunit;

namespace Cbm.IntegrationTests.Declarations;

/// <summary>Lists of declarations: pages, filters, and nobody else's.</summary>
public sealed class ListTests(RunningWindow window) : IClassFixture<RunningWindow>
{
    [Fact]
    public async Task Pages_follow_each_other_newest_first_without_gap_or_repetition()
    {
        var lodged = new List<string>();
        for (var number = 0; number < 7; number++)
        {
            lodged.Insert(0, (await window.Trader.Lodge(Given.Orchids())).Mrn);
        }

        var seen = await Listed(window.Issuer.Trader(), new ListDeclarationsRequest { Limit = 3 });

        Assert.Equal(lodged, seen.Take(7));
        Assert.Equal(seen.Count, seen.Distinct().Count());
    }

    [Fact]
    public async Task A_page_has_no_more_rows_than_were_asked_for()
    {
        await window.Trader.Lodge(Given.Orchids());
        await window.Trader.Lodge(Given.Orchids());
        var page = (await window.Trader.Get("/api/v1/declarations?limit=1")).Json;
        Assert.Single(page["declarations"]!.AsArray());
        Assert.NotEqual("", (string)page["next"]!);
    }

    [Fact]
    public async Task Filters_narrow_it()
    {
        var start = DateTimeOffset.UtcNow;
        var declaration = Given.ShowCase("FILTER-1");
        declaration["goodsShipment"]!["ucr"]!["id"] = "6FI1234567-8-FILTER";
        var mrn = (await window.Trader.Lodge(declaration)).Mrn;
        var trader = window.Issuer.Trader();

        Assert.Equal([mrn], await Listed(trader, new ListDeclarationsRequest { Lrn = "FILTER-1" }));
        Assert.Equal([mrn], await Listed(trader, new ListDeclarationsRequest { Ucr = "6FI1234567-8-FILTER" }));
        Assert.Contains(mrn, await Listed(trader, new ListDeclarationsRequest { State = "UNDER_REVIEW" }));
        Assert.Empty(await Listed(trader, new ListDeclarationsRequest { State = "RELEASED" }));
        Assert.Contains(mrn, await Listed(trader, new ListDeclarationsRequest { UpdatedSince = start.ToString("O") }));
        Assert.Empty(await Listed(trader, new ListDeclarationsRequest { Lrn = "FILTER-1", UpdatedSince = start.AddHours(1).ToString("O") }));
    }

    [Fact]
    public async Task Everybody_sees_the_own_ones_alone()
    {
        var orchids = (await window.Trader.Lodge(Given.Orchids())).Mrn;
        var all = (await window.Trader.Lodge(Given.ShowCase())).Mrn;
        var issuer = window.Issuer;

        Assert.Empty(await Listed(issuer.Trader("FI7654321-0")));
        Assert.Empty(await Listed(issuer.Token("agent", "agent", represents: [RunningWindow.Party])));
        Assert.Contains(orchids, await Listed(issuer.Token("agent", "agent", represents: ["*"])));
        Assert.Contains(orchids, await Listed(issuer.Officer("AGRICULTURE", "plant", "PLANT_HEALTH")));
        var vets = await Listed(issuer.Officer("AGRICULTURE", "vet", "VETERINARY"));
        Assert.Contains(all, vets);
        Assert.DoesNotContain(orchids, vets);
        Assert.Contains(orchids, await Listed(issuer.Token("coordinator", "coordinator", agency: "CUSTOMS")));
    }

    [Fact]
    public async Task An_officer_sees_the_own_units_part_and_no_other()
    {
        var mrn = (await window.Trader.Lodge(Given.ShowCase())).Mrn;
        await window.Tell(Given.Approval(mrn, "STANDARDS"));
        var vet = await window.Client(window.Issuer.Officer("AGRICULTURE", "vet", "VETERINARY")).Declarations.Get(mrn);
        Assert.Equal("VETERINARY", Assert.Single(vet.Agencies).Unit);
        Assert.Equal([2], vet.Items.Select(item => item.Item));
        Assert.Equal("", vet.Lrn);

        // The coordinator: how all stand, and data of none.
        var coordinator = await window.Client(window.Issuer.Token("coordinator", "coordinator", agency: "CUSTOMS")).Declarations.Get(mrn);
        Assert.Equal(5, coordinator.Agencies.Count);
        Assert.All(coordinator.Agencies, part => Assert.Empty(part.Requirements));
        Assert.Empty(coordinator.Items);
    }

    [Fact]
    public async Task An_officer_cannot_find_out_an_LRN_by_asking_for_it()
    {
        await window.Trader.Lodge(Given.ShowCase("GUESSED-1"));
        Assert.Empty(await Listed(window.Issuer.Officer("STANDARDS"), new ListDeclarationsRequest { Lrn = "GUESSED-1" }));
    }

    private async Task<List<string>> Listed(string token, ListDeclarationsRequest? filter = null) =>
        await window.Client(token).Declarations.List(filter ?? new ListDeclarationsRequest()).Select(one => one.Mrn).ToListAsync();
}
