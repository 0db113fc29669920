// SPDX-License-Identifier: Apache-2.0
namespace Cbm.Local.Demo;

/// <summary>The demo: a window of its own, a journey through its public surface, and nothing left behind.</summary>
public static class DemoRun
{
    /// <summary>Plays the show-case, or lodges the files named. The exit code: 0 released, or every file answered; else 1.</summary>
    /// <exception cref="NotOpenedException">The window does not open, or a file is not there.</exception>
    public static async Task<int> Play(Options options, Action<string> say, CancellationToken cancellation)
    {
        var files = DeclarationFile.All(options.Files);
        try
        {
            say("Starting the window …");
            await using var window = await Window.Open(options, say, cancellation);
            using var api = new Api(window.Http, cancellation);
            if (options.Files.Count > 0) return await new FileLodging(api, say).Lodge(files);
            await new ShowCase(api, say).Play();
            return 0;
        }
        catch (JourneyFailedException reason)
        {
            say("Not released: " + reason.Message);
            return 1;
        }
        catch (HttpRequestException reason)
        {
            say("Not released: the window does not answer: " + reason.Message);
            return 1;
        }
        finally
        {
            Directory.Delete(options.Data, recursive: true);
        }
    }
}
