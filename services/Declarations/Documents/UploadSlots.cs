// SPDX-License-Identifier: Apache-2.0
using Cbm.ServiceDefaults.Problems;

namespace Cbm.Declarations.Documents;

/// <summary>How many documents are on their way in. Nobody waits in a queue: who is too many is told to come back.</summary>
public sealed class UploadSlots(DocumentLimits limits)
{
    private readonly Lock _gate = new();
    private readonly Dictionary<string, int> _taken = new(StringComparer.Ordinal);
    private int _all;

    /// <summary>Takes a slot, to be given back. Too many of the party: 429; too many of all: 503.</summary>
    public IDisposable Take(string party)
    {
        lock (_gate)
        {
            var own = _taken.GetValueOrDefault(party);
            if (own >= limits.AtOnceOfOneParty)
            {
                throw Refusal.Of(429, "Too many at once", $"{own} documents of the party are on their way; send the next when one has come.", retryAfter: 1);
            }

            if (_all >= limits.AtOnce)
            {
                throw Refusal.Unavailable("Too many documents are on their way in.", retryAfter: 1);
            }

            (_taken[party], _all) = (own + 1, _all + 1);
            return new Slot(this, party);
        }
    }

    private void GiveBack(string party)
    {
        lock (_gate)
        {
            _all--;
            if (--_taken[party] == 0)
            {
                _taken.Remove(party);
            }
        }
    }

    private sealed class Slot(UploadSlots slots, string party) : IDisposable
    {
        private bool _given;

        public void Dispose()
        {
            if (!_given)
            {
                _given = true;
                slots.GiveBack(party);
            }
        }
    }
}
