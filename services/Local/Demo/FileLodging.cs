// SPDX-License-Identifier: Apache-2.0
using System.Diagnostics;
using System.Text.Json.Nodes;

namespace Cbm.Local.Demo;

/// <summary>Lodges files as the broker of everybody, and tells what became of each by itself.</summary>
public sealed class FileLodging(Api api, Action<string> say)
{
    private const string Broker = "demo-broker";
    private static readonly TimeSpan Quiet = TimeSpan.FromSeconds(2), Longest = TimeSpan.FromSeconds(20);

    /// <summary>One line each: name, MRN, units, state; or name, refused, first error. The exit code: 0 when every file was answered.</summary>
    public async Task<int> Lodge(IReadOnlyList<DeclarationFile> files)
    {
        // All first: what happens by itself happens to the one while the next is lodged.
        var answers = new List<(DeclarationFile File, ApiAnswer Answer)>();
        foreach (var file in files) answers.Add((file, await Lodge(file)));

        var unanswered = 0;
        foreach (var (file, answer) in answers)
        {
            if (answer.Status >= 500) unanswered++;
            say(answer.IsSuccess ? await Follow(file, (string)answer.Body!["mrn"]!) : $"{file.Name}\trefused\t{answer.FirstError}");
        }
        return unanswered == 0 ? 0 : 1;
    }

    private async Task<ApiAnswer> Lodge(DeclarationFile file)
    {
        if (!file.IsReadable) return new ApiAnswer(400, new JsonObject { ["title"] = "The name ends neither in .json nor in .xml." }, null);
        for (var attempt = 1; ; attempt++)
        {
            using var content = await file.Read();
            var answer = await api.Send(Broker, HttpMethod.Post, "/declarations", content);
            if (answer.Status is not (429 or 503) || attempt == 5) return answer;
            await Task.Delay(TimeSpan.FromSeconds(2), api.Cancellation);
        }
    }

    // Settled: nothing has moved for a while.
    private async Task<string> Follow(DeclarationFile file, string mrn)
    {
        var (since, quiet) = (Stopwatch.StartNew(), Stopwatch.StartNew());
        var view = await View(mrn);
        while (IsMoving(view) && quiet.Elapsed < Quiet && since.Elapsed < Longest)
        {
            await Task.Delay(100, api.Cancellation);
            var next = await View(mrn);
            if (!JsonNode.DeepEquals(view, next)) quiet.Restart();
            view = next;
        }
        var units = view["agencies"]!.AsArray().Select(unit => (string)unit!["unit"]!);
        return $"{file.Name}\t{mrn}\t{string.Join(',', units)}\t{view["state"]}";
    }

    // A view that was last changed long enough ago has settled while others were lodged.
    private static bool IsMoving(JsonNode view) =>
        (string)view["state"]! is not ("RELEASED" or "REFUSED" or "AWAITING_ARRIVAL" or "AWAITING_TRADER")
        && !(DateTimeOffset.TryParse((string?)view["updatedAt"], out var updated) && DateTimeOffset.UtcNow - updated > Quiet);

    private async Task<JsonNode> View(string mrn) => (await api.Get(Broker, $"/declarations/{mrn}")).Body!;
}
