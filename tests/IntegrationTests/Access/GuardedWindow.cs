// SPDX-License-Identifier: Apache-2.0
using System.Text.Json.Nodes;
using Cbm.Agencies;
using Cbm.Agencies.Agriculture;
using Cbm.Contracts;
using Cbm.IntegrationTests.Declarations;
using Cbm.IntegrationTests.SqlServer;
using Cbm.TestKit;
using Google.Protobuf.Reflection;
using Grpc.Net.Client;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace Cbm.IntegrationTests.Access;

/// <summary>The window and the real agency AGRICULTURE, with a declaration that Customs and Plant Health have a part in.</summary>
public sealed class GuardedWindow : IAsyncLifetime
{
    /// <summary>The life of who tells the agency.</summary>
    public const string Life = "the test's life";

    private readonly RunningWindow _window = new();
    private readonly TestIssuer _stranger = new();
    private readonly string _folder = Directory.CreateTempSubdirectory("cbm-access-").FullName;
    private WebApplication _agency = null!;
    private HttpClient _agencyHttp = null!;
    private GrpcChannel _agencyGrpc = null!;

    public string Mrn { get; private set; } = "";

    public string Review => $"{Mrn}-PLANT_HEALTH";

    private string _document = "";
    private string _standing = "";
    private string _ending = "";

    /// <summary>What an operation that takes an id is asked about.</summary>
    public string Id(string operation) => operation switch
    {
        "GetDocument" => _document,
        "GetRepresentation" => _standing,
        "EndRepresentation" => _ending,
        _ => Review,
    };

    public HttpClient Http(MethodDescriptor method) => IsAgencys(method) ? _agencyHttp : _window.Http;

    public GrpcChannel Grpc(MethodDescriptor method) => IsAgencys(method) ? _agencyGrpc : _window.Grpc;

    /// <summary>A new subscription of the trader with a delivery, for an operation that needs one; the one before is ended.</summary>
    public async Task<(string Webhook, string Delivery)?> Subscribed(string operation)
    {
        if (!operation.Contains("Webhook", StringComparison.Ordinal))
        {
            return null;
        }

        foreach (var before in (await _window.Trader.Get("/api/v1/webhooks")).Json["webhooks"]!.AsArray())
        {
            await _window.Trader.Delete($"/api/v1/webhooks/{before!["id"]}");
        }

        // Nobody listens there: what is sent fails, which is of no interest here.
        var made = await _window.Trader.Post("/api/v1/webhooks", new JsonObject { ["url"] = "http://127.0.0.1:9/", ["events"] = new JsonArray("released") });
        var id = (string)made.Json["id"]!;
        return (id, (string)(await _window.Trader.Post($"/api/v1/webhooks/{id}/ping", new JsonObject())).Json["id"]!);
    }

    /// <summary>A service of the window, or somebody else, says something to the agency or, of the agency's, to the window.</summary>
    public GrpcChannel Between(string operation) => operation is "ExchangeMarks" or "CompareReviews" or "agency-reported" ? _window.Grpc : _agencyGrpc;

    /// <summary>The token of one who calls what services say to each other, null for nobody.</summary>
    public string? TokenBetween(string caller) => caller switch
    {
        "window" => _window.Issuer.Service("DECLARATIONS"),
        "agency" => _window.Issuer.Service("AGRICULTURE"),
        "another agency" => _window.Issuer.Service("HEALTH"),
        "officer" => Token("plant officer"),
        "other key" => _stranger.Token("service-declarations", "service", service: "DECLARATIONS", twist: token => token.Issuer = _window.Issuer.Address),
        _ => Token(caller),
    };

