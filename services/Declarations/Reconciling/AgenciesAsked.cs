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
    private readonly ConcurrentDictionary<string, bool> _asked = new();

    // Who knows better, and whether its reviews are compared.
    private readonly ConcurrentDictionary<string, bool> _ahead = new();
    private readonly Lock _gate = new();
    private long? _since;
    private volatile bool _isReady;
    private volatile bool _isEnough;

    /// <summary>Whether the window may work.</summary>
    public bool IsDone => IsEnough && _ahead.IsEmpty;

    /// <summary>Whether it may hear what agencies report: every one that knows better is compared, though not all of what it reports again is here.</summary>
    public bool MayHear => IsEnough && _ahead.Values.All(isCompared => isCompared);

    /// <summary>The codes of all agencies.</summary>
    public IReadOnlyList<string> Agencies => agencies;

    /// <summary>Whether an agency of that code is configured.</summary>
    public bool Knows(string agency) => agencies.Contains(agency);

    /// <summary>Whether what an agency knows better was not yet compared.</summary>
    public bool IsUncompared(string agency) => _ahead.TryGetValue(agency, out var isCompared) && !isCompared;

    /// <summary>An agency knows what this store does not; true where that is news.</summary>
    public bool FindAhead(string agency) => _ahead.TryAdd(agency, false);

    /// <summary>Its reviews are compared. Where it knew nothing better nobody waits for it.</summary>
    public void Compare(string agency) => _ahead.TryUpdate(agency, true, false);

    /// <summary>The store has noted what it had announced to each agency before it announces more.</summary>
    public void Begin() => _isReady = true;

    /// <summary>It has said how far it has come.</summary>
    /// <param name="agency">Its code.</param>
    /// <param name="reported">Where what it reports again after a comparison ends in its outbox; 0: it was not compared.</param>
    /// <param name="waits">The first of its facts that still waits to be brought; 0: none does.</param>
    public void Hear(string agency, long reported, long waits)
    {
        if (waits > 0 && waits <= reported)
        {
            // Not all of it is here: the gate is shut, or shut again where this is another life of the window's.
            _ahead[agency] = true;
        }
        else
        {
            _ahead.TryRemove(agency, out _);
        }

        _asked[agency] = true;
    }

    /// <summary>What an agency knows better, as it stands in a store that replicas share: 0 nothing, 1 it was found to, 2 it is compared.</summary>
    public int AheadOf(string agency) => _ahead.TryGetValue(agency, out var isCompared) ? isCompared ? 2 : 1 : 0;

    /// <summary>Whether every agency has said in this life of the store how far it has come.</summary>
    public bool AreAllMet => agencies.All(_asked.ContainsKey);

    /// <summary>What another replica has found.</summary>
    /// <param name="agency">Its code.</param>
    /// <param name="ahead">As <see cref="AheadOf"/> has it.</param>
    /// <param name="isMet">Whether it has said in this life of the store how far it has come.</param>
    public void Learn(string agency, int ahead, bool isMet)
    {
        if (ahead == 0)
        {
            _ahead.TryRemove(agency, out _);
        }
        else
        {
            _ahead[agency] = ahead == 2;
        }

        if (isMet)
        {
            _asked[agency] = true;
        }
    }

    private bool IsEnough => _isReady && (_isEnough || (_isEnough = agencies.All(_asked.ContainsKey) || clock.GetElapsedTime(Since) > grace));

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
