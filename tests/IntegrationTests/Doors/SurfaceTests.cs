// SPDX-License-Identifier: Apache-2.0
using System.IO.Compression;
using System.Net;
using Cbm.Contracts;
using Cbm.Fuzzing;
using Cbm.IntegrationTests.Declarations;
using Google.Api;
using Google.Protobuf;
using Google.Protobuf.Reflection;
using Grpc.Core;
using Xunit;
using Finding = Cbm.Fuzzing.Finding;

namespace Cbm.IntegrationTests.Doors;

/// <summary>What holds for every operation, whatever it does, at the outside of the whole window.</summary>
public sealed class SurfaceTests(WholeWindow window) : IClassFixture<WholeWindow>
{
    private static readonly MethodDescriptor[] Operations = [.. DeclarationService.Descriptor.Methods.Concat(AgencyService.Descriptor.Methods)];

    [Fact]
    public async Task No_hostile_request_is_an_error_of_ours_and_the_window_lives_on()
    {
        var issuer = window.Issuer;
        var surface = new SurfaceFuzz(
            window.Http.BaseAddress!,
            [issuer.Trader(), issuer.Officer("CUSTOMS"), issuer.Officer("HEALTH"), issuer.Officer("AGRICULTURE"), issuer.Officer("STANDARDS"), issuer.Token("auditor", "auditor"), issuer.Token("carrier", "carrier")]);
        var findings = new List<Finding>();
        await foreach (var finding in surface.Run(seed: 1, cases: 400)) findings.Add(finding);

        Assert.Empty(findings);

        // It has been everywhere: what is accepted and what is refused, in every way that there is.
        Assert.Superset(new HashSet<int> { 200, 400, 401, 403, 404, 405, 422 }, surface.Answers.Keys.ToHashSet());
    }

    [Fact]
    public async Task Every_address_says_what_it_answers_and_refuses_the_rest_by_name()
    {
        foreach (var pattern in Operations.Select(Rule).GroupBy(rule => Filled(rule.Path), rule => rule.Verb))
        {
            var options = await Send(HttpMethod.Options, pattern.Key);
            var refused = await Send(HttpMethod.Patch, pattern.Key);

            Assert.Equal(HttpStatusCode.NoContent, options.StatusCode);
            Assert.Superset(pattern.Concat(pattern.Contains("GET") ? ["HEAD", "OPTIONS"] : ["OPTIONS"]).ToHashSet(), options.Content.Headers.Allow.ToHashSet());
            Assert.Equal(HttpStatusCode.MethodNotAllowed, refused.StatusCode);
            Assert.Equal("application/problem+json", refused.Content.Headers.ContentType?.MediaType);
            Assert.Superset(pattern.ToHashSet(), refused.Content.Headers.Allow.ToHashSet());
        }
    }

    [Fact]
    public async Task HEAD_answers_as_GET_does_without_its_body()
    {
        var lodged = await new DeclarationCaller(window.Http, window.Issuer.Trader()).Lodge(Given.ShowCase());
        Assert.Equal(HttpStatusCode.Created, lodged.Status);
        foreach (var (_, path) in Operations.Select(Rule).Where(rule => rule.Verb == "GET"))
        {
            foreach (var accept in (string[])["application/json", "application/xml"])
            {
                var address = Filled(path).Replace("26FIAAAAAAAAAAAAR5", (string)lodged.Json["mrn"]!, StringComparison.Ordinal);
                var (get, head) = (await Send(HttpMethod.Get, address, accept), await Send(HttpMethod.Head, address, accept));

                Assert.Equal(get.StatusCode, head.StatusCode);
                Assert.Equal(get.Content.Headers.ContentType, head.Content.Headers.ContentType);
                Assert.Equal(get.Headers.ETag, head.Headers.ETag);
                Assert.Empty(await head.Content.ReadAsByteArrayAsync());
            }
        }
    }

    [Theory]
    [InlineData("application/xml;q=0.5, application/json", "application/json")]
    [InlineData("application/json;q=0.1, text/xml", "application/xml")]
    [InlineData("text/html, application/xml;q=0.9, */*;q=0.8", "application/xml")]
    [InlineData("application/xml;q=0", "application/json")]
    [InlineData("*/*", "application/json")]
    public async Task The_format_is_the_one_that_is_asked_for_most(string accept, string expected)
    {
        var lodged = await new DeclarationCaller(window.Http, window.Issuer.Trader()).Lodge(Given.ShowCase());
        using var request = new HttpRequestMessage(HttpMethod.Get, $"/api/v1/declarations/{(string)lodged.Json["mrn"]!}");
        request.Headers.TryAddWithoutValidation("Accept", accept);
        request.Headers.Authorization = new("Bearer", window.Issuer.Trader());

        Assert.Equal(expected, (await window.Http.SendAsync(request)).Content.Headers.ContentType?.MediaType);
    }

