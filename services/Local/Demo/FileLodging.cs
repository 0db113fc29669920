// SPDX-License-Identifier: Apache-2.0
using System.Diagnostics;
using Cbm.Client;
using Cbm.Contracts;

namespace Cbm.Local.Demo;

/// <summary>Lodges files as the broker of everybody, and tells what became of each by itself.</summary>
public sealed class FileLodging(Callers callers, Action<string> say, CancellationToken cancel = default)
{
    private static readonly TimeSpan Quiet = TimeSpan.FromSeconds(2), Longest = TimeSpan.FromSeconds(20);

    private readonly WindowClient client = callers.As("demo-broker");
    private readonly DeclarationCalls broker = callers.As("demo-broker").Declarations;

    /// <summary>One line each: name, MRN, units, state; or name, refused, first error. The exit code: 0 when every file was answered.</summary>
    public async Task<int> Lodge(IReadOnlyList<DeclarationFile> files)
    {
        await client.CheckSignIn(cancel);

        // All first: what happens by itself happens to the one while the next is lodged.
        var answers = new List<(DeclarationFile File, Answered Answer)>();
        foreach (var file in files) answers.Add((file, await Lodge(file)));

        foreach (var (file, answer) in answers)
            say(answer.View is { } view ? await Follow(file, view.Mrn) : $"{file.Name}\trefused\t{answer.Refusal}");
        return answers.All(one => one.Answer.IsAnswered) ? 0 : 1;
    }

    private async Task<Answered> Lodge(DeclarationFile file)
    {
        if (!file.IsReadable) return new Answered(null, "400 The name ends neither in .json nor in .xml.", IsAnswered: true);
        try
        {
            return new Answered((await broker.Lodge(await file.Read(cancel), cancel)).View, "", IsAnswered: true);
        }
        catch (ProblemException refusal)
        {
            return new Answered(null, refusal.FirstError, IsAnswered: refusal.Status < 500);
        }
    }

    // Settled: nothing has moved for a while.
    private async Task<string> Follow(DeclarationFile file, string mrn)
    {
        var (since, quiet) = (Stopwatch.StartNew(), Stopwatch.StartNew());
        var view = await broker.Get(mrn, cancel);
        while (IsMoving(view) && quiet.Elapsed < Quiet && since.Elapsed < Longest)
        {
            await Task.Delay(100, cancel);
            var next = await broker.Get(mrn, cancel);
            if (!view.Equals(next)) quiet.Restart();
            view = next;
        }
        return $"{file.Name}\t{mrn}\t{string.Join(',', view.Agencies.Select(unit => unit.Unit))}\t{view.State}";
    }

    // A view that was last changed long enough ago has settled while others were lodged.
    private static bool IsMoving(DeclarationView view) =>
        view.State is not ("RELEASED" or "REFUSED" or "AWAITING_ARRIVAL" or "AWAITING_TRADER")
        && !(view.UpdatedAt is { } updated && DateTimeOffset.UtcNow - updated.ToDateTimeOffset() > Quiet);

    private sealed record Answered(DeclarationView? View, string Refusal, bool IsAnswered);
}
