// SPDX-License-Identifier: Apache-2.0
using Cbm.Local;
using Xunit;

namespace Cbm.JourneyTests;

public sealed class OptionsTests
{
    [Fact]
    public void Without_options_the_window_opens_on_8080_and_8081_over_the_folder_data()
    {
        var options = Options.Parse([]);

        Assert.Equal((8080, 8081, "XX", false), (options.Http, options.Grpc, options.Profile, options.Demo));
        Assert.Equal(Path.GetFullPath(".data"), options.Data);
    }

    [Theory]
    [InlineData("reference", "XX")]
    [InlineData("finland", "FI")]
    [InlineData("bw", "BW")]
    public void A_profile_is_told_by_name_or_code(string name, string code) => Assert.Equal(code, Options.Parse(["--profile", name]).Profile);

    [Theory]
    [InlineData("--port")]
    [InlineData("--port", "http")]
    [InlineData("--profile", "atlantis")]
    [InlineData("--frsh")]
    [InlineData("demonstrate")]
    [InlineData("demo", "--fresh")]
    [InlineData("demo", "--data", "here")]
    [InlineData("--data", "")]
    public void What_is_not_known_is_refused_in_one_line(params string[] args) =>
        Assert.DoesNotContain('\n', Assert.Throws<NotOpenedException>(() => Options.Parse(args)).Message);

    [Fact]
    public void A_demo_has_a_folder_and_ports_of_its_own()
    {
        var options = Options.Parse(["demo", "one.xml", "folder"]);
        Directory.Delete(options.Data);

        Assert.True(options.Demo);
        Assert.Equal(["one.xml", "folder"], options.Files);
        Assert.NotEqual(8080, options.Http);
    }
}
