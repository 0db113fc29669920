// SPDX-License-Identifier: Apache-2.0
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
        var mrn = await new ShowCase(open.Api, output.WriteLine).Play();

        Assert.Equal("RELEASED", (string)(await open.Api.Get("demo-trader", $"/declarations/{mrn}")).Body!["state"]!);
    }

    [Fact]
    public async Task The_same_again_is_the_same_declaration()
    {
        var again = ShowCase.Read();
        again["functionalReferenceId"] = "TWICE-1";

        var first = await open.Api.Post("demo-trader", "/declarations", again);
        var second = await open.Api.Post("demo-trader", "/declarations", again);

        Assert.Equal((201, 200), (first.Status, second.Status));
        Assert.Equal((string)first.Body!["mrn"]!, (string)second.Body!["mrn"]!);
    }

    [Fact]
    public async Task Another_traders_declaration_is_not_there()
    {
        var own = ShowCase.Read();
        own["functionalReferenceId"] = "PRIVATE-1";
        var mrn = (string)(await open.Api.Post("demo-trader", "/declarations", own)).Body!["mrn"]!;

        Assert.Equal(404, (await open.Api.Send("demo-other-trader", HttpMethod.Get, $"/declarations/{mrn}")).Status);
    }
}
