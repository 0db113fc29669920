// SPDX-License-Identifier: Apache-2.0
using System.Diagnostics.Metrics;
using System.Reflection;
using System.Text.RegularExpressions;
using Cbm.Agencies.Customs;
using Cbm.Declarations;
using Cbm.Gateway;
using Cbm.IntegrationTests.SqlServer;
using Cbm.ServiceDefaults.Telemetry;
using Cbm.TestKit;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Xunit;
using YamlDotNet.Serialization;

namespace Cbm.IntegrationTests.Telemetry;

/// <summary>The alert rules name what the services really measure, and what to do is written down for each.</summary>
public sealed partial class AlertRulesTests
{
    // What ASP.NET Core measures by itself and every service exports.
    private const string OfAspNetCore = "http_server_request_duration_seconds_count";

    private static readonly string[] Functions =
        ["max", "sum", "by", "rate", "increase", "histogram_quantile", "last_over_time", "le", "unless", "or", "job", "subscriber", "topic", "agency", "unit", "state", "caller"];

    [Fact]
    public async Task Every_metric_that_a_rule_names_is_one_that_the_services_have()
    {
        var known = await Metrics();
        Assert.All(Rules(), rule => Assert.All(Named(rule.Expression), metric => Assert.True(known.Contains(metric), $"{rule.Alert}: there is no {metric}")));
        Assert.All(Rules(), rule => Assert.NotEmpty(Named(rule.Expression)));
    }

    [Fact]
    public void Every_alert_says_how_bad_it_is_and_leads_to_what_to_do()
    {
        var runbook = File.ReadAllText(Path.Combine(SourceTree.Root, "k8s", "ALERTS.md"));
        var headings = Heading().Matches(runbook).Select(heading => heading.Groups[1].Value.ToLowerInvariant()).ToList();
        Assert.Equal(headings, Rules().Select(rule => rule.Alert.ToLowerInvariant()));
        Assert.All(Rules(), rule =>
        {
            Assert.Contains(rule.Severity, (string[])["page", "ticket"]);
            Assert.NotEmpty(rule.Summary);
            Assert.Equal($"k8s/ALERTS.md#{rule.Alert.ToLowerInvariant()}", rule.Runbook);
        });
    }

    [Fact]
    public void Every_heading_that_what_to_do_points_at_is_there()
    {
        var runbook = File.ReadAllText(Path.Combine(SourceTree.Root, "k8s", "ALERTS.md"));
        var headings = Heading().Matches(runbook).Select(heading => heading.Groups[1].Value.ToLowerInvariant()).ToList();
        Assert.All(Anchor().Matches(runbook), anchor => Assert.Contains(anchor.Groups[1].Value, headings));
    }

    [Fact]
    public async Task Every_instrument_has_a_description_and_a_unit_that_has_a_name()
    {
        var instruments = await Instruments();
        Assert.All(instruments, instrument => Assert.True(instrument.Description is { Length: > 0 }, instrument.Name));
        Assert.All(instruments, instrument => Assert.True(instrument.Unit is null or "s" or ['{', .., '}'], $"{instrument.Name}: {instrument.Unit}"));
    }

    private static async Task<HashSet<string>> Metrics() => [OfAspNetCore, .. (await Instruments()).SelectMany(Names)];

    // As OTLP makes it for Prometheus: dots are underscores, the unit and the kind are at the end.
    private static IEnumerable<string> Names(Instrument instrument)
    {
        var name = instrument.Name.Replace('.', '_') + (instrument.Unit == "s" ? "_seconds" : "");
        return instrument is Histogram<double> ? [$"{name}_bucket", $"{name}_count", $"{name}_sum"] : instrument is Counter<long> ? [$"{name}_total"] : [name];
    }

    // Of the static meters, and of the services as they are built; they need not run for it.
    private static async Task<IReadOnlyList<Instrument>> Instruments()
    {
        var found = new List<Instrument>();
        using var listener = new MeterListener();
        listener.InstrumentPublished = (instrument, _) =>
        {
            lock (found)
            {
                if (instrument.Meter.Name == Signals.Name)
                {
                    found.Add(instrument);
                }
            }
        };
        listener.Start();
        foreach (var field in ((Assembly[])[typeof(Signals).Assembly, typeof(DeclarationsService).Assembly, typeof(Cbm.Agencies.AgencyHost).Assembly, typeof(GatewayService).Assembly])
            .SelectMany(assembly => assembly.GetTypes()).Where(type => !type.ContainsGenericParameters)
            .SelectMany(type => type.GetFields(BindingFlags.Static | BindingFlags.NonPublic | BindingFlags.Public)).Where(field => field.FieldType.IsAssignableTo(typeof(Instrument))))
        {
            field.GetValue(null);
        }

        foreach (var (build, store) in ((Func<string[], WebApplication>, string)[])[(DeclarationsService.Build, Stores.Window), (CustomsService.Build, Stores.Agency("CUSTOMS"))])
        {
            var folder = Directory.CreateTempSubdirectory("cbm-instruments-");
            await using (var app = build(["--environment=Development", .. await Stores.Of(folder.FullName, store), "--Dapr:ApiToken=x", "--Logging:LogLevel:Default=None"]))
            {
                Assert.NotEmpty(app.Services.GetServices<IHostedService>());
            }

            await Stores.Drop(folder.FullName);
        }

        lock (found)
        {
            return [.. found.DistinctBy(instrument => instrument.Name)];
        }
    }

    // Without what stands in braces, brackets and behind quantiles: what is left are functions, labels and metrics.
    private static IEnumerable<string> Named(string expression) =>
        Word().Matches(Selector().Replace(expression, " ")).Select(word => word.Value).Except(Functions);

    private static List<Rule> Rules() =>
    [
        .. Directory.GetFiles(Path.Combine(SourceTree.Root, "k8s", "alerts"), "*.yaml").Order(StringComparer.Ordinal)
            .SelectMany(file => new DeserializerBuilder().Build().Deserialize<Dictionary<string, List<Dictionary<string, object>>>>(File.ReadAllText(file))["groups"])
            .SelectMany(group => (List<object>)group["rules"]).Cast<Dictionary<object, object>>()
            .Select(rule => new Rule(
                (string)rule["alert"],
                (string)rule["expr"],
                (string)((Dictionary<object, object>)rule["labels"])["severity"],
                (string)((Dictionary<object, object>)rule["annotations"])["summary"],
                (string)((Dictionary<object, object>)rule["annotations"])["runbook_url"])),
    ];

    private sealed record Rule(string Alert, string Expression, string Severity, string Summary, string Runbook);

    [GeneratedRegex(@"^## (\w+)$", RegexOptions.Multiline)]
    private static partial Regex Heading();

    [GeneratedRegex(@"\(#(\w+)\)")]
    private static partial Regex Anchor();

    [GeneratedRegex(@"\{[^}]*\}|\[[^\]]*\]")]
    private static partial Regex Selector();

    [GeneratedRegex(@"[a-zA-Z_]\w+")]
    private static partial Regex Word();
}
