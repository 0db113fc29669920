// SPDX-License-Identifier: Apache-2.0
using System.Collections.Concurrent;
using Cbm.ServiceDefaults.Storage;
using Grpc.Core;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;

namespace Cbm.ServiceDefaults.Messaging;

/// <summary>
/// Brings the outbox to its subscribers: in order per key, retried with back-off. A subscriber that is away, or that cannot
/// store now, gets everything when it returns. What it can never take is parked and shown, never dropped, and holds nothing
/// else up.
/// </summary>
public sealed class OutboxRelay<TContext>(
    Writer<TContext> writer,
    IDbContextFactory<TContext> readers,
    Func<string, IReadOnlyList<OutboxMessage>, Turn, CancellationToken, Task<IReadOnlyList<Verdict>>> send,
    TimeProvider clock,
    ILogger<OutboxRelay<TContext>> logger,
    Func<TContext, OutboxMessage, DateTimeOffset, Task>? onParked = null,
    TimeSpan? idle = null,
    bool isHeard = true)
    where TContext : ServiceContext
{
    private const int MostAttempts = 10;

    // Looks even without a sign, since a sign can be lost when the process ends right after a commit.
    private readonly TimeSpan _idle = idle ?? TimeSpan.FromSeconds(2);

    private static readonly TimeSpan Away = TimeSpan.FromSeconds(5);

    private readonly OutboxReading<TContext> _outbox = new(writer, readers, clock, logger);
    private readonly ConcurrentDictionary<string, int> _failures = new();
    private readonly ConcurrentDictionary<string, long> _answered = new();
    private readonly ConcurrentDictionary<string, long> _sent = new();
    private readonly ConcurrentDictionary<string, long> _reached = new();

    /// <summary>Delivers what is due to one subscriber; says when to look again.</summary>
    public async Task<Pause> RunOnce(string subscriber, CancellationToken cancel)
    {
        var (due, next) = await _outbox.Due(subscriber, cancel);
        if (due.Count == 0)
        {
            return new Pause(next ?? _idle, UntilNewFact: true);
        }

        IReadOnlyList<Verdict> verdicts;
        try
        {
            verdicts = await Send(subscriber, due, cancel);
        }
        catch (RpcException away) when (!cancel.IsCancellationRequested)
        {
            // The subscriber is away, which is nobody's fault among the facts: none of them counts an attempt.
            var failures = _failures.AddOrUpdate(subscriber, 1, (_, before) => before + 1);
            logger.LogWarning("{Subscriber} is away ({Status}); {Count} facts wait.", subscriber, away.StatusCode, due.Count);
            return new Pause(BackOff(failures, Away), UntilNewFact: false);
        }

        _failures.TryRemove(subscriber, out _);

        // Read again where it is not known whether this was written.
        _answered.TryRemove(subscriber, out _);
        _answered[subscriber] = await writer.Commit(context => Record(context, due, verdicts), cancel);
        return new Pause(TimeSpan.Zero, UntilNewFact: false);
    }

    /// <summary>Another replica serves the subscriber now: what is remembered of it may not be true any more.</summary>
    public void Forget(string subscriber) => _answered.TryRemove(subscriber, out _);

    // A delivery that is refused as such (too large, not readable) is some fact's fault: each is sent alone to find which.
    private async Task<IReadOnlyList<Verdict>> Send(string subscriber, List<OutboxMessage> due, CancellationToken cancel)
    {
        try
        {
            var turn = await Next(subscriber, cancel);
            var verdicts = await send(subscriber, due, turn, cancel);
            if (isHeard)
            {
                // What a broker took, its subscriber has not yet answered.
                _reached[subscriber] = turn.Number;
            }

            return verdicts;
        }
        catch (RpcException refused) when (IsOfTheDelivery(refused.StatusCode))
        {
            if (due.Count == 1)
            {
                logger.LogWarning("{Subscriber} refuses {EventId} ({Status}).", subscriber, due[0].EventId, refused.StatusCode);
                return [Verdict.Retry];
            }
        }

        var each = new List<Verdict>();
        foreach (var fact in due)
        {
            each.AddRange(await Send(subscriber, [fact], cancel));
        }

        return each;
    }

    // Never behind the clock, in microseconds: no number that was sent in a life before, and not recorded, comes again.
    private async Task<Turn> Next(string subscriber, CancellationToken cancel)
    {
        var answered = await Answered(subscriber, cancel);
        var now = (clock.GetUtcNow() - DateTimeOffset.UnixEpoch).Ticks / TimeSpan.TicksPerMicrosecond;
        var number = Math.Max(now, Math.Max(answered, _sent.GetValueOrDefault(subscriber)) + 1);
        _sent[subscriber] = number;
        return new Turn(number, answered);
    }

    private async Task<long> Answered(string subscriber, CancellationToken cancel)
    {
        if (_answered.TryGetValue(subscriber, out var known))
        {
            return known;
        }

        await using var context = await readers.CreateDbContextAsync(cancel);
        return _answered[subscriber] = await context.Marks.Where(mark => mark.Partner == subscriber).Select(mark => mark.Answered).SingleOrDefaultAsync(cancel);
    }

    private static bool IsOfTheDelivery(StatusCode code) =>
        code is StatusCode.ResourceExhausted or StatusCode.InvalidArgument or StatusCode.OutOfRange;

    private async Task<long> Record(TContext context, List<OutboxMessage> facts, IReadOnlyList<Verdict> verdicts)
    {
        var delivered = facts.Where((_, index) => verdicts[index] == Verdict.Delivered).Select(fact => fact.Id).ToList();
        await context.Outbox.Where(fact => delivered.Contains(fact.Id)).ExecuteDeleteAsync();
        var mark = await context.Raise(facts[0].Subscriber, confirmed: delivered.DefaultIfEmpty(0).Max(), answered: _reached.GetValueOrDefault(facts[0].Subscriber));

        for (var index = 0; index < facts.Count; index++)
        {
            if (verdicts[index] == Verdict.Delivered || await context.Outbox.FindAsync(facts[index].Id) is not { } fact)
            {
                continue;
            }

            if (verdicts[index] == Verdict.Wait)
            {
                fact.DueAt = clock.GetUtcNow() + Away;
                continue;
            }

            fact.Attempts++;
            fact.DueAt = clock.GetUtcNow() + BackOff(fact.Attempts, TimeSpan.FromMinutes(1));
            if (verdicts[index] == Verdict.Poisonous || fact.Attempts >= MostAttempts)
            {
                fact.Parked = true;
                logger.LogError("Parked: {EventId} ({Type}) to {Subscriber}.", fact.EventId, fact.Type, fact.Subscriber);
                if (onParked is not null)
                {
                    await onParked(context, fact, clock.GetUtcNow());
                }
            }
        }

        return mark.Answered;
    }

    private static TimeSpan BackOff(int failures, TimeSpan most) =>
        TimeSpan.FromMilliseconds(Math.Min(most.TotalMilliseconds, 200 * Math.Pow(2, Math.Min(failures - 1, 16))));
}

/// <summary>When to look into the outbox again.</summary>
/// <param name="Most">At the latest after this time.</param>
/// <param name="UntilNewFact">Sooner when a fact is announced; false while the subscriber is away, which a new fact does not change.</param>
public readonly record struct Pause(TimeSpan Most, bool UntilNewFact);
