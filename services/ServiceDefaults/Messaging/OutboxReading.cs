// SPDX-License-Identifier: Apache-2.0
using Cbm.ServiceDefaults.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;

namespace Cbm.ServiceDefaults.Messaging;

/// <summary>Reads what is due out of the outbox; a row that is damaged is set aside and holds no other up.</summary>
internal sealed class OutboxReading<TContext>(
    Writer<TContext> writer, IDbContextFactory<TContext> readers, TimeProvider clock, ILogger logger)
    where TContext : ServiceContext
{
    // Well below what a subscriber reads in one message; a fact that is larger goes alone.
    private const int MostBytes = 8 * 1024 * 1024;

    private static readonly Func<TContext, string, IAsyncEnumerable<Envelope>> Waiting = EF.CompileAsyncQuery((TContext context, string subscriber) =>
        context.Outbox.AsNoTracking().Where(fact => fact.Subscriber == subscriber && !fact.Parked).OrderBy(fact => fact.Id)
            .Take(EventBusOptions.MostInOneDelivery * 5).Select(fact => new Envelope(fact.Id, fact.Key, fact.DueAt, fact.Data.Length)));

    private static readonly Func<TContext, string, long, long, IAsyncEnumerable<OutboxMessage>> Between = EF.CompileAsyncQuery(
        (TContext context, string subscriber, long from, long to) => context.Outbox.AsNoTracking().OrderBy(fact => fact.Id)
            .Where(fact => fact.Subscriber == subscriber && fact.Id >= from && fact.Id <= to && !fact.Parked));

    /// <summary>
    /// Facts that can go now, one of each key: if the subscriber cannot take it yet, those after it must not overtake it. A key
    /// whose first fact is not yet due keeps its later ones back.
    /// </summary>
    public async Task<(List<OutboxMessage> Due, TimeSpan? Next)> Due(string subscriber, CancellationToken cancel)
    {
        await using var context = await readers.CreateDbContextAsync(cancel);
        var now = clock.GetUtcNow();
        var held = new HashSet<string>();
        var first = new List<long>();
        var bytes = 0L;
        TimeSpan? next = null;

        // The facts themselves are read only when it is known which of them go.
        await foreach (var fact in Waiting(context, subscriber).WithCancellation(cancel))
        {
            var isFirst = held.Add(fact.Key);
            if (fact.DueAt > now)
            {
                next = next is null || fact.DueAt - now < next ? fact.DueAt - now : next;
            }
            else if (isFirst)
            {
                if (first.Count == EventBusOptions.MostInOneDelivery || (first.Count > 0 && bytes + fact.Bytes > MostBytes))
                {
                    break;
                }

                first.Add(fact.Id);
                bytes += fact.Bytes;
            }
        }

        return (first.Count == 0 ? [] : await Read(context, subscriber, first, cancel), next);
    }

    // One row that is damaged holds no other up: it is set aside, unread.
    private async Task<List<OutboxMessage>> Read(TContext context, string subscriber, List<long> ids, CancellationToken cancel)
    {
        try
        {
            return await ReadAll(context, subscriber, ids, cancel);
        }
        catch (IOException)
        {
            var facts = new List<OutboxMessage>();
            foreach (var id in ids)
            {
                try
                {
                    facts.AddRange(await ReadAll(context, subscriber, [id], cancel));
                }
                catch (IOException damaged)
                {
                    logger.LogError(damaged, "Parked, since it is damaged: fact {Id} to {Subscriber}.", id, subscriber);
                    await writer.Commit(work => work.Outbox.Where(fact => fact.Id == id).ExecuteUpdateAsync(fact => fact.SetProperty(one => one.Parked, true)), cancel);
                }
            }

            return facts;
        }
    }

    private static async Task<List<OutboxMessage>> ReadAll(TContext context, string subscriber, List<long> ids, CancellationToken cancel)
    {
        // Asked as a range, whose translation is made once; what lies between is another key's or not yet due.
        var wanted = ids.ToHashSet();
        var facts = new List<OutboxMessage>(ids.Count);
        await foreach (var fact in Between(context, subscriber, ids[0], ids[^1]).WithCancellation(cancel))
        {
            if (wanted.Contains(fact.Id))
            {
                facts.Add(fact);
            }
        }

        return facts;
    }
}

/// <summary>What the relay looks at before it reads a fact.</summary>
internal readonly record struct Envelope(long Id, string Key, DateTimeOffset DueAt, int Bytes);
