// SPDX-License-Identifier: Apache-2.0
using System.Net;
using System.Runtime.CompilerServices;
using Cbm.Client;
using Cbm.Contracts;
using Cbm.Declarations;
using Cbm.Declarations.Storage;
using Cbm.IntegrationTests.Sidecars;
using Cbm.IntegrationTests.SqlServer;
using Cbm.ServiceDefaults.Messaging;
using Cbm.TestKit;
using Dapr.AppCallback.Autogen.Grpc.v1;
using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using Grpc.Net.Client;
using Microsoft.AspNetCore.Builder;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Xunit;
using Answer = Dapr.AppCallback.Autogen.Grpc.v1.TopicEventResponse.Types.TopicEventResponseStatus;

namespace Cbm.IntegrationTests.Declarations;

/// <summary>The Declarations service on a folder of its own, before four agencies that stand in. It can be stopped and started again.</summary>
public sealed class RunningWindow : IAsyncLifetime
{
    public const string ApiToken = "a token between services";

    /// <summary>The one life of the agencies that stand in.</summary>
    public const string Life = "stand-in";

    /// <summary>The party of the show-case.</summary>
    public const string Party = "FI1234567-8";

    private readonly Dictionary<string, StandInAgency> _agencies = [];
    private readonly string _folder = Directory.CreateTempSubdirectory("cbm-window-").FullName;
    private WebApplication? _app;
    private GrpcChannel? _channel;

    public TestIssuer Issuer { get; } = new();

    /// <summary>Settings besides the usual ones.</summary>
    internal string[] Settings { get; set; } = [];

    /// <summary>Where its data lies.</summary>
    internal string Folder => _folder;

    internal DeclarationCaller Trader => As(Issuer.Trader());

    internal StandInAgency this[string agency] => _agencies[agency];

    internal IEnumerable<StandInAgency> Agencies => _agencies.Values;

    internal HttpClient Http { get; private set; } = null!;

    internal GrpcChannel Grpc => _channel!;

    /// <summary>A window that has heard from all but the agencies named.</summary>
    internal static async Task<RunningWindow> Start(params string[] away)
    {
        var window = new RunningWindow();
        await window.Open(away);
        return window;
    }

    public Task InitializeAsync() => Open([]);

    public async Task DisposeAsync()
    {
        await Stop();
        foreach (var agency in Agencies)
        {
            await agency.DisposeAsync();
        }

        Issuer.Dispose();
        await Stores.Drop(_folder);
    }

    internal DeclarationCaller As(string? token) => new(Http, token);

    /// <summary>The client of whoever has this token; it asks once, so that a test sees what the window answers.</summary>
    internal WindowClient Client(string token) => new(Http, SignIn.WithToken(token), new ClientSettings { Patience = TimeSpan.Zero });

    /// <summary>What the window answered to a call that it refuses.</summary>
    internal static Task<ProblemException> Refused(Task call) => Assert.ThrowsAsync<ProblemException>(() => call);

    /// <summary>Stops the service, as an operator does; the data stays.</summary>
    internal async Task Stop()
    {
        if (_app is not null)
        {
            await _app.StopAsync();
            await _app.DisposeAsync();
            Http.Dispose();
            _channel!.Dispose();
            _app = null;
        }
    }

    /// <summary>Starts the service on the data that is there.</summary>
    internal async Task StartAgain(string[]? away = null)
    {
        _app = DeclarationsService.Build(
        [
            "--environment=Development", "--Urls:Http=http://127.0.0.1:0", .. await Stores.Of(_folder, Stores.Window), $"--Dapr:ApiToken={ApiToken}",

            // Not all of the agencies that stand in tell their marks.
            "--Window:Grace=0",

            // Subscribers stand in on the loopback too.
            "--Webhooks:AllowPrivate=127.0.0.0/8",
            $"--Logging:LogLevel:Default={Environment.GetEnvironmentVariable("CBM_TEST_LOG") ?? "Critical"}", .. Issuer.Settings, .. Settings, .. Agencies.Select(agency => $"--Services:{agency.Code}={agency.Address}"),
        ]);
        await _app.StartAsync();
        Http = new HttpClient
        {
            BaseAddress = new Uri(_app.Urls.First()),
            DefaultRequestVersion = HttpVersion.Version20,
            DefaultVersionPolicy = HttpVersionPolicy.RequestVersionExact,
        };
        _channel = GrpcChannel.ForAddress(_app.Urls.First());

        // Who tells the window something has met it before.
        foreach (var agency in Agencies)
        {
            await new ReconciliationService.ReconciliationServiceClient(_channel).ExchangeMarksAsync(
                new MarksRequest { Agency = agency.Code, Marks = new Marks { Life = Life } }, Named(agency.Code));
        }

        await Until(async () => await As(null).Get("/api/v1/agencies") is { Status: HttpStatusCode.OK } heard && heard.Json["agencies"]!.AsArray()
            .All(agency => agency!["heardAt"] is not null || (away ?? []).Contains((string)agency["code"]!)));
    }

