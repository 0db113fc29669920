// SPDX-License-Identifier: Apache-2.0
using System.Text.Json;

namespace Cbm.Contracts.States;

/// <summary>One legal move of a state machine; guard and effect are sentences for people, null where there is none.</summary>
public sealed record Move(string From, string Event, string To, string? Guard, string? Effect);

/// <summary>A move that its state machine does not have.</summary>
public sealed class IllegalMoveException(string message) : InvalidOperationException(message);

/// <summary>A state machine of <c>state-machines.json</c>: the same data for the window and for every agency.</summary>
public sealed class StateMachine
{
    private static readonly Dictionary<string, StateMachine> All = Load();
    private readonly HashSet<(string From, string Event, string To)> _legal;

    private StateMachine(string name, JsonElement json)
    {
        Name = name;
        Initial = json.GetProperty("initial").GetString()!;
        Terminal = Strings(json, "terminal");
        FinalUnlessReopened = Strings(json, "finalUnlessReopened");
        Moves = [.. json.GetProperty("transitions").EnumerateArray().SelectMany(Read)];
        States = [.. new[] { Initial }.Concat(Moves.SelectMany(m => new[] { m.From, m.To })).Concat(Terminal).Distinct()];
        _legal = [.. Moves.Select(m => (m.From, m.Event, m.To))];
    }

    /// <summary>A declaration's life, from DRAFT on.</summary>
    public static StateMachine Declaration => Named("declaration");

    /// <summary>A unit's review, from PENDING on.</summary>
    public static StateMachine AgencyReview => Named("agencyReview");

    /// <summary>Names of the machines in the file.</summary>
    public static IReadOnlyCollection<string> Names => All.Keys;

    /// <summary>Name of the machine (agencyReview).</summary>
    public string Name { get; }

    /// <summary>The state in which it starts.</summary>
    public string Initial { get; }

    /// <summary>Every state, the initial one first.</summary>
    public IReadOnlyList<string> States { get; }

    /// <summary>States that nothing leaves.</summary>
    public IReadOnlyList<string> Terminal { get; }

    /// <summary>States that end the matter unless an appeal, an amendment or new facts reopen it.</summary>
    public IReadOnlyList<string> FinalUnlessReopened { get; }

    /// <summary>Every legal move, one for each from-state, in the order of the file.</summary>
    public IReadOnlyList<Move> Moves { get; }

    /// <summary>The machine of that name; an unknown name is an <see cref="ArgumentException"/>.</summary>
    public static StateMachine Named(string name) =>
        All.TryGetValue(name, out var machine) ? machine : throw new ArgumentException($"There is no state machine {name}.", nameof(name));

    /// <summary>Whether the event may lead from the one state to the other; a guard decides where an event has several targets.</summary>
    public bool Allows(string from, string @event, string to) => _legal.Contains((from, @event, to));

    /// <summary>The states to which the event may lead; empty where it is illegal.</summary>
    public IReadOnlyList<string> Targets(string from, string @event) =>
        [.. Moves.Where(m => m.From == from && m.Event == @event).Select(m => m.To)];

    /// <summary>The one state to which the event leads; false where it is illegal or where a guard must choose among several.</summary>
    public bool TryMove(string from, string @event, out string to)
    {
        var targets = Targets(from, @event);
        to = targets.Count == 1 ? targets[0] : from;
        return targets.Count == 1;
    }

    /// <summary>The legal move; an illegal one is an <see cref="IllegalMoveException"/> (409 at the public surface).</summary>
    public Move Demand(string from, string @event, string to) =>
        Moves.FirstOrDefault(m => m.From == from && m.Event == @event && m.To == to)
        ?? throw new IllegalMoveException($"{Name}: {@event} does not lead from {from} to {to}.");

    private static IEnumerable<Move> Read(JsonElement transition) =>
        Strings(transition, "from").Select(from => new Move(
            from,
            transition.GetProperty("event").GetString()!,
            transition.GetProperty("to").GetString()!,
            transition.GetProperty("guard").GetString(),
            transition.GetProperty("effect").GetString()));

    private static string[] Strings(JsonElement json, string name) =>
        json.TryGetProperty(name, out var list) ? [.. list.EnumerateArray().Select(s => s.GetString()!)] : [];

    private static Dictionary<string, StateMachine> Load()
    {
        using var stream = typeof(StateMachine).Assembly.GetManifestResourceStream("states/state-machines.json")!;
        using var json = JsonDocument.Parse(stream);
        return json.RootElement.EnumerateObject().ToDictionary(m => m.Name, m => new StateMachine(m.Name, m.Value));
    }
}
