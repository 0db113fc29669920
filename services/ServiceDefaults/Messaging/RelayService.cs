// SPDX-License-Identifier: Apache-2.0
using System.Threading.Channels;
using Cbm.ServiceDefaults.Storage;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Cbm.ServiceDefaults.Messaging;

/// <summary>Runs the relay, one loop a subscriber: a slow or absent one never holds up another.</summary>
public sealed class RelayService<TContext>(
    OutboxRelay<TContext> relay, Writer<TContext> writer, EventBusOptions options, TimeProvider clock, ILogger<RelayService<TContext>> logger)
    : BackgroundService
    where TContext : ServiceContext
{
    private readonly CancellationTokenSource _bound = new();

    /// <summary>Begins nothing new, and waits for what is in hand; at the bound that is broken off, and is sent again after the next start.</summary>
    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken);
        await _bound.CancelAsync();
    }

    /// <inheritdoc/>
    public override void Dispose()
    {
        // Where it never came to a stop of its own.
        _bound.Cancel();
        base.Dispose();
    }

    /// <inheritdoc/>
    protected override Task ExecuteAsync(CancellationToken stoppingToken) =>
        Task.WhenAll(options.Subscribers.Keys.Select(subscriber => Serve(subscriber, stoppingToken, _bound.Token)));

    /// <summary>Serves one subscriber until it is told to stop.</summary>
    /// <param name="subscriber">Whom.</param>
    /// <param name="cancel">Begins nothing new.</param>
    /// <param name="breakOff">Ends what is in hand.</param>
    public async Task Serve(string subscriber, CancellationToken cancel, CancellationToken breakOff = default)
    {
        var signs = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });
        writer.Written += subscribers =>
        {
            if (subscribers.Contains(subscriber))
            {
                signs.Writer.TryWrite(true);
            }
        };
        while (!cancel.IsCancellationRequested)
        {
            Pause pause;
            try
            {
                pause = await relay.RunOnce(subscriber, breakOff);
            }
            catch (OperationCanceledException) when (breakOff.IsCancellationRequested)
            {
                return;
            }
#pragma warning disable CA1031 // The loop must live: whatever went wrong is told and tried again.
            catch (Exception failure)
#pragma warning restore CA1031
            {
                logger.LogError(failure, "Delivery to {Subscriber} failed and is tried again.", subscriber);
                pause = new Pause(TimeSpan.FromSeconds(1), UntilNewFact: false);
            }

            if (pause.Most > TimeSpan.Zero)
            {
                await Wait(pause, signs.Reader, cancel);
            }
        }
    }

    private async Task Wait(Pause pause, ChannelReader<bool> signs, CancellationToken cancel)
    {
        using var limit = new CancellationTokenSource(pause.Most, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancel);
        try
        {
            if (pause.UntilNewFact)
            {
                await signs.ReadAsync(either.Token);
            }
            else
            {
                await Task.Delay(Timeout.InfiniteTimeSpan, clock, either.Token);
            }
        }
        catch (OperationCanceledException)
        {
            // Time is up, or the service stops: the loop looks which.
        }
    }
}
