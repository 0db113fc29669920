// SPDX-License-Identifier: Apache-2.0
using Cbm.Local;
using Cbm.Local.Demo;
using Xunit;
using Xunit.Abstractions;

namespace Cbm.JourneyTests;

/// <summary>The whole window, over its public surface alone.</summary>
public sealed class ShowCaseTests(ITestOutputHelper output)
{
    [Fact]
    public async Task The_show_case_is_released()
    {
        var options = Options.Passing();
        try
        {
            await using var window = await Window.Open(options, output.WriteLine);
            using var api = new Api(window.Http, CancellationToken.None);

            var mrn = await new ShowCase(api, output.WriteLine).Play();

            Assert.Equal("RELEASED", (string)(await api.Get("demo-trader", $"/declarations/{mrn}")).Body!["state"]!);
        }
        finally
        {
            Directory.Delete(options.Data, recursive: true);
        }
    }
}