    [Theory]
    [InlineData("\"700\", \"{0}\"", false)]
    [InlineData("W/\"{0}\"", true)]
    [InlineData("\"700\", \"800\"", true)]
    public async Task One_of_several_versions_that_a_caller_saw_is_enough_and_a_weak_one_is_none(string named, bool isStale)
    {
        var trader = new DeclarationCaller(window.Http, window.Issuer.Trader());
        var mrn = (await trader.Lodge(Given.ShowCase())).Mrn;
        async Task<bool> IsStale() => (await trader.Post(
            $"/api/v1/declarations/{mrn}/cancellation", "{}", "application/json", etag: named.Replace("{0}", (await trader.View(mrn)).Headers.ETag!.Tag.Trim('"'), StringComparison.Ordinal)))
            .Status == HttpStatusCode.PreconditionFailed;

        if (isStale)
        {
            Assert.True(await IsStale());
        }
        else
        {
            // The agencies report meanwhile: what was seen last may be stale already, but not for ever.
            await RunningWindow.Until(async () => !await IsStale());
        }
    }

    [Theory]
    [InlineData(1, true, StatusCode.InvalidArgument)]
    [InlineData(33, true, StatusCode.ResourceExhausted)]
    [InlineData(1, false, StatusCode.ResourceExhausted)]
    [InlineData(33, false, StatusCode.ResourceExhausted)]
    public async Task A_message_packed_by_gzip_over_gRPC_has_the_limit_of_what_it_unpacks_to(int megabytes, bool isKnown, StatusCode expected)
    {
        // Text of one field, refused for its length where it is small enough to be read.
        var request = new RequirementQuery { Direction = new string('x', megabytes * 1024 * 1024) }.ToByteArray();
        using var packed = new MemoryStream();
        packed.Write([1, 0, 0, 0, 0]);
        await using (var gzip = new GZipStream(packed, CompressionLevel.Fastest, leaveOpen: true)) gzip.Write(request);
        System.Buffers.Binary.BinaryPrimitives.WriteInt32BigEndian(packed.GetBuffer().AsSpan(1, 4), (int)packed.Length - 5);
        using var message = new HttpRequestMessage(HttpMethod.Post, $"http://{window.Grpc.Target}/cbm.v1.DeclarationService/QueryRequirements")
        {
            Version = HttpVersion.Version20,
            VersionPolicy = HttpVersionPolicy.RequestVersionExact,
            Content = new ByteArrayContent(packed.ToArray()),
            Headers = { { "TE", "trailers" }, { "grpc-encoding", "gzip" } },
        };
        message.Content.Headers.ContentType = new("application/grpc");
        if (isKnown)
        {
            message.Headers.Authorization = new("Bearer", window.Issuer.Trader());
        }

        var answer = await window.Http.SendAsync(message);
        await answer.Content.ReadAsByteArrayAsync();

        var status = (answer.Headers.TryGetValues("grpc-status", out var early) ? early : answer.TrailingHeaders.GetValues("grpc-status")).Single();
        Assert.Equal(((int)expected).ToString(), status);
    }

    [Fact]
    public async Task Who_shows_no_token_is_read_a_little_of_by_both_doors()
    {
        var much = new string('x', 300 * 1024);
        using var post = new HttpRequestMessage(HttpMethod.Post, "/api/v1/requirements/query") { Content = new StringContent($$"""{"direction":"{{much}}"}""", System.Text.Encoding.UTF8, "application/json") };
        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, (await window.Http.SendAsync(post)).StatusCode);

        var client = new DeclarationService.DeclarationServiceClient(window.Grpc);
        var refused = await Assert.ThrowsAsync<RpcException>(async () => await client.QueryRequirementsAsync(new RequirementQuery { Direction = much }));
        Assert.Equal(StatusCode.ResourceExhausted, refused.StatusCode);

        var token = new Metadata { { "authorization", $"Bearer {window.Issuer.Trader()}" } };
        var read = await Assert.ThrowsAsync<RpcException>(async () => await client.QueryRequirementsAsync(new RequirementQuery { Direction = much }, token));
        Assert.Equal(StatusCode.InvalidArgument, read.StatusCode);
    }

    private static (string Verb, string Path) Rule(MethodDescriptor method)
    {
        var rule = method.GetOptions().GetExtension(AnnotationsExtensions.Http);
        return rule.PatternCase switch
        {
            HttpRule.PatternOneofCase.Get => ("GET", rule.Get),
            HttpRule.PatternOneofCase.Put => ("PUT", rule.Put),
            HttpRule.PatternOneofCase.Delete => ("DELETE", rule.Delete),
            _ => ("POST", rule.Post),
        };
    }

    private static string Filled(string path) => string.Join('/', path.Split('/').Select(part => part switch
    {
        "{agency}" => "HEALTH",
        "{mrn}" => "26FIAAAAAAAAAAAAR5",
        "{list}" => "errors",
        _ when part.StartsWith('{') => "X",
        _ => part,
    }));

    private async Task<HttpResponseMessage> Send(HttpMethod method, string path, string accept = "application/json")
    {
        using var request = new HttpRequestMessage(method, path) { Headers = { { "Accept", accept }, { "Authorization", $"Bearer {window.Issuer.Trader()}" } } };
        return await window.Http.SendAsync(request);
    }
}
