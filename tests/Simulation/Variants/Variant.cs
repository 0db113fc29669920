// SPDX-License-Identifier: Apache-2.0
using Cbm.Declarations.Slicing;
using Cbm.ServiceDefaults.Messaging;
using Cbm.Simulation.Services;
using Google.Protobuf;
using Microsoft.EntityFrameworkCore;

namespace Cbm.Simulation.Variants;

/// <summary>
/// A way in which the services are broken on purpose, to see that the invariants notice. It works from outside, on what the
/// services save, hear and keep: the services themselves know nothing of it. This one breaks nothing.
/// </summary>
public class Variant
{
    /// <summary>The knife that the window uses; null: its own.</summary>
    public virtual Slicer? Slicer => null;

    /// <summary>Whether the relay parks what a subscriber did not take, in place of sending it again.</summary>
    public virtual bool SendsOnce => false;

    /// <summary>What the handler of a topic is replaced by.</summary>
    public virtual Func<ByteString, CancellationToken, Task<Verdict>> Hearing(
        string service, string topic, Func<ByteString, CancellationToken, Task<Verdict>> handle, Setting setting) => handle;

    /// <summary>Changes a unit of work before it is saved.</summary>
    public virtual void OnSaving(string service, DbContext context, Setting setting)
    {
    }

    /// <summary>Changes every row of a kind that a unit of work is about to write.</summary>
    protected static void Each<T>(DbContext context, Action<T> change)
        where T : class
    {
        foreach (var entry in context.ChangeTracker.Entries<T>().Where(one => one.State is EntityState.Added or EntityState.Modified).ToList())
        {
            change(entry.Entity);
        }
    }

    /// <summary>Does something when a service has flushed.</summary>
    public virtual void OnFlushed(string service, Setting setting)
    {
    }

    /// <summary>Does something when a service has ended at once.</summary>
    public virtual void OnEnded(string service, Setting setting)
    {
    }
}
