// SPDX-License-Identifier: Apache-2.0
using Cbm.Declarations.Storage;
using Cbm.ServiceDefaults.Messaging;
using Cbm.ServiceDefaults.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Cbm.Declarations.Reconciling;

/// <summary>
/// Where replicas of the window share its store: an agency asks one of them, and what is found then shuts and opens the gate of
/// all. It stands in the store, and each replica looks there again and again.
/// </summary>
public sealed class SharedGate(
    AgenciesAsked asked, Partners<DeclarationsContext> partners, Writer<DeclarationsContext> writer, IDbContextFactory<DeclarationsContext> readers, TimeProvider clock, ILogger<SharedGate> logger)
    : BackgroundService
{
    private static readonly TimeSpan Between = TimeSpan.FromMilliseconds(500);

    // What is found and not yet kept must not be overwritten by what was kept before: the gate would open on an older copy.
    private readonly SemaphoreSlim _turn = new(1, 1);

    /// <summary>Hears an agency: over what the replicas have found, and keeps for all of them what this one finds.</summary>
    public async Task<T> Hear<T>(string agency, Func<Task<T>> hear, CancellationToken cancel)
    {
        await _turn.WaitAsync(cancel);
        try
        {
            await Learn(cancel);
            var heard = await hear();
            var ahead = asked.AheadOf(agency);
            await writer.Commit(async context => (await context.Raise(agency)).Ahead = ahead, CancellationToken.None);
            return heard;
        }
        finally
        {
            _turn.Release();
        }
    }

    /// <inheritdoc/>
    public override void Dispose()
    {
        _turn.Dispose();
        base.Dispose();
    }

    private async Task Learn(CancellationToken cancel)
    {
        var life = await partners.Life(cancel);
        await using var context = await readers.CreateDbContextAsync(cancel);

        // Columns of their own: a mark that is damaged keeps nobody from the others.
        foreach (var mark in await context.Marks.Where(mark => mark.Partner != PartnerMarks.Self)
            .Select(mark => new { mark.Partner, mark.Ahead, IsMet = mark.MetIn == life && mark.Doubtful == null }).ToListAsync(cancel))
        {
            if (asked.Knows(mark.Partner))
            {
                asked.Learn(mark.Partner, mark.Ahead, mark.IsMet);
            }
        }
    }

    /// <summary>Learns it before the first question: a replica that joins others knows what they know.</summary>
    public async Task Join(CancellationToken cancel)
    {
        if (await Look(cancel) && asked.AreAllMet)
        {
            asked.Begin();
        }
    }

    /// <inheritdoc/>
    public override async Task StartAsync(CancellationToken cancellationToken)
    {
        await Join(cancellationToken);
        await base.StartAsync(cancellationToken);
    }

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            await Look(stoppingToken);
            await Task.Delay(Between, clock, stoppingToken);
        }
    }

    /// <summary>Learns what other replicas have found; false where the store could not be read.</summary>
    public async Task<bool> Look(CancellationToken cancel)
    {
        await _turn.WaitAsync(cancel);
        try
        {
            await Learn(cancel);
            return true;
        }
#pragma warning disable CA1031 // Whatever went wrong is told and tried again.
        catch (Exception failure) when (!cancel.IsCancellationRequested)
#pragma warning restore CA1031
        {
            logger.LogError(failure, "What other replicas have heard of agencies cannot be read now.");
            return false;
        }
        finally
        {
            _turn.Release();
        }
    }
}
