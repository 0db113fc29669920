// SPDX-License-Identifier: Apache-2.0
using System.Collections.Concurrent;
using Cbm.Contracts;
using Cbm.Declarations.Storage;
using Cbm.ServiceDefaults.Storage;
using Grpc.Core;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Cbm.Declarations.Mandates;

/// <summary>Asks each configured agency for its mandate, often until all are heard and now and then afterwards.</summary>
public sealed class MandateRefresh(
    MandateBook book,
    AgencyClients agencies,
    Writer<DeclarationsContext> writer,
    IDbContextFactory<DeclarationsContext> readers,
    TimeProvider clock,
    ILogger<MandateRefresh> logger) : BackgroundService
{
    private readonly ConcurrentDictionary<string, string> _told = new();

    /// <summary>Recalls what was kept before the first request is answered: a restarted window refuses nobody for want of what it knows.</summary>
    public override async Task StartAsync(CancellationToken cancellationToken)
    {
        await using (var context = await readers.CreateDbContextAsync(cancellationToken))
        {
            foreach (var reason in await book.Recall(context, cancellationToken))
            {
                logger.LogError("A mandate that was kept cannot be used: {Reason}", reason);
            }
        }

        await base.StartAsync(cancellationToken);
    }

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            await Task.WhenAll(book.Agencies.Select(agency => Ask(agency, stoppingToken)));
            await Task.Delay(book.IsComplete ? TimeSpan.FromSeconds(30) : TimeSpan.FromMilliseconds(300), clock, stoppingToken);
        }
    }

    private async Task Ask(string agency, CancellationToken cancel)
    {
        try
        {
            var mandate = await agencies.Mandate(agency, cancel);
            var now = clock.GetUtcNow();
            book.Take(agency, mandate, now);
            await writer.Commit(context => MandateBook.Keep(context, mandate, now), cancel);
        }
        catch (RpcException away) when (!cancel.IsCancellationRequested)
        {
            // The last known mandate goes on; before the first one nothing is accepted.
            logger.LogDebug("{Agency} did not give its mandate: {Reason}", agency, away.Message);
        }
#pragma warning disable CA1031 // One agency's mistake must not end the window: it is told, and asked again.
        catch (Exception wrong) when (!cancel.IsCancellationRequested)
#pragma warning restore CA1031
        {
            // Told once, not three times a second.
            if (_told.GetValueOrDefault(agency) != wrong.Message)
            {
                _told[agency] = wrong.Message;
                logger.LogError("The mandate of {Agency} cannot be used: {Reason}", agency, wrong.Message);
            }
        }
    }
}
