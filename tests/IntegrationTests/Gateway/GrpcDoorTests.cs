// SPDX-License-Identifier: Apache-2.0
using System.Net;
using Cbm.Contracts;
using Grpc.Core;
using Grpc.Health.V1;
using Grpc.Reflection.V1Alpha;
using Xunit;

namespace Cbm.IntegrationTests.Gateway;

public sealed class GrpcDoorTests(RunningGateway gateway) : IClassFixture<RunningGateway>
{
    [Fact]
    public async Task Declarations_are_behind_it() => Assert.Equal("Declarations", await AnsweredBy(
        new DeclarationService.DeclarationServiceClient(gateway.Grpc).ListAgenciesAsync(new ListAgenciesRequest())));

    [Theory]
    [InlineData("CUSTOMS", "CUSTOMS")]
    [InlineData("police", "POLICE")]
    public async Task The_header_chooses_the_agency_in_any_case(string named, string reached) => Assert.Equal(reached, await AnsweredBy(
        new AgencyService.AgencyServiceClient(gateway.Grpc).ListReviewsAsync(new ListReviewsRequest(), new Metadata { { "x-agency", named } })));

    [Theory]
    [InlineData("FORESTRY", StatusCode.NotFound)]
    [InlineData(null, StatusCode.InvalidArgument)]
    [InlineData("HEALTH", StatusCode.Unavailable)]
    public async Task An_agency_unknown_unnamed_or_away_is_told_by_status(string? named, StatusCode expected)
    {
        var metadata = new Metadata();
        if (named is not null) metadata.Add("x-agency", named);

        var refusal = await Assert.ThrowsAsync<RpcException>(async () =>
            await new AgencyService.AgencyServiceClient(gateway.Grpc).ListReviewsAsync(new ListReviewsRequest(), metadata));

        Assert.Equal(expected, refusal.StatusCode);
        Assert.Equal(expected == StatusCode.Unavailable, refusal.Trailers.Any(entry => entry.Key == "retry-after"));
    }

    [Theory]
    [InlineData("/cbm.v1.MandateService/GetMandate")]
    [InlineData("/dapr.proto.runtime.v1.AppCallback/OnTopicEvent")]
    [InlineData("/dapr.proto.runtime.v1.AppCallbackAlpha/OnBulkTopicEventAlpha1")]
    [InlineData("/api/v1/declarations")]
    [InlineData("/connect/token")]
    [InlineData("/docs")]
    public async Task Internal_methods_and_the_other_doors_paths_are_not_there(string path)
    {
        using var client = new HttpClient { DefaultRequestVersion = HttpVersion.Version20, DefaultVersionPolicy = HttpVersionPolicy.RequestVersionExact };
        using var content = new ByteArrayContent(new byte[5]);
        content.Headers.ContentType = new("application/grpc");

        var answer = await client.PostAsync("http://" + gateway.Grpc.Target + path, content);

        Assert.Equal(["12"], answer.Headers.GetValues("grpc-status"));
        Assert.False(answer.Headers.Contains("answered-by"));
    }

    [Fact]
    public async Task It_is_healthy_and_reflects_the_public_services_alone()
    {
        var health = await new Health.HealthClient(gateway.Grpc).CheckAsync(new HealthCheckRequest());
        Assert.Equal(HealthCheckResponse.Types.ServingStatus.Serving, health.Status);

        using var call = new ServerReflection.ServerReflectionClient(gateway.Grpc).ServerReflectionInfo();
        await call.RequestStream.WriteAsync(new ServerReflectionRequest { ListServices = "" });
        Assert.True(await call.ResponseStream.MoveNext());
        Assert.Equal(
            ["cbm.v1.AgencyService", "cbm.v1.DeclarationService", "grpc.health.v1.Health"],
            call.ResponseStream.Current.ListServicesResponse.Service.Select(service => service.Name).Order());
        await call.RequestStream.CompleteAsync();
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task More_than_32_MB_is_too_large(bool isGrpc)
    {
        // By the other door too, whatever it says that it is: the stand-in would take it.
        using var client = new HttpClient();
        using var content = new OfNoLength(33 * 1024 * 1024);
        content.Headers.ContentType = new("application/grpc");
        using var request = new HttpRequestMessage(
            HttpMethod.Post, isGrpc ? $"http://{gateway.Grpc.Target}/cbm.v1.DeclarationService/LodgeDeclaration" : $"{gateway.Http.BaseAddress}api/v1/declarations")
        {
            Version = isGrpc ? HttpVersion.Version20 : HttpVersion.Version11,
            VersionPolicy = HttpVersionPolicy.RequestVersionExact,
            Content = content,
        };
        request.Headers.TransferEncodingChunked = isGrpc ? null : true;

        using var answer = await client.SendAsync(request);

        if (isGrpc) Assert.Equal([((int)StatusCode.ResourceExhausted).ToString()], answer.Headers.GetValues("grpc-status"));
        else Assert.Equal(HttpStatusCode.RequestEntityTooLarge, answer.StatusCode);
        Assert.False(answer.Headers.Contains("answered-by"));
    }

    // As clients of gRPC send.
    private sealed class OfNoLength(int bytes) : HttpContent
    {
        protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) => stream.WriteAsync(new byte[bytes]).AsTask();

        protected override bool TryComputeLength(out long length)
        {
            length = 0;
            return false;
        }
    }

    private static async Task<string?> AnsweredBy<T>(AsyncUnaryCall<T> call)
    {
        using (call)
        {
            var headers = await call.ResponseHeadersAsync;
            await call;
            return headers.GetValue("answered-by");
        }
    }
}
