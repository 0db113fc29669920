// SPDX-License-Identifier: Apache-2.0
using System.Collections.Concurrent;
using System.Diagnostics;
using Cbm.ServiceDefaults.Telemetry;
using OpenTelemetry;
using OpenTelemetry.Trace;

namespace Cbm.IntegrationTests.Telemetry;

/// <summary>The spans of every service in this process, as they would be exported.</summary>
internal sealed class KeptSpans : IDisposable
{
    private readonly ConcurrentQueue<Activity> _spans = new();
    private readonly TracerProvider _provider;

    public KeptSpans() => _provider = Sdk.CreateTracerProviderBuilder().AddWindow()
        .SetSampler(new AlwaysOnSampler()).AddProcessor(new SimpleActivityExportProcessor(new Keeper(_spans))).Build();

    public IReadOnlyList<Activity> All => [.. _spans];

    public IReadOnlyList<Activity> Of(string trace) => [.. _spans.Where(span => span.TraceId.ToHexString() == trace)];

    public void Dispose() => _provider.Dispose();

    private sealed class Keeper(ConcurrentQueue<Activity> spans) : BaseExporter<Activity>
    {
        public override ExportResult Export(in Batch<Activity> batch)
        {
            foreach (var span in batch)
            {
                spans.Enqueue(span);
            }

            return ExportResult.Success;
        }
    }
}
