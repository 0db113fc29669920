// SPDX-License-Identifier: Apache-2.0
using System.IO.Pipelines;
using Cbm.Contracts;
using Cbm.Declarations.Documents;
using Cbm.ServiceDefaults.Callers;
using Cbm.ServiceDefaults.Doors;
using Google.Api;
using Google.Protobuf;
using Grpc.Core;

namespace Cbm.Declarations;

/// <summary>Documents over gRPC; over HTTP their bytes are streamed by <see cref="DocumentDoor"/>.</summary>
public sealed partial class DeclarationEndpoint
{
    /// <inheritdoc/>
    public override async Task<UploadedDocument> UploadDocument(UploadDocumentRequest request, ServerCallContext context)
    {
        var sent = request.Document ?? new();
        var bytes = PipeReader.Create(new(sent.Data.Memory)).AsStream();
        return await UploadDocument(request, new FileOnItsWay(sent.ContentType, bytes, sent.Data.Length, () => Task.FromResult(true)), context);
    }

    /// <summary>The same with the bytes as they come.</summary>
    public async Task<UploadedDocument> UploadDocument(UploadDocumentRequest request, FileOnItsWay file, ServerCallContext context)
    {
        var taken = await documents.Intake.Take(request.Declarant, file, context);
        context.GetHttpContext().Response.Headers.ETag = $"\"{taken.Document.Sha256}\"";
        if (taken.IsNew)
        {
            context.Created($"/api/v1/documents/{taken.Document.Id}");
        }

        return taken.Document;
    }

    /// <inheritdoc/>
    public override async Task<HttpBody> GetDocument(GetDocumentRequest request, ServerCallContext context)
    {
        var caller = Caller.Of(context);
        var document = await documents.Reading.Find(request.Id, caller, context.CancellationToken);
        await using var bytes = await documents.Reading.Open(document, caller, context.CancellationToken);
        return new HttpBody { ContentType = document.ContentType, Data = await ByteString.FromStreamAsync(bytes, context.CancellationToken) };
    }
}
