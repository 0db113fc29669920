// SPDX-License-Identifier: Apache-2.0
using System.Net;
using System.Security.Cryptography;
using Cbm.Contracts;
using Cbm.IntegrationTests.Declarations;
using Cbm.ServiceDefaults.Problems;
using Google.Api;
using Google.Protobuf;
using Grpc.Core;
using Xunit;

namespace Cbm.IntegrationTests.Documents;

/// <summary>Documents come in as bytes, and only what they are is believed.</summary>
public sealed class UploadTests(RunningWindow window) : IClassFixture<RunningWindow>
{
    private const int Largest = 20 * 1024 * 1024;

    [Fact]
    public async Task It_is_kept_as_it_came_and_given_out_as_a_stranger()
    {
        var pdf = GivenDocument.Pdf();
        var sent = await GivenDocument.Send(window, pdf);
        Assert.True(sent.Status == HttpStatusCode.Created, sent.Text);
        Assert.Equal(Convert.ToHexStringLower(SHA256.HashData(pdf)), (string?)sent.Json["sha256"]);
        Assert.Equal((pdf.Length, "application/pdf", "NOT_SCANNED"), ((int)sent.Json["size"]!, (string?)sent.Json["contentType"], (string?)sent.Json["scanned"]));
        Assert.Equal($"/api/v1/documents/{sent.Id}", sent.Headers.Location?.ToString());

        using var answer = await GivenDocument.Fetch(window, sent.Id);
        Assert.Equal(pdf, await answer.Content.ReadAsByteArrayAsync());
        Assert.Equal("application/pdf", answer.Content.Headers.ContentType?.ToString());
        Assert.StartsWith("attachment", answer.Content.Headers.ContentDisposition?.ToString(), StringComparison.Ordinal);
        Assert.Equal("nosniff", Assert.Single(answer.Headers.GetValues("X-Content-Type-Options")));
        Assert.Contains("sandbox", Assert.Single(answer.Headers.GetValues("Content-Security-Policy")), StringComparison.Ordinal);
        Assert.Equal(sent.Headers.ETag, answer.Headers.ETag);

        using var head = await GivenDocument.Fetch(window, sent.Id, method: HttpMethod.Head);
        Assert.Equal((HttpStatusCode.OK, pdf.Length), (head.StatusCode, head.Content.Headers.ContentLength));
        Assert.Empty(await head.Content.ReadAsByteArrayAsync());
        using var known = await GivenDocument.Fetch(window, sent.Id, known: answer.Headers.ETag!.Tag);
        Assert.Equal(HttpStatusCode.NotModified, known.StatusCode);
    }

    [Fact]
    public async Task The_same_bytes_are_one_document_of_a_party_and_another_of_another()
    {
        var pdf = GivenDocument.Pdf();
        var first = await GivenDocument.Send(window, pdf, key: "upload-1");
        var again = await GivenDocument.Send(window, pdf, key: "upload-1");
        Assert.Equal((HttpStatusCode.OK, first.Id), (again.Status, again.Id));
        Assert.Equal(HttpStatusCode.Conflict, (await GivenDocument.Send(window, GivenDocument.Pdf(), key: "upload-1")).Status);

        var other = await GivenDocument.Send(window, pdf, token: window.Issuer.Trader("FI7654321-2", "other"));
        Assert.Equal(HttpStatusCode.Created, other.Status);
        Assert.NotEqual(first.Id, other.Id);
        Assert.Equal(HttpStatusCode.NotFound, await GivenDocument.Status(window, other.Id));
        Assert.Equal(HttpStatusCode.NotFound, await GivenDocument.Status(window, new string('0', 32)));
        Assert.Equal(HttpStatusCode.NotFound, await GivenDocument.Status(window, "..%2Fdeclarations.db"));
    }

    public static TheoryData<string, string, string> Wrong() => new()
    {
        { "image/png", "%PDF-1.7", "SWA120" },
        { "application/pdf", "MZ a program", "SWA120" },
        { "application/xml", "%PDF-1.7", "SWA120" },
        { "application/pdf", "", "SWA122" },
        { "application/xml", "<a><b></a>", "SWA121" },
        { "text/xml; charset=utf-8", "<!DOCTYPE a [<!ENTITY e \"x\">]><a>&e;</a>", "SWA121" },
        { "application/xml", "<!DOCTYPE a SYSTEM \"http://127.0.0.1:1/a.dtd\"><a/>", "SWA121" },
        { "application/xml", "<!doctype html><html><script>alert(1)</script></html>", "SWA121" },
        { "application/xml", string.Concat(Enumerable.Repeat("<a>", 80)) + string.Concat(Enumerable.Repeat("</a>", 80)), "SWA121" },
    };

