// SPDX-License-Identifier: Apache-2.0
using System.Net;
using Cbm.Agencies;
using Cbm.Agencies.Standards;
using Cbm.Contracts;
using Cbm.IntegrationTests.SqlServer;
using Cbm.TestKit;
using Grpc.Core;
using Grpc.Net.Client;
using Xunit;

namespace Cbm.IntegrationTests.Access;

public sealed class KeysAwayTests
{
    [Fact]
    public async Task A_service_that_never_heard_the_keys_says_that_it_is_away_and_not_that_the_caller_is_nobody()
    {
        using var issuer = new TestIssuer();
        var folder = Directory.CreateTempSubdirectory("cbm-keys-");

        // Nobody listens on port 1.
        await using var agency = AgencyHost.Build(
            new StandardsAgency(),
            ["--environment=Development", "--Urls:Http=http://127.0.0.1:0", .. await Stores.Of(folder.FullName, Stores.Agency("STANDARDS")), $"--Identity:Issuer={issuer.Address}", "--Identity:Authority=http://127.0.0.1:1"]);
        await agency.StartAsync();
        var address = new Uri(agency.Urls.First());
        using var http = new HttpClient { BaseAddress = address, DefaultRequestVersion = HttpVersion.Version20, DefaultVersionPolicy = HttpVersionPolicy.RequestVersionExact };

        Assert.Equal(HttpStatusCode.Unauthorized, (await http.GetAsync("/api/v1/agencies/STANDARDS/reviews")).StatusCode);
        http.DefaultRequestHeaders.Authorization = new("Bearer", issuer.Officer("STANDARDS"));
        var answer = await http.GetAsync("/api/v1/agencies/STANDARDS/reviews");
        using var channel = GrpcChannel.ForAddress(address);
        var refusal = await Assert.ThrowsAsync<RpcException>(async () => await new AgencyService.AgencyServiceClient(channel)
            .ListReviewsAsync(new ListReviewsRequest(), new Metadata { { "authorization", $"Bearer {issuer.Officer("STANDARDS")}" } }));

        Assert.Equal(HttpStatusCode.ServiceUnavailable, answer.StatusCode);
        Assert.True(answer.Headers.RetryAfter?.Delta > TimeSpan.Zero);
        Assert.Equal(StatusCode.Unavailable, refusal.StatusCode);
        await agency.StopAsync();
        await Stores.Drop(folder.FullName);
    }
}
