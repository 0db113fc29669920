// SPDX-License-Identifier: Apache-2.0
using System.Diagnostics;
using System.Reflection;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using OpenTelemetry;
using OpenTelemetry.Exporter;
using OpenTelemetry.Logs;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;

namespace Cbm.ServiceDefaults.Telemetry;

/// <summary>Sends what a service does to a collector, by OpenTelemetry's own settings (<c>OTEL_*</c>); where none names a collector, nothing is made and nothing sent.</summary>
public static class Export
{
    private const string Everything = "OTEL_EXPORTER_OTLP_ENDPOINT";

    private const string Calls = "Grpc.Net.Client";

    // What services say to each other every second, and probes: nobody looks for these, and they would drown the rest.
    private static readonly string[] Chatter = ["/grpc.health.v1.Health/", "/health/", "/cbm.v1.ReconciliationService/Exchange"];

    /// <summary>Sends traces, metrics and logs, each where the setting of all (<c>OTEL_EXPORTER_OTLP_ENDPOINT</c>) or its own names a collector.</summary>
    /// <param name="builder">The service.</param>
    /// <param name="service">Its name, unless <c>OTEL_SERVICE_NAME</c> gives another.</param>
    public static void AddTelemetry(this WebApplicationBuilder builder, string service)
    {
        var (traces, metrics, logs) = (Collector(builder, "TRACES"), Collector(builder, "METRICS"), Collector(builder, "LOGS"));
        if ((traces ?? metrics ?? logs) is null)
        {
            return;
        }

        // The environment's word on who this is counts more than ours.
        var telemetry = builder.Services.AddOpenTelemetry().ConfigureResource(resource => resource
            .AddService(service, "cbm-single-window", Assembly.GetEntryAssembly()?.GetName().Version?.ToString())
            .AddEnvironmentVariableDetector());
        if (traces is not null)
        {
            telemetry.WithTracing(tracing => tracing.AddWindow().AddOtlpExporter(to => Send(to, traces)));
        }

        if (metrics is not null)
        {
            // Not those of requests out: they name each host, and the hosts of webhooks are parties'.
            telemetry.WithMetrics(metering => metering.AddMeter(Signals.Name)
                .AddAspNetCoreInstrumentation().AddRuntimeInstrumentation().AddOtlpExporter(to => Send(to, metrics)));
        }

        if (logs is not null)
        {
            telemetry.WithLogging(logging => logging.AddOtlpExporter(to => Send(to, logs)), logger => logger.IncludeScopes = true);
        }
    }

    /// <summary>What the traces of the window are made of: requests in, requests out, its own steps. Queries of addresses are left out of them.</summary>
    public static TracerProviderBuilder AddWindow(this TracerProviderBuilder traces) => traces
        .AddSource(Signals.Name)
        .AddSource(Calls).AddProcessor(new Quiet())
        .AddAspNetCoreInstrumentation(incoming => incoming.Filter = http => !IsChatter(http.Request.Path.Value))
        .AddHttpClientInstrumentation(outgoing => outgoing.FilterHttpRequestMessage = request => !IsChatter(request.RequestUri?.AbsolutePath));

    // A call by gRPC is the parent of the request that makes it: without it what follows elsewhere hangs below nothing.
    private sealed class Quiet : BaseProcessor<Activity>
    {
        public override void OnEnd(Activity data)
        {
            if (data.Source.Name == Calls && IsChatter(data.GetTagItem("grpc.method") as string))
            {
                data.ActivityTraceFlags &= ~ActivityTraceFlags.Recorded;
            }
        }
    }

    private static bool IsChatter(string? path) => path is not null && Array.Exists(Chatter, begin => path.StartsWith(begin, StringComparison.Ordinal));

    private static Where? Collector(WebApplicationBuilder builder, string signal) =>
        builder.Configuration[$"OTEL_EXPORTER_OTLP_{signal}_ENDPOINT"] is { Length: > 0 } own ? new Where(new Uri(own))
        : builder.Configuration[Everything] is { Length: > 0 } ? new Where(Own: null)
        : null;

    // The address of all is read by the exporter itself.
    private static void Send(OtlpExporterOptions options, Where where)
    {
        if (where.Own is { } own)
        {
            options.Endpoint = own;
        }
    }

    // Null: the address of all signals.
    private sealed record Where(Uri? Own);
}
