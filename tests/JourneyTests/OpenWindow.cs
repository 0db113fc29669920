// SPDX-License-Identifier: Apache-2.0
using Cbm.Client;
using Cbm.Local;
using Cbm.Local.Demo;
using Xunit;

namespace Cbm.JourneyTests;

/// <summary>One window for all journeys: it takes seconds to open.</summary>
public sealed class OpenWindow : IAsyncLifetime
{
    /// <summary>What it was opened with.</summary>
    public Options Options { get; init; } = Patience.Passing();

    /// <summary>What was said at the console.</summary>
    public List<string> Told { get; } = [];

    /// <summary>The window itself.</summary>
    public Window Window { get; private set; } = null!;

    /// <summary>Its public surface, for each of the demo's people.</summary>
    public Callers Callers { get; private set; } = null!;

    /// <summary>One of them (demo-trader).</summary>
    public WindowClient As(string client) => Callers.As(client);

    public async Task InitializeAsync()
    {
        try
        {
            Window = await Window.Open(Options, Told.Add);
        }
        catch
        {
            Directory.Delete(Options.Data, recursive: true);
            throw;
        }
        Callers = new Callers(Window.Http);
    }

    public async Task DisposeAsync()
    {
        Callers?.Dispose();
        // Where it did not open, its folder is gone already.
        if (Window is null) return;
        await Window.DisposeAsync();
        Directory.Delete(Options.Data, recursive: true);
    }
}

/// <summary>Journeys one after the other: there are two processors, and seven processes in a window.</summary>
[CollectionDefinition(Name)]
public sealed class Journeys : ICollectionFixture<OpenWindow>
{
    public const string Name = "journeys";
}
