// SPDX-License-Identifier: Apache-2.0
using System.ComponentModel;
using System.Diagnostics;
using System.Net;
using System.Net.Http.Headers;
using Cbm.Contracts;
using Cbm.ServiceDefaults.Problems;
using Microsoft.Extensions.Configuration;

namespace Cbm.Declarations.Documents;

/// <summary>Looks for harmful content in a file before it is taken in.</summary>
public interface IDocumentScanner
{
    /// <summary>Whether the file is harmless. A scanner that is away, or says neither: 503, and nothing is taken in.</summary>
    Task<bool> IsClean(string path, string contentType, CancellationToken cancel);
}

/// <summary>Which scanner there is: <c>Documents:Scanner</c> is an address (<c>http://…</c>), a command, or nothing.</summary>
public static class Scanners
{
    /// <summary>The scanner that is configured; null: none, and documents say so.</summary>
    public static IDocumentScanner? Of(IConfiguration configuration) => configuration["Documents:Scanner"] switch
    {
        null or "" => null,
        var address when address.StartsWith("http://", StringComparison.Ordinal) || address.StartsWith("https://", StringComparison.Ordinal) => new HttpScanner(new Uri(address)),
        var command => new CommandScanner(command.Split(' ', StringSplitOptions.RemoveEmptyEntries)),
    };

    /// <summary>What the scanner says of a file; harmful content is refused (422) before anything is stored.</summary>
    public static async Task<ScanState> Scan(this IDocumentScanner? scanner, IncomingFile file, string contentType, CancellationToken cancel) =>
        scanner is null ? ScanState.NotScanned
        : await scanner.IsClean(file.Path, contentType, cancel) ? ScanState.Clean
        : throw Refusal.Invalid("SWA123", "document", "The scanner found harmful content in it.");

    // Fails closed: what could not be scanned is not taken in.
    internal static Grpc.Core.RpcException Away() => Refusal.Unavailable("The scanner of documents is away; nothing was taken in.");
}

/// <summary>A scanner that is asked by POST with the bytes: 2xx harmless, 406 or 422 harmful, anything else is no answer.</summary>
internal sealed class HttpScanner(Uri address) : IDocumentScanner
{
    private static readonly HttpClient Http = new() { Timeout = TimeSpan.FromSeconds(30) };

    public async Task<bool> IsClean(string path, string contentType, CancellationToken cancel)
    {
        try
        {
            using var content = new StreamContent(File.OpenRead(path));
            content.Headers.ContentType = new MediaTypeHeaderValue(contentType);
            using var answer = await Http.PostAsync(address, content, cancel);
            return answer.IsSuccessStatusCode
                || (answer.StatusCode is HttpStatusCode.NotAcceptable or HttpStatusCode.UnprocessableEntity ? false : throw Scanners.Away());
        }
        catch (Exception away) when (away is HttpRequestException || (away is OperationCanceledException && !cancel.IsCancellationRequested))
        {
            throw Scanners.Away();
        }
    }
}

/// <summary>A scanner that is a command with the file's path as its last argument: exit 0 harmless, 1 harmful, anything else is no answer (as clamscan does).</summary>
internal sealed class CommandScanner(string[] command) : IDocumentScanner
{
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(30);

    public async Task<bool> IsClean(string path, string contentType, CancellationToken cancel)
    {
        using var late = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        late.CancelAfter(Longest);
        try
        {
            // What it prints is read by nobody: it must not fill a pipe and wait.
            using var process = Process.Start(new ProcessStartInfo(command[0], [.. command[1..], Path.GetFullPath(path)]) { UseShellExecute = false })
                ?? throw Scanners.Away();
            try
            {
                await process.WaitForExitAsync(late.Token);
                return process.ExitCode == 0 || (process.ExitCode == 1 ? false : throw Scanners.Away());
            }
            catch (OperationCanceledException)
            {
                process.Kill(entireProcessTree: true);
                throw;
            }
        }
        catch (Exception away) when (away is Win32Exception || (away is OperationCanceledException && !cancel.IsCancellationRequested))
        {
            throw Scanners.Away();
        }
    }
}
