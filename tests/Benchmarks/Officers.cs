// SPDX-License-Identifier: Apache-2.0
using System.Text.Json.Nodes;
using Cbm.Local.Demo;

namespace Cbm.Benchmarks;

/// <summary>
/// The officers: one for each unit, who takes every review that waits for the result of a drawn control, finds the goods as
/// declared, and approves. What a rule decides never comes to them.
/// </summary>
/// <param name="window">Where they work.</param>
/// <param name="isNeeded">Whether anybody waits for a release: otherwise they do not even look.</param>
/// <param name="stop">Ends their day.</param>
public sealed class Officers(Uri window, Func<bool> isNeeded, CancellationToken stop)
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(100);
    private static readonly (string Agency, string Unit, string Client)[] People =
    [
        ("CUSTOMS", "CUSTOMS", "demo-officer-customs"),
        ("HEALTH", "PUBLIC_HEALTH", "demo-officer-health"),
        ("AGRICULTURE", "PLANT_HEALTH", "demo-officer-plant"),
        ("AGRICULTURE", "VETERINARY", "demo-officer-vet"),
        ("STANDARDS", "STANDARDS", "demo-officer-standards"),
    ];

    private int controls;
    private int decisions;

    /// <summary>Results recorded until now.</summary>
    public int Controls => controls;

    /// <summary>Reviews decided until now.</summary>
    public int Decisions => decisions;

    /// <summary>They work until told to stop.</summary>
    /// <exception cref="BenchmarkFailedException">A review waits for something else than a control.</exception>
    public IEnumerable<Task> Work() => People.Select(async person =>
    {
        using var api = new Api(window, CancellationToken.None);
        var queue = $"/agencies/{person.Agency}/reviews";
        while (!stop.IsCancellationRequested)
        {
            var waiting = !isNeeded() ? [] : (await api.Get(person.Client, $"{queue}?unit={person.Unit}&state=PENDING&limit=50")).Body!["reviews"]!.AsArray();
            foreach (var review in waiting) await Decide(api, person.Client, $"{queue}/{review!["id"]}", review);
            if (waiting.Count == 0) await Task.Delay(Pause, stop).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    });

    private async Task Decide(Api api, string client, string path, JsonNode review)
    {
        var drawn = review["controls"]?.AsArray();
        if (drawn is not { Count: > 0 }) throw new BenchmarkFailedException($"{path} waits without a control: {review["reasons"]?.ToJsonString()}");
        var taken = await api.Post(client, path + "/take", [], $"\"{review["revision"]}\"");
        await api.Post(client, path + "/decision", new JsonObject
        {
            ["outcome"] = "APPROVE",
            ["reasonCode"] = "CONFORM",
            ["legalBasis"] = "WCO RKC, General Annex, Standard 6.4",
            ["controls"] = new JsonArray([.. drawn.Select(control => new JsonObject
            {
                ["requirement"] = (string)control!["requirement"]!, ["item"] = (int)control["item"]!, ["type"] = (string)control["type"]!,
                ["result"] = "CONFORM", ["text"] = "As declared.",
            })]),
        }, taken.ETag);
        Interlocked.Add(ref controls, drawn.Count);
        Interlocked.Increment(ref decisions);
    }
}