    /// <summary>Waits until it is so, for a while.</summary>
    internal static Task Until(Func<Task<bool>> isSo, [CallerArgumentExpression(nameof(isSo))] string what = "") => Until(10, isSo, what);

    /// <summary>For what takes longer than a step of a running service: the start of a process.</summary>
    internal static async Task Until(double seconds, Func<Task<bool>> isSo, [CallerArgumentExpression(nameof(isSo))] string what = "")
    {
        var latest = DateTime.UtcNow.AddSeconds(seconds);
        while (!await isSo())
        {
            Assert.True(DateTime.UtcNow < latest, $"It did not come about in time: {what}");
            await Task.Delay(20);
        }
    }

    internal static Task Until(Func<bool> isSo, [CallerArgumentExpression(nameof(isSo))] string what = "") =>
        Until(() => Task.FromResult(isSo()), what);

    /// <summary>The window's database, to look into.</summary>
    internal DeclarationsContext Database() => _app!.Services.GetRequiredService<IDbContextFactory<DeclarationsContext>>().CreateDbContext();

    /// <summary>An agency tells the window; what the window answers to each fact.</summary>
    internal async Task<Answer[]> Tell(params AgencyReported[] reports) => await Tell([.. reports.Select(report => report.ToByteString())]);

    /// <summary>Each by its own agency; what cannot be read by Customs.</summary>
    internal async Task<Answer[]> Tell(ByteString[] facts, string token = ApiToken, string life = Life)
    {
        var answers = new Answer[facts.Length];
        foreach (var one in facts.Select((fact, index) => (Fact: fact, Index: index)).GroupBy(one => SenderOf(one.Fact)))
        {
            var group = one.ToList();
            var said = await Tell(one.Key, one.Key, [.. group.Select(fact => fact.Fact)], token, life);
            group.Zip(said).ToList().ForEach(fact => answers[fact.First.Index] = fact.Second);
        }

        return answers;
    }

    /// <summary>A service delivers facts under this name of a source.</summary>
    internal async Task<Answer[]> Tell(string service, string source, ByteString[] facts, string token = ApiToken, string life = Life)
    {
        var request = new TopicEventBulkRequest { PubsubName = EventBusOptions.PubSub };
        request.Entries.AddRange(facts.Select((fact, index) => new TopicEventBulkRequestEntry
        {
            EntryId = $"{index}",
            CloudEvent = new TopicEventCERequest
            {
                Id = $"{index}",
                Source = source,
                Type = AgencyReported.Descriptor.FullName,
                SpecVersion = "1.0",
                Data = fact,
                Extensions = new Struct { Fields = { ["life"] = Value.ForString(life) } },
            },
            Metadata = { ["topic"] = "agency-reported" },
        }));
        var answer = await Grpc.Bring(request, token, Named(service));
        return [.. answer.Statuses.Select(status => status.Status)];
    }

    /// <summary>The metadata by which a service shows which one it is.</summary>
    internal Metadata Named(string service) => new() { { "authorization", $"Bearer {Issuer.Service(service)}" } };

    private static string SenderOf(ByteString fact)
    {
        try
        {
            return AgencyReported.Parser.ParseFrom(fact).Agency;
        }
        catch (InvalidProtocolBufferException)
        {
            return "CUSTOMS";
        }
    }

    private async Task Open(string[] away)
    {
        foreach (var code in (string[])["CUSTOMS", "HEALTH", "AGRICULTURE", "STANDARDS"])
        {
            _agencies[code] = await StandInAgency.Start(code);
            _agencies[code].IsAway = away.Contains(code);
        }

        await StartAgain(away);
    }
}