    [Theory]
    [MemberData(nameof(Wrong))]
    public async Task What_is_not_what_it_says_is_refused(string contentType, string content, string code)
    {
        var refused = await GivenDocument.Send(window, GivenDocument.Text(content), contentType);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, refused.Status);
        Assert.Equal([code], refused.Errors);
        Assert.Empty(Directory.EnumerateFiles(Path.Combine(window.Folder, "documents", "incoming")));
    }

    [Theory]
    [InlineData("application/xml", "<?xml version=\"1.0\"?><certificate/>")]
    [InlineData("text/xml", "\uFEFF<certificate/>")]
    public async Task Xml_is_taken_in(string contentType, string content) =>
        Assert.Equal("application/xml", (string?)(await GivenDocument.Send(window, GivenDocument.Text(content), contentType)).Json["contentType"]);

    [Fact]
    public async Task Other_kinds_are_not_taken_in()
    {
        Assert.Equal(HttpStatusCode.UnsupportedMediaType, (await GivenDocument.Send(window, GivenDocument.Text("<svg/>"), "image/svg+xml")).Status);
        Assert.Equal(HttpStatusCode.Created, (await GivenDocument.Send(window, GivenDocument.Png(), "image/png")).Status);
    }

    [Fact]
    public async Task Up_to_20_MB_whether_the_length_is_told_or_not()
    {
        var large = new byte[Largest];
        GivenDocument.Pdf().CopyTo(large, 0);
        Assert.Equal(HttpStatusCode.Created, (await GivenDocument.Send(window, large)).Status);

        var more = new byte[Largest + 1];
        GivenDocument.Pdf().CopyTo(more, 0);
        using var untold = new StreamContent(new Untold(more));
        untold.Headers.ContentType = new("application/pdf");
        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, (await GivenDocument.Send(window, untold)).Status);
        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, (await GivenDocument.Send(window, new byte[Largest * 2])).Status);
        Assert.Empty(Directory.EnumerateFiles(Path.Combine(window.Folder, "documents", "incoming")));
    }

    [Fact]
    public async Task A_form_with_one_file_is_as_good_and_with_two_is_refused()
    {
        using var form = new MultipartFormDataContent { File(GivenDocument.Pdf()) };
        Assert.Equal(HttpStatusCode.Created, (await GivenDocument.Send(window, form)).Status);
        using var two = new MultipartFormDataContent { File(GivenDocument.Pdf()), File(GivenDocument.Pdf()) };
        Assert.Equal(["SWA126"], (await GivenDocument.Send(window, two)).Errors);
        using var broken = new StringContent("--x\r\nContent-Type: application/pdf\r\n\r\n%PDF-", null, "multipart/form-data");
        broken.Headers.ContentType!.Parameters.Add(new("boundary", "x"));
        Assert.Equal(HttpStatusCode.BadRequest, (await GivenDocument.Send(window, broken)).Status);

        static ByteArrayContent File(byte[] bytes) => new(bytes) { Headers = { ContentType = new("application/pdf"), ContentDisposition = new("form-data") { Name = "file", FileName = "a.pdf" } } };
    }

    [Fact]
    public async Task Over_gRPC_it_is_the_same()
    {
        var client = new DeclarationService.DeclarationServiceClient(window.Grpc);
        var headers = new Metadata { { "authorization", $"Bearer {window.Issuer.Trader()}" } };
        var pdf = ByteString.CopyFrom(GivenDocument.Pdf());
        var taken = await client.UploadDocumentAsync(new UploadDocumentRequest { Document = new HttpBody { ContentType = "application/pdf", Data = pdf } }, headers);
        Assert.Equal(ScanState.NotScanned, taken.Scanned);
        Assert.Equal(pdf, (await client.GetDocumentAsync(new GetDocumentRequest { Id = taken.Id }, headers)).Data);
        var refused = await Assert.ThrowsAsync<RpcException>(async () => await client.UploadDocumentAsync(
            new UploadDocumentRequest { Document = new HttpBody { ContentType = "image/png", Data = pdf } }, headers));
        Assert.Equal("SWA120", Assert.Single(Refusal.ProblemOf(refused)!.Errors).Code);
    }

    // A stream that does not tell its length.
    private sealed class Untold(byte[] bytes) : MemoryStream(bytes)
    {
        public override bool CanSeek => false;
    }
}
