// SPDX-License-Identifier: Apache-2.0
using System.Diagnostics;
using System.Text.Json.Nodes;
using Cbm.Local;
using Xunit;

namespace Cbm.JourneyTests;

/// <summary>Starting, falling over and stopping, over the two services that need no other.</summary>
public sealed class StartingTests : IAsyncLifetime
{
    private readonly Options options = Options.Passing() with
    {
        Services = [.. Service.All.Where(service => service.Kind is Kind.Identity or Kind.Gateway)],
    };

    private readonly List<string> told = [];
    private Window window = null!;

    public async Task InitializeAsync() => window = await Window.Open(options, told.Add);

    public async Task DisposeAsync()
    {
        await window.DisposeAsync();
        Directory.Delete(options.Data, recursive: true);
    }

    [Fact]
    public async Task A_service_that_dies_is_told_of_and_comes_back_on_its_port()
    {
        var before = Identity();
        window.Kill("Identity");

        await Until(() => Identity() is { } now && (int)now["pid"]! != (int)before["pid"]!);

        Assert.Equal((int)before["port"]!, (int)Identity()["port"]!);
        Assert.StartsWith("Identity has ended by itself", Assert.Single(told), StringComparison.Ordinal);
        using var http = new HttpClient { BaseAddress = window.Http };
        await Until(() => http.GetAsync("/.well-known/openid-configuration").Result.IsSuccessStatusCode);
    }

    [Fact]
    public async Task It_stops_within_five_seconds_and_leaves_no_process()
    {
        var processes = Run()["services"]!.AsArray().Select(service => Process.GetProcessById((int)service!["pid"]!)).ToList();
        var clock = Stopwatch.StartNew();

        await window.DisposeAsync();

        Assert.True(clock.Elapsed < TimeSpan.FromSeconds(5), $"{clock.Elapsed} to stop");
        Assert.All(processes, process => Assert.True(process.HasExited));
        Assert.False(File.Exists(Path.Combine(options.Data, "run.json")));
        window = await Window.Open(options, told.Add);
    }

    [Fact]
    public async Task A_folder_or_a_port_that_is_taken_is_one_clear_line()
    {
        var other = Options.Passing();
        var folder = await Assert.ThrowsAsync<NotOpenedException>(() => Window.Open(other with { Data = options.Data }, told.Add));
        var port = await Assert.ThrowsAsync<NotOpenedException>(() => Window.Open(other with { Http = options.Http }, told.Add));
        Directory.Delete(other.Data);

        Assert.Contains("held by another window", folder.Message, StringComparison.Ordinal);
        Assert.Contains($"port {options.Http} is in use", port.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_service_that_does_not_come_up_is_one_clear_line()
    {
        var broken = Options.Passing() with { Services = options.Services, Settings = new Dictionary<string, string> { ["Window:Agencies"] = "FORESTRY" } };

        var reason = await Assert.ThrowsAsync<NotOpenedException>(() => Window.Open(broken, told.Add));

        Directory.Delete(broken.Data, recursive: true);
        Assert.Equal("Gateway does not come up: The gateway does not start: Services:FORESTRY names no address", reason.Message);
    }

    [Fact]
    public async Task Fresh_empties_a_windows_folder_and_no_other()
    {
        await window.DisposeAsync();
        var database = Path.Combine(options.Data, "identity.db");
        File.WriteAllText(Path.Combine(options.Data, "left-over"), "");
        window = await Window.Open(options with { Fresh = true }, told.Add);
        Assert.True(File.Exists(database));
        Assert.False(File.Exists(Path.Combine(options.Data, "left-over")));

        var foreign = Directory.CreateTempSubdirectory("cbm-foreign-");
        File.WriteAllText(Path.Combine(foreign.FullName, "thesis.txt"), "");
        await Assert.ThrowsAsync<NotOpenedException>(() => Window.Open(Options.Passing() with { Data = foreign.FullName, Fresh = true }, told.Add));
        Assert.True(File.Exists(Path.Combine(foreign.FullName, "thesis.txt")));
        foreign.Delete(recursive: true);
    }

    private JsonNode Run() => JsonNode.Parse(File.ReadAllText(Path.Combine(options.Data, "run.json")))!;

    private JsonNode Identity() => Run()["services"]!.AsArray().Single(service => (string)service!["name"]! == "Identity")!;

    private static async Task Until(Func<bool> holds)
    {
        for (var clock = Stopwatch.StartNew(); !holds(); await Task.Delay(100))
            Assert.True(clock.Elapsed < TimeSpan.FromSeconds(20), "not within 20 s");
    }
}
