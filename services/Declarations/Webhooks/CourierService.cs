// SPDX-License-Identifier: Apache-2.0
using System.Collections.Concurrent;
using System.Threading.Channels;
using Cbm.Declarations.Storage;
using Cbm.ServiceDefaults.Storage;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Cbm.Declarations.Webhooks;

/// <summary>
/// Runs the courier, each subscription by itself: one whose address is slow or dead holds up none but its own, and of those no
/// more than a few at a time.
/// </summary>
public sealed class CourierService(
    Courier courier,
    DeliverySweep sweep,
    SubscribedParties parties,
    Writer<DeclarationsContext> writer,
    TimeProvider clock,
    ILogger<CourierService> logger) : BackgroundService
{
    private static readonly TimeSpan Idle = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan BetweenSweeps = TimeSpan.FromMinutes(1);
    private readonly ConcurrentDictionary<string, Task> _serving = new();
    private readonly Channel<bool> _signs = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        writer.Written += subscribers =>
        {
            if (subscribers.Contains(Courier.Sign))
            {
                _signs.Writer.TryWrite(true);
            }
        };
        var nextSweep = clock.GetUtcNow();
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                if (!parties.IsLoaded && !writer.IsShared)
                {
                    await parties.Load(writer, stoppingToken);
                }

                if (!parties.IsEmpty)
                {
                    foreach (var webhook in await courier.Due(stoppingToken))
                    {
                        Begin(webhook, stoppingToken);
                    }
                }

                if (clock.GetUtcNow() >= nextSweep)
                {
                    // One bit at a turn: what is due to others goes between.
                    nextSweep = clock.GetUtcNow() + (await sweep.RunOnce(stoppingToken) > 0 ? TimeSpan.Zero : BetweenSweeps);
                }
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                break;
            }
#pragma warning disable CA1031 // The loop must live: whatever went wrong is told and tried again.
            catch (Exception failure)
#pragma warning restore CA1031
            {
                logger.LogError(failure, "The courier failed and goes on.");
            }

            await Wait(stoppingToken);
        }

        await Task.WhenAll(_serving.Values);
    }

    private void Begin(string webhook, CancellationToken cancel)
    {
        if (_serving.ContainsKey(webhook))
        {
            return;
        }

        // Entered before it runs: it may be done at once.
        var start = new TaskCompletionSource();
        _serving[webhook] = Serve(webhook, start.Task, cancel);
        start.SetResult();
    }

    private async Task Serve(string webhook, Task start, CancellationToken cancel)
    {
        await start;
        try
        {
            while (await courier.RunOnce(webhook, cancel) > 0)
            {
            }
        }
        catch (OperationCanceledException) when (cancel.IsCancellationRequested)
        {
            // What was begun is sent again when its claim has lapsed.
        }
#pragma warning disable CA1031 // One subscription's trouble is not another's.
        catch (Exception failure)
#pragma warning restore CA1031
        {
            logger.LogError(failure, "Delivery to {Webhook} failed and is tried again.", webhook);
        }
        finally
        {
            _serving.TryRemove(webhook, out _);
        }
    }

    private async Task Wait(CancellationToken cancel)
    {
        using var limit = new CancellationTokenSource(Idle, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancel);
        try
        {
            await _signs.Reader.ReadAsync(either.Token);
        }
        catch (OperationCanceledException)
        {
            // Time is up, or the service stops: the loop looks which.
        }
    }
}
