// SPDX-License-Identifier: Apache-2.0
using System.Diagnostics.Metrics;
using Cbm.ServiceDefaults.Storage;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Cbm.ServiceDefaults.Telemetry;

/// <summary>
/// What stands in a service, read when it is collected: once for all gauges of one reading, by whoever collects and never by
/// the writer. What cannot be read now is not told.
/// </summary>
/// <param name="meters">Ends them with the service.</param>
/// <param name="clock">Time of a reading.</param>
/// <param name="logger">Told what cannot be read.</param>
public abstract class Gauges<T>(IMeterFactory meters, TimeProvider clock, ILogger logger) : IHostedService
    where T : class
{
    // Gauges of one collection follow each other at once; collections are seconds apart.
    private static readonly TimeSpan OneCollection = TimeSpan.FromSeconds(1);

    private readonly Meter _meter = meters.Create(Signals.Name);
    private readonly Lock _gate = new();
    private T? _last;
    private long _at;

    /// <inheritdoc/>
    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc/>
    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>Reads how things stand.</summary>
    protected abstract T Read(DateTimeOffset now);

    /// <summary>Makes one of the gauges.</summary>
    protected void Gauge(string name, string? unit, string description, Func<T, IEnumerable<Measurement<double>>> of) =>
        _meter.CreateObservableGauge(name, () => Reading() is { } reading ? of(reading) : [], unit, description);

    private T? Reading()
    {
        lock (_gate)
        {
            if (_last is null || clock.GetElapsedTime(_at) > OneCollection)
            {
                _at = clock.GetTimestamp();
                try
                {
                    _last = Read(clock.GetUtcNow());
                }
                catch (Exception trouble) when (StoreTrouble.Is(trouble))
                {
                    logger.LogWarning(trouble, "What stands cannot be read now for {Gauges}.", GetType().Name);
                    _last = null;
                }
            }

            return _last;
        }
    }
}
