// SPDX-License-Identifier: Apache-2.0
using System.Threading.Channels;
using Cbm.ServiceDefaults.Problems;
using Cbm.ServiceDefaults.Storage;

namespace Cbm.ServiceDefaults.Live;

/// <summary>
/// Wakes those who look at something when it has changed: an MRN, a unit's queue. It carries nothing but the sign. What another
/// replica writes gives none: where there are several, all are woken once a second.
/// </summary>
public sealed class Feed
{
    /// <summary>Streams that one caller may have open at once.</summary>
    public const int MostOfOneCaller = 50;

    private static readonly TimeSpan Often = TimeSpan.FromSeconds(1);
    private readonly Lock _gate = new();
    private readonly Dictionary<string, HashSet<Watch>> _watches = [];
    private readonly Dictionary<string, int> _open = [];

    private bool IsShared { get; init; }

    /// <summary>A feed of what a service writes.</summary>
    public static Feed Of<TContext>(Writer<TContext> writer)
        where TContext : ServiceContext
    {
        var feed = new Feed { IsShared = writer.IsShared };
        writer.Changed += feed.Tell;
        return feed;
    }

    /// <summary>Watches some keys for a caller; too many at once are refused (429).</summary>
    public Watch Open(string caller, IReadOnlyCollection<string> keys)
    {
        var watch = new Watch(this, caller, keys);
        lock (_gate)
        {
            var count = _open.GetValueOrDefault(caller) + 1;
            if (count > MostOfOneCaller)
            {
                throw Refusal.Of(429, "Too many", $"At most {MostOfOneCaller} streams at once: close one that you do not read any more.", retryAfter: 5);
            }

            _open[caller] = count;
            foreach (var key in keys)
            {
                if (!_watches.TryGetValue(key, out var all))
                {
                    _watches[key] = all = [];
                }

                all.Add(watch);
            }
        }

        return watch;
    }

    private void Tell(IReadOnlySet<string> keys)
    {
        lock (_gate)
        {
            if (_watches.Count == 0)
            {
                return;
            }

            foreach (var key in keys)
            {
                foreach (var watch in _watches.GetValueOrDefault(key) ?? [])
                {
                    watch.Sign();
                }
            }
        }
    }

    private void Close(Watch watch)
    {
        lock (_gate)
        {
            foreach (var key in watch.Keys)
            {
                if (_watches.TryGetValue(key, out var all) && all.Remove(watch) && all.Count == 0)
                {
                    _watches.Remove(key);
                }
            }

            if (--_open[watch.Caller] == 0)
            {
                _open.Remove(watch.Caller);
            }
        }
    }

    /// <summary>One who looks.</summary>
    public sealed class Watch : IDisposable
    {
        private readonly Feed _feed;
        private readonly Channel<bool> _signs = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });

        internal Watch(Feed feed, string caller, IReadOnlyCollection<string> keys) => (_feed, Caller, Keys) = (feed, caller, keys);

        internal string Caller { get; }

        internal IReadOnlyCollection<string> Keys { get; }

        /// <summary>Waits until something may have changed, or so long; true where it may.</summary>
        public async Task<bool> Wait(TimeSpan most, TimeProvider clock, CancellationToken cancel)
        {
            var isShort = _feed.IsShared && most > Often;
            using var limit = new CancellationTokenSource(isShort ? Often : most, clock);
            using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancel);
            try
            {
                return await _signs.Reader.ReadAsync(either.Token);
            }
            catch (OperationCanceledException) when (!cancel.IsCancellationRequested)
            {
                return isShort;
            }
        }

        /// <inheritdoc/>
        public void Dispose() => _feed.Close(this);

        internal void Sign() => _signs.Writer.TryWrite(true);
    }
}
