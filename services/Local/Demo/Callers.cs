// SPDX-License-Identifier: Apache-2.0
using System.Collections.Concurrent;
using Cbm.Client;

namespace Cbm.Local.Demo;

/// <summary>The demo's people, each signed in as one of the window's demo clients.</summary>
public sealed class Callers(Uri window) : IDisposable
{
    private const string Secret = "single-window";

    private readonly HttpClient http = new() { BaseAddress = window, Timeout = TimeSpan.FromSeconds(60) };
    private readonly ConcurrentDictionary<string, WindowClient> clients = new();

    /// <summary>Who has this demo sign-in (demo-trader).</summary>
    public WindowClient As(string client) => clients.GetOrAdd(client, name => new WindowClient(http, SignIn.WithSecret(name, Secret)));

    /// <summary>Closes the connections.</summary>
    public void Dispose() => http.Dispose();
}
