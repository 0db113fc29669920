// SPDX-License-Identifier: Apache-2.0
using System.Diagnostics.Metrics;
using Cbm.ServiceDefaults.Telemetry;
using Microsoft.Extensions.Logging;

namespace Cbm.Declarations.Mandates;

/// <summary>How long ago each configured agency gave its mandate; one that was never heard counts from the start of the service.</summary>
public sealed class MandateGauges : Gauges<IReadOnlyDictionary<string, double>>
{
    private readonly MandateBook _book;
    private readonly DateTimeOffset _started;

    /// <summary>Gauges over the mandates in use.</summary>
    public MandateGauges(MandateBook book, IMeterFactory meters, TimeProvider clock, ILogger<MandateGauges> logger)
        : base(meters, clock, logger)
    {
        (_book, _started) = (book, clock.GetUtcNow());
        Gauge("cbm.mandate.age", "s", "Since an agency last gave its mandate.", ages =>
            ages.Select(age => new Measurement<double>(age.Value, new KeyValuePair<string, object?>("agency", age.Key))));
    }

    /// <inheritdoc/>
    protected override IReadOnlyDictionary<string, double> Read(DateTimeOffset now) => _book.Agencies.ToDictionary(
        agency => agency, agency => (now - (_book.Heard.TryGetValue(agency, out var heard) ? heard.HeardAt : _started)).TotalSeconds);
}
