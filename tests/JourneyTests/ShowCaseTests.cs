// SPDX-License-Identifier: Apache-2.0
using Cbm.Client;
using Cbm.Local.Demo;
using Xunit;
using Xunit.Abstractions;

namespace Cbm.JourneyTests;

[Collection(Journeys.Name)]
public sealed class ShowCaseTests(OpenWindow open, ITestOutputHelper output)
{
    [Fact]
    public async Task The_show_case_is_released()
    {
        var mrn = await new ShowCase(open.Callers, output.WriteLine).Play();

        Assert.Equal("RELEASED", (await open.As("demo-trader").Declarations.Get(mrn)).State);
        Assert.True((await open.As("demo-carrier").Declarations.Release(mrn)).Released);
        Assert.True((await open.As("demo-auditor").Declarations.Audit(mrn)).Holds);
    }

    [Fact]
    public async Task The_same_again_is_the_same_declaration()
    {
        var trader = open.As("demo-trader").Declarations;

        var first = await trader.Lodge(ShowCase.Read("TWICE-1"));
        var second = await trader.Lodge(ShowCase.Read("TWICE-1"));

        Assert.Equal((true, false), (first.IsNew, second.IsNew));
        Assert.Equal(first.View.Mrn, second.View.Mrn);
    }

    [Fact]
    public async Task Another_traders_declaration_is_not_there()
    {
        var mrn = (await open.As("demo-trader").Declarations.Lodge(ShowCase.Read("PRIVATE-1"))).View.Mrn;

        Assert.Equal(404, (await Assert.ThrowsAsync<ProblemException>(() => open.As("demo-other-trader").Declarations.Get(mrn))).Status);
    }
}
