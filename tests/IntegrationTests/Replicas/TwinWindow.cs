// SPDX-License-Identifier: Apache-2.0
using System.Collections.Concurrent;
using System.Net;
using Cbm.Agencies;
using Cbm.Agencies.Agriculture;
using Cbm.Agencies.Customs;
using Cbm.Agencies.Health;
using Cbm.Agencies.Standards;
using Cbm.Agencies.Storage;
using Cbm.Client;
using Cbm.Declarations;
using Cbm.Declarations.Storage;
using Cbm.IntegrationTests.Declarations;
using Cbm.IntegrationTests.SqlServer;
using Cbm.ServiceDefaults.Storage;
using Cbm.TestKit;
using Microsoft.AspNetCore.Builder;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace Cbm.IntegrationTests.Replicas;

/// <summary>Two replicas of the window and of every agency, each pair on one store and behind one address.</summary>
public sealed class TwinWindow : IAsyncLifetime
{
    public const string Window = "DECLARATIONS";

    private static readonly IAgency[] Agencies = [new CustomsAgency(), new HealthAgency(), new AgricultureAgency(), new StandardsAgency()];
    private static readonly string[] Names = [Window, .. Agencies.Select(agency => agency.Code)];
    private readonly string _folder = Directory.CreateTempSubdirectory("cbm-twins-").FullName;
    private readonly Dictionary<string, Relay> _doors;
    private readonly ConcurrentDictionary<string, int[]> _ports = new();
    private int _next;
    private readonly Dictionary<(string Name, int Replica), WebApplication> _running = [];
    private readonly TestIssuer _issuer = new();

    public TwinWindow() => _doors = Names.ToDictionary(name => name, name => new Relay(() => Next(name)));

    public static IEnumerable<string> Services => Names;

    public TestIssuer Issuer => _issuer;

    public async Task InitializeAsync()
    {
        foreach (var name in Names)
        {
            await Start(name, 0);
            await Start(name, 1);
        }

        // Both, one after the other.
        for (var replica = 0; replica < 2; replica++)
        {
            await RunningWindow.Until(async () =>
            {
                var answer = await As(Window, null).Get("/api/v1/agencies");
                return answer.Status == HttpStatusCode.OK && answer.Json["agencies"]!.AsArray().All(agency => agency!["heardAt"] is not null);
            });
        }
    }

    public async Task DisposeAsync()
    {
        foreach (var (name, replica) in _running.Keys.ToList())
        {
            await Stop(name, replica);
        }

        foreach (var door in _doors.Values)
        {
            door.Dispose();
        }

        _issuer.Dispose();
        await Stores.Drop(_folder);
    }

    public async Task Start(string name, int replica)
    {
        var settings = await Settings(name);
        var app = name == Window ? DeclarationsService.Build(settings) : AgencyHost.Build(Agencies.Single(agency => agency.Code == name), settings);
        _running[(name, replica)] = app;
        await app.StartAsync();
        Open(name);
    }

    /// <summary>Ends a replica: nobody is sent to it any more, and who was connected is cut off.</summary>
    public async Task Stop(string name, int replica)
    {
        if (_running.Remove((name, replica), out var app))
        {
            Open(name);
            using var atOnce = new CancellationTokenSource(TimeSpan.FromMilliseconds(200));
            await app.StopAsync(atOnce.Token);
            await app.DisposeAsync();
        }
    }

    /// <summary>Somebody at the address of a service, by a connection of its own.</summary>
    internal DeclarationCaller As(string service, string? token) => new(Http(service), token);

    internal DeclarationCaller NewTrader() => As(Window, _issuer.Trader());

    /// <summary>An officer of the agency by a connection of its own, who asks once.</summary>
    internal ReviewCalls NewOfficer(string agency, string subject) =>
        new WindowClient(Http(agency), SignIn.WithToken(_issuer.Officer(agency, subject)), new ClientSettings { Patience = TimeSpan.Zero }).Reviews;

    /// <summary>Facts of all services that wait or are parked.</summary>
    public async Task<long> Waiting()
    {
        var sum = 0L;
        foreach (var name in Names)
        {
            await using var context = Context(name);
            sum += await context.Outbox.LongCountAsync();
        }

        return sum;
    }

    /// <summary>What a service has in its store.</summary>
    public ServiceContext Context(string name)
    {
        var services = _running.First(one => one.Key.Name == name).Value.Services;
        return name == Window
            ? services.GetRequiredService<IDbContextFactory<DeclarationsContext>>().CreateDbContext()
            : services.GetRequiredService<IDbContextFactory<AgencyContext>>().CreateDbContext();
    }

    private async Task<string[]> Settings(string name) =>
    [
        "--environment=Development", "--Urls:Http=http://127.0.0.1:0", "--Data:Shared=true",
        .. await Stores.Of(Directory.CreateDirectory(Path.Combine(_folder, name)).FullName, name == Window ? Stores.Window : Stores.Agency(name)),
        $"--Dapr:ApiToken={RunningWindow.ApiToken}", $"--Logging:LogLevel:Default={Environment.GetEnvironmentVariable("CBM_TEST_LOG") ?? "None"}",
        "--Agency:DrawKey=a secret of the tests, 32 characters or more", .. _issuer.Settings,
        .. name == Window ? Agencies.Select(agency => $"--Services:{agency.Code}={_doors[agency.Code].Address}") : [$"--Services:{Window}={_doors[Window].Address}"],
    ];

    // As a cluster's service does: each connection goes to the next replica that is there.
    private int Next(string name) => _ports.GetValueOrDefault(name) is { Length: > 0 } ports ? ports[(uint)Interlocked.Increment(ref _next) % ports.Length] : 0;

    private void Open(string name) => _ports[name] = [.. _running.Where(one => one.Key.Name == name).Select(one => new Uri(one.Value.Urls.First()).Port)];

    private HttpClient Http(string service) => new(new SocketsHttpHandler())
    {
        BaseAddress = _doors[service].Address,
        DefaultRequestVersion = HttpVersion.Version20,
        DefaultVersionPolicy = HttpVersionPolicy.RequestVersionExact,
    };
}
