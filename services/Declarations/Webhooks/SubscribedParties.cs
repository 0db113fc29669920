// SPDX-License-Identifier: Apache-2.0
using System.Collections.Concurrent;
using Cbm.Declarations.Storage;
using Cbm.ServiceDefaults.Storage;
using Microsoft.EntityFrameworkCore;

namespace Cbm.Declarations.Webhooks;

/// <summary>
/// Which parties may have a subscription, in memory, so that the log of all others costs no question to the database. It holds
/// for the one process that writes to the store; where replicas share it, it holds all. It may hold too many and never too few:
/// one that is not loaded holds all, a party enters before its subscription is on disk, and leaves at the next start only.
/// </summary>
public sealed class SubscribedParties
{
    private readonly ConcurrentDictionary<string, bool> _parties = new();
    private volatile bool _isLoaded;

    /// <summary>Whether it was read from the store.</summary>
    public bool IsLoaded => _isLoaded;

    /// <summary>Nobody subscribes.</summary>
    public bool IsEmpty => _isLoaded && _parties.IsEmpty;

    /// <summary>Whether the party may have a subscription.</summary>
    public bool MayContain(string party) => !_isLoaded || _parties.ContainsKey(party);

    /// <summary>The party subscribes in this unit of work.</summary>
    public void Add(string party) => _parties.TryAdd(party, true);

    /// <summary>Reads who subscribes; in the writer's turn, so that nobody subscribes meanwhile.</summary>
    public Task Load(Writer<DeclarationsContext> writer, CancellationToken cancel) => writer.Commit(
        async context =>
        {
            foreach (var party in await context.Webhooks.Where(webhook => webhook.DisabledAt == null).Select(webhook => webhook.Party).Distinct().ToListAsync(cancel))
            {
                Add(party);
            }

            _isLoaded = !writer.IsShared;
        },
        cancel);
}
