// SPDX-License-Identifier: Apache-2.0
using System.Collections.Concurrent;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Cbm.Benchmarks;

/// <summary>
/// Watches for releases. One list of the newest released declarations serves all who wait, every few milliseconds, since a
/// question by every caller for every declaration would measure the questions. Who waits long (an officer has the declaration)
/// falls off that list and looks for itself.
/// </summary>
public sealed class Releases(Caller trader, CancellationToken stop)
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(25);
    private static readonly TimeSpan Long = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan TooLong = TimeSpan.FromSeconds(60);

    private readonly ConcurrentDictionary<string, TaskCompletionSource> waiting = new();

    /// <summary>Whether anybody waits.</summary>
    public bool IsAwaited => !waiting.IsEmpty;

    /// <summary>Comes back when the declaration is released.</summary>
    /// <param name="declaration">Its address.</param>
    /// <exception cref="BenchmarkFailedException">It ends otherwise, or not within a minute.</exception>
    public async Task Await(Uri declaration)
    {
        var path = declaration.OriginalString;
        var mrn = path[(path.LastIndexOf('/') + 1)..];
        var released = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        waiting[mrn] = released;
        var begun = DateTimeOffset.UtcNow;
        while (await Task.WhenAny(released.Task, Task.Delay(Long)) != released.Task)
        {
            var view = JsonNode.Parse(await trader.Get(path))!;
            if ((string)view["state"]! == "RELEASED") break;
            if (DateTimeOffset.UtcNow - begun > TooLong) throw new BenchmarkFailedException($"{mrn} is not released: {view.ToJsonString()}");
        }
        waiting.TryRemove(mrn, out _);
    }

    /// <summary>Watches until told to stop.</summary>
    public async Task Watch()
    {
        while (!stop.IsCancellationRequested)
        {
            if (IsAwaited) Tell(await trader.Get("/api/v1/declarations?state=RELEASED&limit=200"));
            await Task.Delay(Pause, stop).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private void Tell(byte[] list)
    {
        var json = new Utf8JsonReader(list);
        while (json.Read())
        {
            if (json.TokenType != JsonTokenType.PropertyName || !json.ValueTextEquals("mrn"u8)) continue;
            json.Read();
            if (waiting.TryGetValue(json.GetString()!, out var released)) released.TrySetResult();
        }
    }
}
