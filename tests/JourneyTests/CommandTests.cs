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
public sealed class CommandTests
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

        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(10));
        foreach (var service in services) await service.WaitForExitAsync(limit.Token);
        Directory.Delete(options.Data, recursive: true);
    }

    [ConformanceFact]
    public async Task Every_conformance_file_is_answered_in_one_line()
    {
        var folder = Path.Combine(Conformance.Folder!, "hmrc");
        var told = new List<string>();

        var exitCode = await DemoRun.Play(Options.Parse(["demo", folder]), told.Add, _ => { }, CancellationToken.None);

        Assert.Equal(0, exitCode);
        Assert.All(Directory.EnumerateFiles(folder, "*.xml"), file =>
            Assert.Single(told, line => line.StartsWith(Path.GetFileName(file) + "\t", StringComparison.Ordinal)));
    }
}
