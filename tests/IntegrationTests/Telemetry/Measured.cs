// SPDX-License-Identifier: Apache-2.0
using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using Cbm.ServiceDefaults.Telemetry;

namespace Cbm.IntegrationTests.Telemetry;

/// <summary>What the window's own instruments measure while it is looked at, in every service of this process.</summary>
internal sealed class Measured : IDisposable
{
    private readonly MeterListener _listener = new();
    private readonly ConcurrentQueue<(string Name, string Tags, double Value)> _measurements = new();

    public Measured()
    {
        _listener.InstrumentPublished = (instrument, listener) =>
        {
            if (instrument.Meter.Name == Signals.Name)
            {
                listener.EnableMeasurementEvents(instrument);
            }
        };
        _listener.SetMeasurementEventCallback<long>((instrument, value, tags, _) => Keep(instrument, value, tags));
        _listener.SetMeasurementEventCallback<double>((instrument, value, tags, _) => Keep(instrument, value, tags));
        _listener.Start();
    }

    /// <summary>Values of an instrument whose tags are these: agency=CUSTOMS,unit=CUSTOMS.</summary>
    public IReadOnlyList<double> Of(string name, string tags = "") => [.. _measurements.Where(one => one.Name == name && one.Tags.Contains(tags, StringComparison.Ordinal)).Select(one => one.Value)];

    /// <summary>Every tag that was told.</summary>
    public IReadOnlyList<string> Tags => [.. _measurements.Select(one => one.Tags).Distinct()];

    /// <summary>Collects what is read when it is asked for.</summary>
    public void Collect() => _listener.RecordObservableInstruments();

    public void Dispose() => _listener.Dispose();

    private void Keep(Instrument instrument, double value, ReadOnlySpan<KeyValuePair<string, object?>> tags) =>
        _measurements.Enqueue((instrument.Name, string.Join(',', tags.ToArray().Select(tag => $"{tag.Key}={tag.Value}")), value));
}
