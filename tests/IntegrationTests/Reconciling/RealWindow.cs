// SPDX-License-Identifier: Apache-2.0
using System.Net;
using System.Net.Sockets;
using Cbm.Agencies;
using Cbm.Agencies.Agriculture;
using Cbm.Agencies.Customs;
using Cbm.Agencies.Health;
using Cbm.Agencies.Standards;
using Cbm.Client;
using Cbm.Declarations;
using Cbm.IntegrationTests.Declarations;
using Cbm.IntegrationTests.SqlServer;
using Cbm.TestKit;
using Microsoft.AspNetCore.Builder;
using Microsoft.Data.Sqlite;
using Xunit;

namespace Cbm.IntegrationTests.Reconciling;

/// <summary>The window and its four agencies, each on a folder of its own, which can be copied and put back while it is stopped.</summary>
public sealed class RealWindow : IAsyncLifetime
{
    public const string Window = "DECLARATIONS";

    private static readonly IAgency[] Agencies = [new CustomsAgency(), new HealthAgency(), new AgricultureAgency(), new StandardsAgency()];
    private readonly string _folder = Directory.CreateTempSubdirectory("cbm-copies-").FullName;
    private readonly Dictionary<string, WebApplication> _running = [];
    private readonly Dictionary<string, string> _addresses = [];
    private readonly TestIssuer _issuer = new();

    public static IEnumerable<string> AgencyCodes => Agencies.Select(agency => agency.Code);

    /// <summary>The least that is logged.</summary>
    public string LogLevel { get; init; } = Environment.GetEnvironmentVariable("CBM_TEST_LOG") ?? "None";

    /// <summary>Settings of who signs callers and services in, of the service of that code; the test's own issuer, unless a test names another.</summary>
    public Func<string, string[]>? Provider { get; init; }

    /// <summary>Further settings of the service of that code.</summary>
    public Func<string, string[]> More { get; init; } = _ => [];

    /// <summary>Address of each service.</summary>
    public IReadOnlyDictionary<string, string> Addresses => _addresses;

    public TestIssuer Issuer => _issuer;

    /// <summary>What a running service is made of.</summary>
    public IServiceProvider Inside(string name) => _running[name].Services;

    internal DeclarationCaller Trader => As(Window, _issuer.Trader());

    /// <summary>The show-case's trader, as a program that uses the client: a window that was just started puts it off, and it waits.</summary>
    internal DeclarationCalls Declarations => new WindowClient(Http(Window), SignIn.WithToken(_issuer.Trader())).Declarations;

    /// <summary>An officer of the agency, who asks once, so that a test sees what is answered.</summary>
    internal ReviewCalls Reviews(string agency) =>
        new WindowClient(Http(agency), SignIn.WithToken(_issuer.Officer(agency)), new ClientSettings { Patience = TimeSpan.Zero }).Reviews;

    public async Task InitializeAsync()
    {
        string[] names = [Window, .. Agencies.Select(agency => agency.Code)];
        foreach (var name in names)
        {
            _addresses[name] = $"http://127.0.0.1:{Ports.Free()}";
        }

        await Task.WhenAll(names.Select(Start));
        await RunningWindow.Until(async () =>
        {
            // Anybody may ask.
            var answer = await As(Window, null).Get("/api/v1/agencies");
            return answer.Status == HttpStatusCode.OK && answer.Json["agencies"]!.AsArray().All(agency => agency!["heardAt"] is not null);
        });
    }

    public async Task DisposeAsync()
    {
        foreach (var name in _running.Keys.ToList())
        {
            await Stop(name);
        }

        _issuer.Dispose();
        await Stores.Drop(_folder);
    }

    public async Task Start(string name)
    {
        string[] settings =
        [
            "--environment=Development", $"--Urls:Http={_addresses[name]}", .. await Stores.Of(FolderOf(name), StoreOf(name)), $"--Dapr:ApiToken={RunningWindow.ApiToken}",
            $"--Logging:LogLevel:Default={LogLevel}", "--Agency:DrawKey=a secret of the tests, 32 characters or more",
            .. Provider?.Invoke(name) ?? _issuer.Settings, .. More(name),
            .. name == Window ? Agencies.Select(agency => $"--Services:{agency.Code}={_addresses[agency.Code]}") : [$"--Services:{Window}={_addresses[Window]}"],
        ];
        var app = name == Window ? DeclarationsService.Build(settings) : AgencyHost.Build(Agencies.Single(agency => agency.Code == name), settings);
        _running[name] = app;
        await app.StartAsync();
    }

    public async Task Stop(string name)
    {
        if (_running.Remove(name, out var app))
        {
            await app.StopAsync();
            await app.DisposeAsync();
            SqliteConnection.ClearAllPools();
        }
    }

    /// <summary>Stops a service, copies its store, and starts it again.</summary>
    public async Task Copy(string name)
    {
        await Stop(name);
        await BackUp(name);
        await Start(name);
    }

    /// <summary>Copies the store of a service, which may be at work, with what lies beside it.</summary>
    public async Task BackUp(string name)
    {
        Clone(FolderOf(name), CopyOf(name));
        await Stores.BackUp(FolderOf(name), StoreOf(name), CopyOf(name));
    }

    /// <summary>Stops a service, puts the copy in its store's place, and starts it again.</summary>
    public async Task PutBack(string name)
    {
        await Stop(name);
        Directory.Delete(FolderOf(name), recursive: true);
        Clone(CopyOf(name), FolderOf(name));
        await Stores.PutBack(FolderOf(name), StoreOf(name), CopyOf(name));
        await Start(name);
    }

    /// <summary>Name of a service's store.</summary>
    public static string StoreOf(string name) => name == Window ? Stores.Window : Stores.Agency(name);

    /// <summary>Folder of a service's store.</summary>
    public string FolderOf(string name) => Directory.CreateDirectory(Path.Combine(_folder, name)).FullName;

    /// <summary>Folder of the copy of its store.</summary>
    public string CopyOf(string name) => Path.Combine(_folder, $"{name}.copy");

    /// <summary>Somebody at the door of a service.</summary>
    internal DeclarationCaller As(string service, string? token) => new(Http(service), token);

    private HttpClient Http(string service) => new()
    {
        BaseAddress = new Uri(_addresses[service]),
        DefaultRequestVersion = HttpVersion.Version20,
        DefaultVersionPolicy = HttpVersionPolicy.RequestVersionExact,
    };

    // The database is copied by its own means.
    private static void Clone(string from, string to)
    {
        Directory.CreateDirectory(to);
        foreach (var file in Directory.GetFiles(from).Where(file => !file.Contains(".db", StringComparison.Ordinal)))
        {
            File.Copy(file, Path.Combine(to, Path.GetFileName(file)), overwrite: true);
        }
    }
}
