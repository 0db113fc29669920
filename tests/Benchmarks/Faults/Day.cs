// SPDX-License-Identifier: Apache-2.0
using Cbm.Simulation.People;

namespace Cbm.Benchmarks.Faults;

/// <summary>What all people of one run share: whether it storms, and the ledger of what they were told.</summary>
internal sealed class Day(CancellationToken end)
{
    private readonly Ledger ledger = new();
    private int lodged, answered, arrived;

    /// <summary>The storm is over: everybody does what there is to do, at once and without mistakes.</summary>
    public bool IsCalm { get; set; }

    /// <summary>Nothing is left to do.</summary>
    public bool IsOver { get; set; }

    /// <summary>What was acknowledged until now, in one line.</summary>
    public string Done => $"{lodged} declarations lodged, {answered} questions answered, {arrived} arrivals, {ledger.Steps.Count} steps of officers, of which {ledger.Steps.Count(step => step.Name == "reviewDecided")} decisions";

    /// <summary>The ledger, when nobody writes in it any more.</summary>
    public Ledger Ledger => ledger;

    public Task Pause(Random chance, double least, double most) =>
        Task.Delay(TimeSpan.FromSeconds(IsCalm ? least : least + ((most - least) * chance.NextDouble())), end);

    public void Open(Story story)
    {
        lock (ledger) ledger.Stories.Add(story);
    }

    /// <summary>Declarations whose end their trader has not seen.</summary>
    public int Unfinished
    {
        get
        {
            lock (ledger) return ledger.Stories.Count(story => !story.HasEnded);
        }
    }

    public void Lodged() => Interlocked.Increment(ref lodged);

    public void Answered(int questions) => Interlocked.Add(ref answered, questions);

    public void Arrived() => Interlocked.Increment(ref arrived);

    public void Registered(string agency, string number)
    {
        lock (ledger) ledger.Documents.Add((agency, number, DateTimeOffset.UtcNow));
    }

    public void Stepped(OfficersStep step)
    {
        lock (ledger) ledger.Steps.Add(step);
    }

    public void Violate(string what)
    {
        lock (ledger) ledger.Violate(what);
    }
}
