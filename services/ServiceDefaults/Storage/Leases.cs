// SPDX-License-Identifier: Apache-2.0
using System.Collections.Concurrent;
using Microsoft.EntityFrameworkCore;

namespace Cbm.ServiceDefaults.Storage;

/// <summary>
/// Lets one replica of a service do what would be done twice by two, and another go on where it ended. A lease saves work and
/// keeps order; it is no lock: what two do in the moment of its change must be harmless.
/// </summary>
/// <param name="writer">The store that the replicas share; where none shares it, everything is held.</param>
/// <param name="clock">Counts its time.</param>
/// <param name="holder">A name that no other replica has.</param>
public sealed class Leases<TContext>(Writer<TContext> writer, TimeProvider clock, string holder)
    where TContext : ServiceContext
{
    /// <summary>How long a lease lasts that is not renewed: for so long nobody does the work of a replica that was killed.</summary>
    public static readonly TimeSpan Lasts = TimeSpan.FromSeconds(4);

    private readonly ConcurrentDictionary<string, DateTimeOffset> _held = new();

    /// <summary>Whether this replica holds the lease, which it takes or renews where it can.</summary>
    public async Task<bool> Hold(string name, CancellationToken cancel)
    {
        if (!writer.IsShared)
        {
            return true;
        }

        var now = clock.GetUtcNow();
        if (_held.TryGetValue(name, out var until) && until - now > Lasts / 2)
        {
            return true;
        }

        if (await writer.Commit(context => Take(context, name, now), cancel))
        {
            _held[name] = now + Lasts;
            return true;
        }

        _held.TryRemove(name, out _);
        return false;
    }

    /// <summary>Gives back all that it holds, so that another replica goes on at once.</summary>
    public async Task Release(CancellationToken cancel)
    {
        if (_held.IsEmpty)
        {
            return;
        }

        _held.Clear();
        try
        {
            await writer.Commit(context => context.Leases.Where(lease => lease.Holder == holder).ExecuteDeleteAsync(CancellationToken.None), cancel);
        }
        catch (Exception trouble) when (trouble is OperationCanceledException || StoreTrouble.Is(trouble))
        {
            // It lapses by itself.
        }
    }

    private async Task<bool> Take(TContext context, string name, DateTimeOffset now)
    {
        var lease = await context.Leases.FindAsync(name);
        if (lease is null)
        {
            context.Leases.Add(new Lease { Name = name, Holder = holder, Until = now + Lasts });
            return true;
        }

        if (lease.Holder != holder && lease.Until > now)
        {
            return false;
        }

        (lease.Holder, lease.Until) = (holder, now + Lasts);
        return true;
    }
}
