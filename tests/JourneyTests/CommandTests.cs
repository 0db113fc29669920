// SPDX-License-Identifier: Apache-2.0
using System.Diagnostics;
using System.Text.Json.Nodes;
using Cbm.Local;
using Cbm.Local.Demo;
using Cbm.TestKit;
using Xunit;

namespace Cbm.JourneyTests;

/// <summary>The commands as they are typed.</summary>
[Collection(Journeys.Name)]
public sealed class CommandTests(OpenWindow open)
{
    [Fact]
    public async Task When_Local_is_killed_its_services_end_too()
    {
        var options = Options.Passing();
        using var local = Process.Start(new ProcessStartInfo("dotnet",
            ["exec", typeof(Window).Assembly.Location, "--data", options.Data, "--port", options.Http.ToString()])
        { RedirectStandardOutput = true })!;
        while (await local.StandardOutput.ReadLineAsync() is { } line && !line.StartsWith("Stop with", StringComparison.Ordinal)) { }
        var run = JsonNode.Parse(await File.ReadAllTextAsync(Path.Combine(options.Data, "run.json")))!;
        var services = run["services"]!.AsArray().Select(service => Process.GetProcessById((int)service!["pid"]!)).ToList();

        local.Kill();

        foreach (var service in services) await service.WaitForExitAsync(Patience.Token);
        Directory.Delete(options.Data, recursive: true);
    }

    [Fact]
    public async Task A_folder_or_a_port_that_is_taken_is_one_clear_line()
    {
        var other = Patience.Passing();
        var folder = await Assert.ThrowsAsync<NotOpenedException>(() => Window.Open(other with { Data = open.Options.Data }, Ignore));
        var port = await Assert.ThrowsAsync<NotOpenedException>(() => Window.Open(other with { Http = open.Options.Http }, Ignore));
        var impossible = await Assert.ThrowsAsync<NotOpenedException>(
            () => Window.Open(other with { Data = Path.Combine(typeof(Window).Assembly.Location, "data") }, Ignore));
        Directory.Delete(other.Data);

        Assert.Contains("held by another window", folder.Message, StringComparison.Ordinal);
        Assert.Contains($"port {open.Options.Http} is in use", port.Message, StringComparison.Ordinal);
        Assert.Contains("cannot be made", impossible.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_window_that_is_not_ready_in_time_says_so_and_leaves_no_folder()
    {
        var late = new OpenWindow { Options = Options.Passing() with { Services = [Service.All[0]], LongestStart = TimeSpan.Zero } };

        var reason = await Assert.ThrowsAsync<NotOpenedException>(late.InitializeAsync);
        await late.DisposeAsync();

        Assert.EndsWith("is not there after 0 s", reason.Message, StringComparison.Ordinal);
        Assert.False(Directory.Exists(late.Options.Data));
    }

    [Theory]
    [InlineData("Window:Agencies", "FORESTRY", "Gateway does not come up: The gateway does not start: Services:FORESTRY is missing: an address")]
    [InlineData("Urls:Grpc", "nowhere", "Gateway does not come up: The gateway does not start: Urls:Grpc: nowhere is no address")]
    public async Task A_service_that_does_not_come_up_is_one_clear_line(string setting, string value, string expected)
    {
        var broken = Patience.Passing() with { Services = [.. Service.All.Where(service => service.Kind == Kind.Gateway || service.Name == "Identity")], Settings = new Dictionary<string, string> { [setting] = value } };

        var reason = await Assert.ThrowsAsync<NotOpenedException>(() => Window.Open(broken, Ignore));

        Directory.Delete(broken.Data, recursive: true);
        Assert.StartsWith(expected, reason.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', reason.Message);
    }

    [Fact]
    public async Task Who_gives_up_while_it_starts_or_in_the_demo_hears_no_other_reason()
    {
        var passing = Options.Passing() with { Services = [Service.All[0]] };
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Window.Open(passing, Ignore, new CancellationToken(canceled: true)));
        Directory.Delete(passing.Data, recursive: true);

        var told = new List<string>();
        Assert.Equal(1, await DemoRun.Play(Options.Parse(["demo"]) with { Services = [Service.All[0]] }, told.Add, Ignore, new CancellationToken(canceled: true)));
        Assert.Equal("Not released: stopped before the end", told[^1]);
    }

    [Fact]
    public async Task A_demo_of_a_file_that_is_not_there_leaves_no_folder()
    {
        var options = Options.Parse(["demo", "nowhere.xml"]);
        Assert.Equal("nowhere.xml is not there", (await Assert.ThrowsAsync<NotOpenedException>(() => DemoRun.Play(options, Ignore, Ignore, CancellationToken.None))).Message);
        Assert.False(Directory.Exists(options.Data));
    }

    [Fact]
    public async Task A_named_file_that_is_neither_JSON_nor_XML_is_refused_in_its_line()
    {
        var told = new List<string>();
        Assert.Equal(0, await new FileLodging(open.Callers, told.Add).Lodge(DeclarationFile.All([typeof(Window).Assembly.Location])));
        Assert.StartsWith($"{Path.GetFileName(typeof(Window).Assembly.Location)}\trefused\t", Assert.Single(told), StringComparison.Ordinal);
    }

    [ConformanceFact]
    public async Task Every_conformance_file_is_answered_in_one_line()
    {
        var folder = Path.Combine(Conformance.Folder!, "hmrc");
        var (told, files) = (new List<string>(), Directory.EnumerateFiles(folder).Where(file => file.EndsWith(".xml", StringComparison.OrdinalIgnoreCase)).ToList());

        var exitCode = await DemoRun.Play(Options.Parse(["demo", folder]) with { LongestStart = Patience.LongestStart }, told.Add, Ignore, CancellationToken.None);

        Assert.Equal(0, exitCode);
        Assert.Equal(files.Select(Path.GetFileName).Order(StringComparer.Ordinal), told.Select(line => line.Split('\t')[0]));
    }

    private static void Ignore(string line)
    {
    }
}
