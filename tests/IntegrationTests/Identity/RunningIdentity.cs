// SPDX-License-Identifier: Apache-2.0
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Cbm.Identity;
using Cbm.IntegrationTests.SqlServer;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;

namespace Cbm.IntegrationTests.Identity;

/// <summary>The Identity service on a free port over a folder of the test's own.</summary>
internal sealed class RunningIdentity : IAsyncDisposable
{
    private readonly WebApplication app;

    private RunningIdentity(WebApplication app)
    {
        this.app = app;
        Http = new HttpClient { BaseAddress = new Uri(app.Urls.First()) };
    }

    public HttpClient Http { get; }

    public static Task<RunningIdentity> Start(string folder, string environment = "Development", params string[] more) =>
        Start(folder, null, environment, more);

    /// <summary>With a clock that the test moves.</summary>
    public static async Task<RunningIdentity> Start(string folder, TimeProvider? clock, string environment, params string[] more)
    {
        var app = IdentityService.Build(
        [
            $"--environment={environment}", .. await Stores.Of(folder, Stores.Identity), "--Urls:Http=http://127.0.0.1:0",
            "--Identity:Issuer=http://window.example:8080", .. more,
        ], clock);
        try
        {
            await app.StartAsync();
        }
        catch
        {
            await app.DisposeAsync();
            throw;
        }
        return new RunningIdentity(app);
    }

    /// <summary>Asks for a token by client credentials.</summary>
    public Task<HttpResponseMessage> SignIn(string client, string secret = "single-window") =>
        Http.PostAsync("/connect/token", new FormUrlEncodedContent(new Dictionary<string, string>
        {
            ["grant_type"] = "client_credentials",
            ["client_id"] = client,
            ["client_secret"] = secret,
        }));

    /// <summary>The token of a client, whose secret is right.</summary>
    public async Task<string> Token(string client, string secret = "single-window")
    {
        var answer = await (await SignIn(client, secret)).EnsureSuccessStatusCode().Content.ReadFromJsonAsync<JsonObject>();
        return (string)answer!["access_token"]!;
    }

    /// <summary>Does something with a service of its own, as an operator at the database would.</summary>
    public async Task<TResult> With<TService, TResult>(Func<TService, Task<TResult>> what)
        where TService : notnull
    {
        await using var scope = app.Services.CreateAsyncScope();
        return await what(scope.ServiceProvider.GetRequiredService<TService>());
    }

    public async ValueTask DisposeAsync()
    {
        Http.Dispose();
        await app.StopAsync();
        await app.DisposeAsync();
    }
}