    /// <summary>The token of a kind of caller, null for nobody.</summary>
    public string? Token(string caller)
    {
        var issuer = _window.Issuer;
        return caller switch
        {
            "nobody" => null,
            "trader" => issuer.Trader(),
            "other trader" => issuer.Trader("FI7654321-0"),
            "agent" => issuer.Token("agent", "agent", "FI2345678-0"),
            "agent without mandate" => issuer.Token("agent", "agent", "FI3456789-0", represents: [RunningWindow.Party]),
            "customs officer" => issuer.Officer("CUSTOMS"),
            "plant officer" => issuer.Officer("AGRICULTURE", "plant", "PLANT_HEALTH"),
            "vet officer" => issuer.Officer("AGRICULTURE", "vet", "VETERINARY"),
            "standards officer" => issuer.Officer("STANDARDS"),
            "supervisor" => issuer.Supervisor("AGRICULTURE"),
            "coordinator" => issuer.Token("coordinator", "coordinator", agency: "CUSTOMS"),
            "carrier" or "auditor" or "admin" or "service" => issuer.Token(caller, caller),
            "expired" => issuer.Token("trader", "trader", RunningWindow.Party, twist: token =>
                (token.NotBefore, token.Expires) = (DateTime.UtcNow.AddHours(-2), DateTime.UtcNow.AddMinutes(-5))),
            "other audience" => issuer.Token("trader", "trader", RunningWindow.Party, twist: token => token.Audience = "another system"),
            "other issuer" => issuer.Token("trader", "trader", RunningWindow.Party, twist: token => token.Issuer = "http://elsewhere.example"),
            "other key" => _stranger.Token("trader", "trader", RunningWindow.Party, twist: token => token.Issuer = issuer.Address),
            "role unknown" => issuer.Token("guest", "guest", RunningWindow.Party, "AGRICULTURE"),
            _ => throw new ArgumentOutOfRangeException(nameof(caller), caller, "No such kind of caller."),
        };
    }

    public async Task InitializeAsync()
    {
        await _window.InitializeAsync();
        _agency = AgencyHost.Build(new AgricultureAgency(),
        [
            "--environment=Development", "--Urls:Http=http://127.0.0.1:0", .. await Stores.Of(_folder, Stores.Agency("AGRICULTURE")), $"--Dapr:ApiToken={RunningWindow.ApiToken}",
            "--Logging:LogLevel:Default=Critical", "--Agency:DrawKey=a secret of the tests, 32 characters or more", .. _window.Issuer.Settings,
        ]);
        await _agency.StartAsync();
        _agencyHttp = new HttpClient { BaseAddress = new Uri(_agency.Urls.First()) };
        _agencyGrpc = GrpcChannel.ForAddress(_agency.Urls.First());

        // The stand-in hears the slice, and the real agency hears it of the test.
        _standing = await Represented();
        _ending = await Represented();
        _document = await Documents.GivenDocument.Upload(_window);
        Mrn = (await _window.Trader.Lodge(Documents.GivenDocument.Named(Given.Orchids(), 3, _document))).Mrn;
        await RunningWindow.Until(() => _window["AGRICULTURE"].Slices(Mrn).Count == 1);
        using var bus = new ServiceDefaults.Messaging.DirectSender(
            new(RunningWindow.ApiToken, new Dictionary<string, Uri> { ["AGRICULTURE"] = new(_agency.Urls.First()) }), _window.Issuer.TokenOf("DECLARATIONS"), "/declarations", _ => ValueTask.FromResult(Life));
        await _agency.Services.GetRequiredService<ServiceDefaults.Messaging.Partners<Cbm.Agencies.Storage.AgencyContext>>().Meet("DECLARATIONS", Life);
        var lodged = _window["AGRICULTURE"].Slices(Mrn)[0];
        await bus.Send("AGRICULTURE", [new()
        {
            Subscriber = "AGRICULTURE",
            Topic = "slice-lodged.PLANT_HEALTH",
            Key = Mrn,
            EventId = "1",
            Type = SliceLodged.Descriptor.FullName,
            Data = Google.Protobuf.MessageExtensions.ToByteArray(lodged),
        }], default, default);
    }

    public async Task DisposeAsync()
    {
        _agencyHttp.Dispose();
        _agencyGrpc.Dispose();
        await _agency.StopAsync();
        await _agency.DisposeAsync();
        await _window.DisposeAsync();
        _stranger.Dispose();
        await Stores.Drop(_folder);
    }

    private async Task<string> Represented()
    {
        var given = new System.Text.Json.Nodes.JsonObject { ["agent"] = "FI2345678-0", ["kind"] = "DIRECT" };
        return (string)(await _window.Trader.Post("/api/v1/representations", given)).Json["id"]!;
    }

    private static bool IsAgencys(MethodDescriptor method) => method.Service.Name == "AgencyService";
}
