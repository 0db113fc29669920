// SPDX-License-Identifier: Apache-2.0
using System.Net;
using Cbm.Contracts;
using Cbm.ServiceDefaults.Doors;
using Cbm.ServiceDefaults.Hosting;
using Grpc.Core;
using Grpc.Net.Client;
using Microsoft.AspNetCore.Builder;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace Cbm.IntegrationTests.Doors;

public sealed class FullStoreTests
{
    [Fact]
    public async Task A_service_that_cannot_store_now_is_away_for_the_moment_by_both_doors_and_an_error_of_ours_stays_one()
    {
        var builder = ServiceHost.CreateBuilder(
            ["--environment=Development", "--Urls:Http=http://127.0.0.1:0", "--Logging:LogLevel:Default=None"], (settings, _, _) => settings, DeclarationService.Descriptor);
        builder.Services.AddSingleton<FullStore>();
        await using var app = builder.BuildService();
        app.MapGrpcService<FullStore>();
        app.MapJson<FullStore>(DeclarationService.Descriptor);
        await app.StartAsync();
        using var http = new HttpClient { BaseAddress = new Uri(app.Urls.First()), DefaultRequestVersion = HttpVersion.Version20, DefaultVersionPolicy = HttpVersionPolicy.RequestVersionExact };
        using var channel = GrpcChannel.ForAddress(app.Urls.First());

        var answer = await http.GetAsync("/api/v1/agencies");
        var refusal = await Assert.ThrowsAsync<RpcException>(async () => await new DeclarationService.DeclarationServiceClient(channel).ListAgenciesAsync(new ListAgenciesRequest()));

        Assert.Equal(HttpStatusCode.ServiceUnavailable, answer.StatusCode);
        Assert.True(answer.Headers.RetryAfter?.Delta > TimeSpan.Zero);
        Assert.Equal(StatusCode.Unavailable, refusal.StatusCode);
        Assert.Equal(HttpStatusCode.InternalServerError, (await http.GetAsync("/api/v1/codelists/errors")).StatusCode);
    }

    private sealed class FullStore : DeclarationService.DeclarationServiceBase
    {
        // SQLITE_IOERR: what a write past a quota is to SQLite.
        public override Task<AgencyList> ListAgencies(ListAgenciesRequest request, ServerCallContext context) => throw new SqliteException("disk I/O error", 10);

        // SQLITE_CONSTRAINT.
        public override Task<Codelist> GetCodelist(GetCodelistRequest request, ServerCallContext context) => throw new SqliteException("constraint failed", 19);
    }
}
