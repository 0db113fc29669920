// SPDX-License-Identifier: Apache-2.0
using System.Diagnostics;
using System.Text.Json.Nodes;
using Cbm.Local;
using Xunit;

namespace Cbm.JourneyTests;

/// <summary>Starting, falling over and stopping, over the two services that need no other.</summary>
public sealed class StartingTests : IAsyncLifetime
{
    private readonly Options options = Patience.Passing() with
    {
        Services = [.. Service.All.Where(service => service.Kind is Kind.Identity or Kind.Gateway)],
    };

    private readonly List<string> told = [];
    private Window window = null!;

    public async Task InitializeAsync()
    {
        try
        {
            window = await Window.Open(options, told.Add);
        }
        catch
        {
            Directory.Delete(options.Data, recursive: true);
            throw;
        }
    }

    public async Task DisposeAsync()
    {
        await window.DisposeAsync();
        Directory.Delete(options.Data, recursive: true);
    }

    [Fact]
    public async Task A_service_that_dies_is_told_of_and_comes_back_on_its_port()
    {
        var before = Identity();

        // By a hand that the window knows nothing of.
        using (var process = Process.GetProcessById(window.ProcessOf("Identity")))
        {
            process.Kill();
        }

        await Patience.Until(() => Task.FromResult((int)Identity()["pid"]! != (int)before["pid"]!));

        Assert.Equal((int)before["port"]!, (int)Identity()["port"]!);
        Assert.StartsWith("Identity has ended by itself", Assert.Single(told), StringComparison.Ordinal);
        using var http = new HttpClient { BaseAddress = window.Http };
        await Patience.Until(async () => (await http.GetAsync("/.well-known/openid-configuration")).IsSuccessStatusCode);
    }

    [Fact]
    public async Task It_stops_and_leaves_no_process()
    {
        var processes = Run()["services"]!.AsArray().Select(service => Process.GetProcessById((int)service!["pid"]!)).ToList();

        await window.DisposeAsync();

        Assert.All(processes, process => Assert.True(process.HasExited));
        Assert.False(File.Exists(Path.Combine(options.Data, "run.json")));
        window = await Window.Open(options, told.Add);
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
}
