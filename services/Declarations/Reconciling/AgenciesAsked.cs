// SPDX-License-Identifier: Apache-2.0
using System.Collections.Concurrent;

namespace Cbm.Declarations.Reconciling;

/// <summary>
/// Which agencies have said since the start how far they have come with the window. When all have, the window knows whether its
/// store is the newest. It does not wait for one that is away for longer than its grace. One that knows better shuts the gate,
/// whenever it comes, until what it knows is here.
/// </summary>
/// <param name="agencies">Codes of the configured agencies.</param>
/// <param name="clock">Counts the grace.</param>
/// <param name="grace">How long the window waits for those that are away, from the moment it is asked something.</param>
public sealed class AgenciesAsked(IReadOnlyList<string> agencies, TimeProvider clock, TimeSpan grace)
{
    private const long NotCompared = long.MaxValue;
    private readonly ConcurrentDictionary<string, bool> _asked = new();
    private readonly ConcurrentDictionary<string, long> _ahead = new();
    private readonly Lock _gate = new();
    private long? _since;
    private volatile bool _isEnough;

    /// <summary>Whether the window may work.</summary>
    public bool IsDone => _ahead.IsEmpty && (_isEnough || (_isEnough = agencies.All(_asked.ContainsKey) || clock.GetElapsedTime(Since) > grace));

    /// <summary>Whether an agency of that code is configured.</summary>
    public bool Knows(string agency) => agencies.Contains(agency);

    /// <summary>Whether what an agency knows better was not yet compared.</summary>
    public bool IsUncompared(string agency) => _ahead.GetValueOrDefault(agency) == NotCompared;

    /// <summary>An agency knows what this store does not; true where that is news.</summary>
    public bool FindAhead(string agency) => _ahead.TryAdd(agency, NotCompared);

    /// <summary>Its reviews are compared; what it reports again ends at this place of its outbox. Where it knew nothing better nobody waits for it.</summary>
    public void Compare(string agency, long reported) => _ahead.TryUpdate(agency, reported, NotCompared);

    /// <summary>It has said how far it has come.</summary>
    /// <param name="agency">Its code.</param>
    /// <param name="taken">The last of its facts that it has brought.</param>
    /// <param name="announced">The last that it has announced: one that was put back itself announces less than it once would.</param>
    public void Hear(string agency, long taken, long announced)
    {
        if (_ahead.TryGetValue(agency, out var reported) && taken < Math.Min(reported, announced))
        {
            return;
        }

        _ahead.TryRemove(agency, out _);
        _asked[agency] = true;
    }

    // The first question is the first moment in which anybody waits: before it the window may have looked through its store for long.
    private long Since
    {
        get
        {
            lock (_gate)
            {
                return _since ??= clock.GetTimestamp();
            }
        }
    }
}
