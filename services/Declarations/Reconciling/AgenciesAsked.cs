// SPDX-License-Identifier: Apache-2.0
using System.Collections.Concurrent;

namespace Cbm.Declarations.Reconciling;

/// <summary>
/// Which agencies have said since the start how far they have come with the window. When all have, the window knows whether its
/// store is the newest. It does not wait for one that is away for longer than its grace: if the store was an older copy all the
/// same, that agency's reviews are compared when it is back.
/// </summary>
/// <param name="agencies">Codes of the configured agencies.</param>
/// <param name="clock">Runs from now on.</param>
/// <param name="grace">How long the window waits for those that are away.</param>
public sealed class AgenciesAsked(IReadOnlyList<string> agencies, TimeProvider clock, TimeSpan grace)
{
    private readonly ConcurrentDictionary<string, bool> _asked = new();
    private readonly long _since = clock.GetTimestamp();
    private volatile bool _isDone;

    /// <summary>Whether the window may work.</summary>
    public bool IsDone => _isDone || (_isDone = agencies.All(_asked.ContainsKey) || clock.GetElapsedTime(_since) > grace);

    /// <summary>Notes that an agency has said it, and that what it knew better was compared.</summary>
    public void Hear(string agency) => _asked[agency] = true;
}
