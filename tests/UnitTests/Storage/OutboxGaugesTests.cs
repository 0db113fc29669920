// SPDX-License-Identifier: Apache-2.0
using System.Diagnostics.Metrics;
using Cbm.ServiceDefaults.Messaging;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Xunit;

namespace Cbm.UnitTests.Storage;

/// <summary>What an operator sees of the outbox.</summary>
public sealed class OutboxGaugesTests : IDisposable
{
    private readonly Ledger _ledger = new();

    [Fact]
    public async Task How_long_the_oldest_waits_counts_from_its_announcement_whoever_looks_since()
    {
        await _ledger.Announce("A/1");
        _ledger.Clock.Advance(TimeSpan.FromMinutes(10));
        await _ledger.Announce("B/1");
        Assert.Equal(600, AgeSeenBy(NewProcess()));
    }

    [Fact]
    public async Task Of_a_fact_whose_version_did_not_say_when_it_counts_from_the_first_look()
    {
        await _ledger.Announce("A/1");
        await _ledger.Writer.Commit(context =>
        {
            context.Entry(context.Outbox.Single()).Property(fact => fact.AnnouncedAt).CurrentValue = default;
            return Task.CompletedTask;
        });
        _ledger.Clock.Advance(TimeSpan.FromMinutes(10));
        var process = NewProcess();
        Assert.Equal(0, AgeSeenBy(process));
        _ledger.Clock.Advance(TimeSpan.FromMinutes(1));
        Assert.Equal(60, AgeSeenBy(process));
    }

    public void Dispose() => _ledger.Dispose();

    private IMeterFactory NewProcess()
    {
        var meters = new ServiceCollection().AddMetrics().BuildServiceProvider().GetRequiredService<IMeterFactory>();
        _ = new OutboxGauges<LedgerContext>(
            _ledger.Readers,
            new EventBusOptions("", new Dictionary<string, Uri> { ["HEALTH"] = new("http://health/") }),
            meters,
            _ledger.Clock,
            NullLogger<OutboxGauges<LedgerContext>>.Instance);
        return meters;
    }

    private static double AgeSeenBy(IMeterFactory process)
    {
        var seen = double.NaN;
        using var listener = new MeterListener
        {
            InstrumentPublished = (instrument, listening) =>
            {
                if (instrument.Name == "cbm.outbox.age" && instrument.Meter.Scope == process)
                {
                    listening.EnableMeasurementEvents(instrument);
                }
            },
        };
        listener.SetMeasurementEventCallback<double>((_, age, _, _) => seen = age);
        listener.Start();
        listener.RecordObservableInstruments();
        return seen;
    }
}
