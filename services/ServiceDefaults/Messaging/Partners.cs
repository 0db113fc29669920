// SPDX-License-Identifier: Apache-2.0
using System.Collections.Concurrent;
using Cbm.Contracts;
using Cbm.ServiceDefaults.Storage;

namespace Cbm.ServiceDefaults.Messaging;

/// <summary>
/// The services that this one talks with, in this life of it: each start is a new life, so that what is still on its way from
/// one that has ended is told from what its successor says, whose store may be an older copy.
/// </summary>
/// <param name="writer">Where marks are kept.</param>
/// <param name="life">A name that no other start has.</param>
public class Partners<TContext>(Writer<TContext> writer, string life)
    where TContext : ServiceContext
{
    private readonly ConcurrentDictionary<string, string> _lives = new();
    private readonly ConcurrentDictionary<string, long> _heard = new();
    // False from the first question of this life, or from the first doubt, until the two know the same.
    private readonly ConcurrentDictionary<string, bool> _settled = new();

    /// <summary>The store.</summary>
    protected Writer<TContext> Writer => writer;

    /// <summary>Whether replicas share the store.</summary>
    public bool IsShared => writer.IsShared;

    /// <summary>Name of this life.</summary>
    public virtual ValueTask<string> Life(CancellationToken cancel) => ValueTask.FromResult(life);

    /// <summary>A partner relies on what this store does not know: it is an older copy.</summary>
    public event Action<string>? FoundBehind;

    /// <summary>Our marks with a partner, read after all that was taken in before.</summary>
    public virtual async Task<Marks> MarksWith(string partner, CancellationToken cancel)
    {
        if (!_settled.ContainsKey(partner))
        {
            // The first of a life stand until the two are settled.
            await Doubt(partner, cancel);
        }

        var marks = await writer.Commit(context => context.MarksWith(partner, cancel), cancel);
        marks.Life = life;
        return marks;
    }

    /// <summary>The store may be an older copy than the partner's: what is announced from now on does not count.</summary>
    public virtual async Task Doubt(string partner, CancellationToken cancel)
    {
        await writer.Commit(context => context.Doubt(partner), cancel);
        _settled[partner] = false;
    }

    /// <summary>The two know the same.</summary>
    public virtual async Task Settle(string partner, CancellationToken cancel)
    {
        if (!_settled.GetValueOrDefault(partner))
        {
            await writer.Commit(context => context.Settle(partner), cancel);
            _settled[partner] = true;
        }
    }

    /// <summary>Takes deliveries from this life of a partner from now on, and from none before it; true where it is a new one.</summary>
    public virtual ValueTask<bool> Meet(string partner, string itsLife)
    {
        var isNew = !_lives.TryGetValue(partner, out var known) || known != itsLife;
        _lives[partner] = itsLife;
        return ValueTask.FromResult(isNew);
    }

    /// <summary>Takes nothing from a partner until it is met (again).</summary>
    public virtual ValueTask Shun(string partner)
    {
        _lives.TryRemove(partner, out _);
        return ValueTask.CompletedTask;
    }

    /// <summary>Whether the two must be compared whatever their marks say: this store was put back since they met, or the partner was shunned and not compared since.</summary>
    public virtual ValueTask<bool> MustCompare(string partner) => ValueTask.FromResult(false);

    /// <summary>Whether the partner was met, by this replica of the service or another, and the two know the same.</summary>
    public virtual ValueTask<bool> IsMet(string partner, CancellationToken cancel) => ValueTask.FromResult(_settled.GetValueOrDefault(partner));

    /// <summary>
    /// Whether a delivery may be taken in: it comes from the life of the partner that was met, and we have not
    /// answered a delivery of it that this store does not know. A stranger's is not.
    /// </summary>
    public virtual async Task<bool> Accepts(string partner, string itsLife, long answered, CancellationToken cancel)
    {
        if (_lives.GetValueOrDefault(partner) != itsLife)
        {
            return false;
        }

        if (answered <= _heard.GetValueOrDefault(partner))
        {
            return true;
        }

        var kept = (await MarksWith(partner, cancel)).Heard;
        _heard.AddOrUpdate(partner, kept, (_, before) => Math.Max(before, kept));
        if (answered > kept)
        {
            FindBehind(partner);
        }

        return answered <= kept;
    }

    /// <summary>Keeps that a partner has brought this, with the delivery of that number.</summary>
    public virtual async Task Keep(string partner, long place, long number, CancellationToken cancel)
    {
        await writer.Commit(context => context.Raise(partner, taken: place, heard: number), cancel);
        _heard.AddOrUpdate(partner, number, (_, before) => Math.Max(before, number));
    }

    /// <summary>Says that this store is an older copy than the partner relies on.</summary>
    protected void FindBehind(string partner) => FoundBehind?.Invoke(partner);
}
