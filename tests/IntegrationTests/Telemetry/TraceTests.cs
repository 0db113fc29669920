// SPDX-License-Identifier: Apache-2.0
using System.Diagnostics;
using System.Net;
using Cbm.IntegrationTests.Declarations;
using Cbm.IntegrationTests.Doors;
using Xunit;

namespace Cbm.IntegrationTests.Telemetry;

/// <summary>One declaration followed by its trace, through the real gateway, window and agencies.</summary>
public sealed class TraceTests(WholeWindow window) : IClassFixture<WholeWindow>
{
    private const string Secret = "hunter2";

    [Fact]
    public async Task One_trace_leads_from_the_request_of_the_trader_to_what_the_window_makes_of_each_answer()
    {
        using var kept = new KeptSpans();
        var (trace, mrn) = await Lodge();
        await RunningWindow.Until(() => IsWhole(kept.Of(trace)));
        var spans = kept.Of(trace);

        // The request: the gateway's, and the window's below what the gateway sent on.
        var atGateway = Assert.Single(spans, span => span.Kind == ActivityKind.Server && span.ParentSpanId.ToHexString() == CallersSpan);
        var sentOn = Assert.Single(spans, span => span.Kind == ActivityKind.Client && span.ParentSpanId == atGateway.SpanId);
        var atWindow = Assert.Single(spans, span => span.Kind == ActivityKind.Server && span.ParentSpanId == sentOn.SpanId);
        Assert.Equal(mrn, atWindow.GetTagItem("cbm.mrn"));

        // Its facts, one slice for each unit; below each what the unit reported, and below that what the window took in.
        var slices = spans.Where(span => span.Kind == ActivityKind.Producer && span.ParentSpanId == atWindow.SpanId).ToList();
        Assert.Equal(["send slice-lodged.CUSTOMS", "send slice-lodged.PLANT_HEALTH"], slices.Select(span => span.DisplayName).Order(StringComparer.Ordinal));
        foreach (var slice in slices)
        {
            var intake = Assert.Single(spans, span => span.Kind == ActivityKind.Consumer && span.ParentSpanId == slice.SpanId);
            var report = Assert.Single(spans, span => span.Kind == ActivityKind.Producer && span.ParentSpanId == intake.SpanId);
            var answer = Assert.Single(spans, span => span.Kind == ActivityKind.Consumer && span.ParentSpanId == report.SpanId);
            Assert.Equal(slice.DisplayName.Replace("send", "process", StringComparison.Ordinal), intake.DisplayName);
            Assert.Equal("process agency-reported", answer.DisplayName);
            Assert.Equal(mrn, slice.GetTagItem("cbm.mrn"));
            Assert.Equal(slice.GetTagItem("messaging.message.id"), intake.GetTagItem("messaging.message.id"));
            Assert.Equal("send", slice.GetTagItem("messaging.operation.type"));
            Assert.Equal("process", intake.GetTagItem("messaging.operation.type"));
            Assert.Equal("slice-lodged." + slice.DisplayName.Split('.')[1], intake.GetTagItem("messaging.destination.name"));

            // The delivery that brought it, which is of no trace of one declaration.
            Assert.Single(intake.Links);
        }
    }

    [Fact]
    public async Task No_span_says_who_declares_what_or_shows_a_token_or_a_query()
    {
        using var kept = new KeptSpans();
        var (trace, _) = await Lodge();
        var asked = ActivityTraceId.CreateRandom().ToHexString();
        using (var http = Http(asked))
        {
            Assert.Equal(HttpStatusCode.OK, (await new DeclarationCaller(http, window.Issuer.Trader()).Get($"/api/v1/declarations?ucr={Secret}")).Status);
        }

        await RunningWindow.Until(() => IsWhole(kept.Of(trace)) && kept.Of(asked).Count >= 3);
        var told = kept.Of(trace).Concat(kept.Of(asked)).SelectMany(span => span.TagObjects).Select(tag => $"{tag.Key}={tag.Value}").ToList();
        Assert.Contains("url.query=?ucr=Redacted", told);
        foreach (var untold in (string[])[Secret, "FI1234567-8", "Phalaenopsis", "orchid", "Bearer", window.Issuer.Trader().Split('.')[1]])
        {
            Assert.DoesNotContain(told, tag => tag.Contains(untold, StringComparison.OrdinalIgnoreCase));
        }
    }

    private const string CallersSpan = "00f067aa0ba902b7";

    private async Task<(string Trace, string Mrn)> Lodge()
    {
        var trace = ActivityTraceId.CreateRandom().ToHexString();
        using var http = Http(trace);
        var lodged = await new DeclarationCaller(http, window.Issuer.Trader()).Lodge(Given.Orchids($"TRACE-{trace[..8]}"));
        Assert.Equal(HttpStatusCode.Created, lodged.Status);
        return (trace, lodged.Mrn);
    }

    // The caller's own header as it is, and no span of this process above it.
    private HttpClient Http(string trace)
    {
        var http = new HttpClient(new SocketsHttpHandler { ActivityHeadersPropagator = null }) { BaseAddress = window.Http.BaseAddress };
        http.DefaultRequestHeaders.Add("traceparent", $"00-{trace}-{CallersSpan}-01");
        return http;
    }

    // Both reports are taken in, and both senders have heard so.
    private static bool IsWhole(IReadOnlyList<Activity> spans) =>
        ((string[])["process agency-reported", "send agency-reported"]).All(name => spans.Count(span => span.DisplayName == name) == 2);
}
