// SPDX-License-Identifier: Apache-2.0
using System.Net;
using Cbm.IntegrationTests.Declarations;
using Cbm.IntegrationTests.Documents;
using Xunit;

namespace Cbm.IntegrationTests.Doors;

/// <summary>A caller who breaks off, and what a service keeps and writes down.</summary>
public sealed class BrokenOffTests
{
    [Theory]
    [InlineData("/api/v1/declarations/validation", "application/json")]
    [InlineData("/api/v1/declarations/validation", "application/xml")]
    [InlineData("/api/v1/documents", "application/pdf")]
    public async Task A_body_that_breaks_off_is_no_error_of_ours(string path, string type)
    {
        var (console, written) = (Console.Out, new StringWriter());
        Console.SetOut(TextWriter.Synchronized(written));
        try
        {
            await using var window = new Logged();
            await window.Open();
            using var body = new Broken();
            using var request = new HttpRequestMessage(HttpMethod.Post, path)
            {
                Version = HttpVersion.Version20,
                VersionPolicy = HttpVersionPolicy.RequestVersionExact,
                Content = new StreamContent(body) { Headers = { ContentType = new(type) } },
                Headers = { Authorization = new("Bearer", window.Window.Issuer.Trader()) },
            };
            await Assert.ThrowsAnyAsync<HttpRequestException>(() => window.Window.Http.SendAsync(request));

            // It has been answered when another is, and what it says of it is written when the service has ended.
            await window.Window.Trader.Get("/api/v1/agencies");
        }
        finally
        {
            Console.SetOut(console);
        }

        Assert.DoesNotContain("ValidateDeclaration failed", written.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain("UploadDocument failed", written.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_is_kept_is_its_owners_alone_to_read()
    {
        if (OperatingSystem.IsWindows()) return;
        var window = new RunningWindow();
        await window.InitializeAsync();
        try
        {
            await GivenDocument.Upload(window);
            Assert.All(Directory.EnumerateFiles(window.Folder, "*", SearchOption.AllDirectories), file =>
                Assert.Equal(Owner, Mode(file)));

            // One of before is taken back from others when it is opened.
            await window.Stop();
            foreach (var file in Directory.EnumerateFiles(window.Folder, "*.db")) File.SetUnixFileMode(file, Owner | UnixFileMode.OtherRead);
            await window.StartAgain();
            Assert.All(Directory.EnumerateFiles(window.Folder, "*.db"), file => Assert.Equal(Owner, Mode(file)));
        }
        finally
        {
            await window.DisposeAsync();
        }
    }

    private const UnixFileMode Owner = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    private static UnixFileMode Mode(string file) => OperatingSystem.IsWindows() ? Owner : File.GetUnixFileMode(file);

    private sealed class Logged : IAsyncDisposable
    {
        public RunningWindow Window { get; } = new() { Settings = ["--Logging:LogLevel:Default=Warning"] };

        public Task Open() => Window.InitializeAsync();

        public async ValueTask DisposeAsync() => await Window.DisposeAsync();
    }

    // Some bytes, then an end that is none.
    private sealed class Broken : MemoryStream
    {
        private bool _hasBegun;

        public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            if (_hasBegun)
            {
                // After what came before has been sent.
                await Task.Yield();
                throw new IOException("The sender is gone.");
            }

            _hasBegun = true;
            "{ <a/> "u8.CopyTo(buffer.Span);
            return 7;
        }
    }
}
