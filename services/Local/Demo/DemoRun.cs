// SPDX-License-Identifier: Apache-2.0
using Cbm.Client;

namespace Cbm.Local.Demo;

/// <summary>The demo: a window of its own, a journey through its public surface, and nothing left behind.</summary>
public static class DemoRun
{
    /// <summary>Plays the show-case, or lodges the files named. The exit code: 0 released, or every file answered; else 1.</summary>
    /// <param name="options">What is asked for.</param>
    /// <param name="say">Told the steps of the show-case; of files, their lines and nothing else.</param>
    /// <param name="note">Told what else a person should know.</param>
    /// <param name="cancellation">Gives up.</param>
    /// <exception cref="NotOpenedException">The window does not open, or a file is not there.</exception>
    public static async Task<int> Play(Options options, Action<string> say, Action<string> note, CancellationToken cancellation)
    {
        var aside = options.Files.Count > 0 ? note : say;
        try
        {
            var files = DeclarationFile.All(options.Files);
            aside("Starting the window …");
            await using var window = await Window.Open(options, aside, cancellation);
            using var callers = new Callers(window.Http);
            if (options.Files.Count > 0) return await new FileLodging(callers, say, cancellation).Lodge(files);
            await new ShowCase(callers, say, cancellation).Play();
            return 0;
        }
        catch (Exception reason) when (WhyNot(reason, cancellation) is { } line)
        {
            aside($"{(options.Files.Count > 0 ? "Not answered" : "Not released")}: {line}");
            return 1;
        }
        finally
        {
            Directory.Delete(options.Data, recursive: true);
        }
    }

    private static string? WhyNot(Exception reason, CancellationToken cancellation) => reason switch
    {
        JourneyFailedException => reason.Message,
        ProblemException refusal => "somebody was refused: " + refusal.FirstError,
        HttpRequestException => "the window does not answer: " + reason.Message,
        OperationCanceledException when cancellation.IsCancellationRequested => "stopped before the end",
        OperationCanceledException => "the window does not answer in time",
        IOException or UnauthorizedAccessException => reason.Message,
        _ => null,
    };
}
