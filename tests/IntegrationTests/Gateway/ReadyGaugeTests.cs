// SPDX-License-Identifier: Apache-2.0
using System.Diagnostics.Metrics;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace Cbm.IntegrationTests.Gateway;

/// <summary>An operator is paged when the gateway is silent: so it says, with every collection, that it takes requests.</summary>
public sealed class ReadyGaugeTests
{
    [Fact]
    public async Task The_gateway_says_that_it_takes_requests()
    {
        await using var gateway = await RunningGateway.Start();
        var its = gateway.Inside.GetRequiredService<IMeterFactory>();
        var said = new List<int>();
        using var listener = new MeterListener
        {
            InstrumentPublished = (instrument, self) =>
            {
                if (instrument.Name == "cbm.ready" && instrument.Meter.Scope == its)
                {
                    self.EnableMeasurementEvents(instrument);
                }
            },
        };
        listener.SetMeasurementEventCallback<int>((_, ready, _, _) => said.Add(ready));
        listener.Start();
        listener.RecordObservableInstruments();
        Assert.Equal([1], said);
    }
}
