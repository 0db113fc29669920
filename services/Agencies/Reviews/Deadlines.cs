// SPDX-License-Identifier: Apache-2.0
using Cbm.Agencies.Storage;
using Cbm.Contracts;
using Cbm.ServiceDefaults.Storage;
using Google.Protobuf.WellKnownTypes;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Cbm.Agencies.Reviews;

/// <summary>A trader who does not answer blocks no review for ever: once a minute, requests past their due time are closed unanswered.</summary>
public sealed class Deadlines(
    Writer<AgencyContext> writer,
    IDbContextFactory<AgencyContext> readers,
    TimeProvider clock,
    ILogger<Deadlines> logger,
    Reconciling.Reconciliation? reconciliation = null) : BackgroundService
{
    /// <summary>Closes what is past its due time now; each review is a unit of work of its own.</summary>
    public async Task Look(CancellationToken cancel)
    {
        await using var context = await readers.CreateDbContextAsync(cancel);
        var waiting = await context.Reviews.AsNoTracking()
            .Where(row => row.State == ReviewState.InfoRequested && row.InQueue).ToListAsync(cancel);
        foreach (var row in waiting.Where(row => Expire(row.Read(), clock.GetUtcNow()).Count > 0))
        {
            await writer.Commit(work => Close(work, row.Id), cancel);
        }
    }

    /// <summary>Closes the open requests of a review that are past their due time, and lets it go on; gives their ids. Pure.</summary>
    public static IReadOnlyList<string> Expire(Review review, DateTimeOffset now)
    {
        if (review.State != ReviewState.InfoRequested)
        {
            return [];
        }

        var late = review.Requests.Where(request => Asking.IsOpen(request) && request.Due.ToDateTimeOffset() < now).ToList();
        late.ForEach(request => request.ExpiredAt = Timestamp.FromDateTimeOffset(now));
        if (late.Count > 0 && !review.Requests.Any(Asking.IsOpen))
        {
            review.State = ReviewLifecycle.After(review.State, "answer");
        }

        return [.. late.Select(request => request.Id)];
    }

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(TimeSpan.FromMinutes(1), clock);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            if (reconciliation is { IsDone: false })
            {
                continue;
            }

            try
            {
                await Look(stoppingToken);
            }
#pragma warning disable CA1031 // The loop must live: whatever went wrong is told and tried again.
            catch (Exception failure) when (failure is not OperationCanceledException)
#pragma warning restore CA1031
            {
                logger.LogError(failure, "Deadlines could not be looked at and are tried again.");
            }
        }
    }

    // It may have been answered since it was read.
    private async Task Close(AgencyContext context, string id)
    {
        var now = clock.GetUtcNow();
        var row = (await context.Reviews.FindAsync(id))!;
        var review = row.Read();
        if (row.InQueue && Expire(review, now) is { Count: > 0 } expired)
        {
            context.Record(
                row, review, "deadlineExpired", ReviewLog.Rule, $"{string.Join(", ", expired)}: not answered in time; the review goes on without.", now);
        }
    }
}
