// SPDX-License-Identifier: Apache-2.0
namespace Cbm.ServiceDefaults.Storage;

/// <summary>The one way to write. A unit of work is answered only when it is durable.</summary>
/// <param name="isShared">Whether replicas of the service write to the same store.</param>
public abstract class Writer<TContext>(bool isShared) : IDisposable
    where TContext : ServiceContext
{
    /// <summary>Raised after each transaction that wrote something, with those who must hear what it announced.</summary>
    public event Action<IReadOnlySet<string>>? Written;

    /// <summary>Raised after it, with what it changed.</summary>
    public event Action<IReadOnlySet<string>>? Changed;

    /// <summary>Whether replicas of the service write to the same store: then what is remembered in this process may be out of date.</summary>
    public bool IsShared => isShared;

    /// <summary>
    /// Carries out the work and saves it; the result comes when it is on disk. What the work throws comes back to its caller
    /// alone. Where replicas meet the work may be carried out again from its beginning: what it changes outside its context it
    /// must set, not add to.
    /// </summary>
    public abstract Task<T> Commit<T>(Func<TContext, Task<T>> work, CancellationToken cancel = default);

    /// <inheritdoc cref="Commit{T}(Func{TContext, Task{T}}, CancellationToken)"/>
    public Task Commit(Func<TContext, Task> work, CancellationToken cancel = default) =>
        Commit(
            async context =>
            {
                await work(context);
                return true;
            },
            cancel);

    /// <inheritdoc/>
    public void Dispose()
    {
        Dispose(true);
        GC.SuppressFinalize(this);
    }

    /// <summary>Lets go of what it holds.</summary>
    protected virtual void Dispose(bool disposing)
    {
    }

    /// <summary>Says what was written.</summary>
    protected void Tell(IReadOnlySet<string> subscribers, IReadOnlySet<string> changed)
    {
        Written?.Invoke(subscribers);
        Changed?.Invoke(changed);
    }
}
