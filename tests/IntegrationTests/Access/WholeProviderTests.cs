// SPDX-License-Identifier: Apache-2.0
using System.Net;
using System.Text.Json.Nodes;
using Cbm.Contracts;
using Cbm.IntegrationTests.Declarations;
using Cbm.IntegrationTests.Identity;
using Cbm.IntegrationTests.Reconciling;
using Cbm.IntegrationTests.SqlServer;
using Grpc.Core;
using Grpc.Net.Client;
using Xunit;

namespace Cbm.IntegrationTests.Access;

/// <summary>A whole window over another provider, by settings alone: lodged, fanned out, decided, and heard of.</summary>
public sealed class WholeProviderTests : IAsyncLifetime
{
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("cbm-provider-");
    private ForeignProvider foreign = null!;
    private RunningIdentity identity = null!;
    private RealWindow window = null!;

    public async Task InitializeAsync()
    {
        foreign = await ForeignProvider.Start();
        identity = await RunningIdentity.Start(folder.FullName, more: [.. RealWindow.AgencyCodes.Append(RealWindow.Window).Select(Secret)]);
    }

    public async Task DisposeAsync()
    {
        await window.DisposeAsync();
        await identity.DisposeAsync();
        await foreign.DisposeAsync();
        await Stores.Drop(folder.FullName);
    }

    [Fact]
    public async Task People_and_services_are_told_by_it_and_nothing_of_ours_is_asked()
    {
        await Open(code => [.. foreign.Settings, .. ForeignProvider.SettingsOfServices(code)]);

        await LodgedFannedOutAndDecided();
    }

    [Fact]
    public async Task People_by_it_and_services_by_our_Identity_and_neither_says_what_is_the_others()
    {
        await Open(code =>
        [
            .. foreign.Settings, Secret(code), "--Identity:ForServices:Issuer=http://window.example:8080", $"--Identity:ForServices:Authority={identity.Http.BaseAddress}",
        ]);
        await LodgedFannedOutAndDecided();

        // Signed by the provider of people: a service, by our names and by its own.
        foreach (var claims in (string[])["oid=wl groups=service service=DECLARATIONS", "oid=wl role=service service=DECLARATIONS", "oid=wl groups=service workload=DECLARATIONS"])
            Assert.Equal(StatusCode.PermissionDenied, await Mandate(foreign.Token("ES256", claims)));
        Assert.Equal(StatusCode.OK, await Mandate(await identity.Token("service-declarations", SecretOf("DECLARATIONS"))));
        Assert.Equal(StatusCode.PermissionDenied, await Mandate(await identity.Token("service-health", SecretOf("HEALTH"))));

        // Of no provider at all: told as one that does not hold.
        foreach (var odd in (string[])["eyJhbGciOiJub25lIn0.eyJpc3MiOm51bGx9.x", "eyJhbGciOiJkaXIiLCJlbmMiOiJBMTI4R0NNIn0.*.a.b.c", "a.b.c", "..", "eyJhbGciOiJub25lIn0.W10.x", "eyJhbGciOiJub25lIn0.eyJpc3MiOjF9.x"])
        {
            Assert.Equal(HttpStatusCode.Unauthorized, (await window.As(RealWindow.Window, odd).Get("/api/v1/declarations")).Status);
        }

        // Signed by our Identity, which speaks of services here: a trader, an officer.
        Assert.Equal(HttpStatusCode.Forbidden, (await window.As(RealWindow.Window, await identity.Token("demo-trader")).Get("/api/v1/declarations")).Status);
        Assert.Equal(HttpStatusCode.Forbidden, (await window.As("HEALTH", await identity.Token("demo-officer-health")).Get("/api/v1/agencies/HEALTH/reviews")).Status);

        // One that says it is from the other is checked by the other's keys.
        Assert.Equal(StatusCode.Unauthenticated, await Mandate(foreign.Token("PS256", "sub=service-declarations role=service service=DECLARATIONS", "http://window.example:8080/", "cbm")));
    }

    private async Task Open(Func<string, string[]> provider)
    {
        window = new RealWindow { Provider = provider };
        await window.InitializeAsync();
    }

    private async Task LodgedFannedOutAndDecided()
    {
        var trader = window.As(RealWindow.Window, foreign.Token("ES256", $"oid=t-1 groups=trader company={RunningWindow.Party}"));
        var officer = window.As("HEALTH", foreign.Token("PS256", "oid=o-1 groups=officer department=HEALTH"));
        var mrn = "";
        await RunningWindow.Until(async () => await trader.Lodge(Given.ShowCase()) is { Status: HttpStatusCode.Created or HttpStatusCode.OK } lodged && (mrn = lodged.Mrn).Length > 0);
        var path = $"/api/v1/agencies/HEALTH/reviews/{mrn}-PUBLIC_HEALTH";
        await RunningWindow.Until(async () => (await officer.Get(path)).Status == HttpStatusCode.OK);
        foreach (var (step, body) in new (string, JsonObject?)[] { ("take", null), ("decision", new JsonObject { ["outcome"] = "REFUSE", ["reasonCode"] = "R1", ["legalBasis"] = "RKC 3.40" }) })
        {
            var answer = await officer.Post($"{path}/{step}", body, etag: $"\"{(await officer.Get(path)).Json["revision"]}\"");
            Assert.True(answer.Status is HttpStatusCode.OK, answer.ToString());
        }

        await RunningWindow.Until(async () => (await trader.Log(mrn)).Contains("reviewDecided@PUBLIC_HEALTH"));
    }

    private async Task<StatusCode> Mandate(string token)
    {
        using var channel = GrpcChannel.ForAddress(window.Addresses["HEALTH"]);
        try
        {
            await new MandateService.MandateServiceClient(channel).GetMandateAsync(new GetMandateRequest(), new Metadata { { "authorization", $"Bearer {token}" } });
            return StatusCode.OK;
        }
        catch (RpcException refused)
        {
            return refused.StatusCode;
        }
    }

    private static string SecretOf(string code) => $"a secret of {code}";

    private static string Secret(string code) => $"--Identity:Services:{code}:Secret={SecretOf(code)}";
}
