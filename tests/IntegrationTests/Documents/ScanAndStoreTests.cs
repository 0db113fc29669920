// SPDX-License-Identifier: Apache-2.0
using System.Net;
using Cbm.Declarations.Documents;
using Cbm.IntegrationTests.Declarations;
using Grpc.Core;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Xunit;

namespace Cbm.IntegrationTests.Documents;

/// <summary>What is scanned, how much is kept, and what a start finds.</summary>
public sealed class ScanAndStoreTests
{
    [ShellFact]
    public async Task A_scanner_that_is_a_command_decides_and_one_that_is_away_lets_nothing_in()
    {
        var script = Path.Combine(Directory.CreateTempSubdirectory("cbm-scan-").FullName, "scan.sh");
        await File.WriteAllTextAsync(script, "if grep -q AWAY \"$1\"; then exit 2; fi\nif grep -q HARM \"$1\"; then exit 1; fi\nexit 0\n");
        await Scanned($"/bin/sh {script}", "AWAY");
        await Scanned("/no/such/scanner", null);
    }

    [Fact]
    public async Task A_scanner_that_is_an_address_decides_likewise()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        await using var scanner = builder.Build();
        scanner.MapPost("/scan", async (HttpRequest request) =>
        {
            using var reader = new StreamReader(request.Body);
            var text = await reader.ReadToEndAsync();
            return Results.StatusCode(text.Contains("AWAY", StringComparison.Ordinal) ? 500 : text.Contains("HARM", StringComparison.Ordinal) ? 406 : 200);
        });
        await scanner.StartAsync();
        await Scanned($"{scanner.Urls.First()}/scan", "AWAY");
    }

    [Fact]
    public async Task A_party_keeps_no_more_than_its_quota()
    {
        var window = new RunningWindow { Settings = ["--Documents:QuotaMegabytes=1"] };
        await window.InitializeAsync();
        var large = new byte[700 * 1024];
        GivenDocument.Pdf().CopyTo(large, 0);
        Assert.Equal(HttpStatusCode.Created, (await GivenDocument.Send(window, large)).Status);
        Assert.Equal(HttpStatusCode.OK, (await GivenDocument.Send(window, large)).Status);
        large[^1] = 1;
        Assert.Equal(HttpStatusCode.Conflict, (await GivenDocument.Send(window, large)).Status);
        Assert.Equal(HttpStatusCode.Created, (await GivenDocument.Send(window, large, token: window.Issuer.Trader("FI7654321-2", "other"))).Status);
        Assert.Equal(2, Files(window).Count);
        await window.DisposeAsync();
    }

    [Fact]
    public async Task A_start_takes_away_what_was_on_its_way_and_sets_aside_what_no_row_names()
    {
        var window = await RunningWindow.Start();
        var bytes = GivenDocument.Pdf();
        async Task<string> Upload() => (string)System.Text.Json.Nodes.JsonNode.Parse((await GivenDocument.Send(window, bytes)).Text)!["id"]!;
        var kept = await Upload();
        await window.Stop();
        var folder = Path.Combine(window.Folder, "documents");
        var (halfway, orphan) = (Path.Combine(folder, "incoming", "halfway"), Path.Combine(folder, "ab", "ab" + new string('0', 30)));
        foreach (var file in (string[])[halfway, orphan])
        {
            await File.WriteAllTextAsync(file, "bytes");
        }

        foreach (var file in Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories))
        {
            File.SetLastWriteTimeUtc(file, DateTime.UtcNow.AddHours(-1));
        }

        await window.StartAgain();
        await RunningWindow.Until(() => File.Exists(Path.Combine(folder, "aside", Path.GetFileName(orphan))));
        Assert.False(File.Exists(halfway));
        Assert.Equal([kept], Files(window));
        Assert.Equal(HttpStatusCode.OK, await GivenDocument.Status(window, kept));

        // A file that is not what was taken in is not given out.
        await File.AppendAllTextAsync(Path.Combine(folder, kept[..2], kept), "more");
        Assert.Equal(HttpStatusCode.ServiceUnavailable, await GivenDocument.Status(window, kept));

        // The same bytes again take its place; so they do where it is gone.
        Assert.Equal(kept, await Upload());
        Assert.Equal(HttpStatusCode.OK, await GivenDocument.Status(window, kept));
        File.Delete(Path.Combine(folder, kept[..2], kept));
        Assert.Equal(kept, await Upload());
        Assert.Equal(HttpStatusCode.OK, await GivenDocument.Status(window, kept));
        await window.DisposeAsync();
    }

    [Fact]
    public void One_party_leaves_room_for_others()
    {
        var slots = new UploadSlots(new DocumentLimits(1, 1, AtOnce: 3, AtOnceOfOneParty: 2, TimeSpan.FromSeconds(1)));
        var first = slots.Take("A");
        slots.Take("A");
        Assert.Equal(StatusCode.ResourceExhausted, Assert.Throws<RpcException>(() => slots.Take("A")).StatusCode);
        slots.Take("B");
        Assert.Equal(StatusCode.Unavailable, Assert.Throws<RpcException>(() => slots.Take("C")).StatusCode);
        first.Dispose();
        first.Dispose();
        slots.Take("C");
        Assert.Equal(StatusCode.Unavailable, Assert.Throws<RpcException>(() => slots.Take("A")).StatusCode);
    }

    private static async Task Scanned(string scanner, string? away)
    {
        var window = new RunningWindow { Settings = [$"--Documents:Scanner={scanner}"] };
        await window.InitializeAsync();
        if (away is not null)
        {
            Assert.Equal("CLEAN", (string?)(await GivenDocument.Send(window, GivenDocument.Pdf())).Json["scanned"]);
            Assert.Equal(["SWA123"], (await GivenDocument.Send(window, GivenDocument.Pdf("HARM"))).Errors);
        }

        var before = Files(window).Count;
        Assert.Equal(HttpStatusCode.ServiceUnavailable, (await GivenDocument.Send(window, GivenDocument.Pdf(away ?? "any"))).Status);
        Assert.Equal(before, Files(window).Count);
        await window.DisposeAsync();
    }

    private static List<string> Files(RunningWindow window) =>
        [.. DocumentFolder.Shards.SelectMany(shard => Directory.EnumerateFiles(Path.Combine(window.Folder, "documents", shard))).Select(Path.GetFileName).OfType<string>()];
}

/// <summary>A fact about a shell's script.</summary>
internal sealed class ShellFactAttribute : FactAttribute
{
    public ShellFactAttribute() => Skip = OperatingSystem.IsWindows() ? "There is no /bin/sh." : null;
}
