// SPDX-License-Identifier: Apache-2.0
using Cbm.Contracts;
using Google.Api;
using Google.Protobuf;

namespace Cbm.Client;

/// <summary>Papers as they are, for declarations and answers to name.</summary>
public sealed class DocumentCalls
{
    private readonly Calls calls;

    internal DocumentCalls(Calls calls) => this.calls = calls;

    /// <summary>Hands in a document; its id goes into AdditionalDocument.imageBinaryObject.</summary>
    /// <param name="contentType">application/pdf, image/jpeg, image/png or application/xml.</param>
    /// <param name="bytes">Up to 20 MB.</param>
    /// <param name="declarant">Party whose document it is; empty: the caller's own.</param>
    /// <param name="cancel">Gives up.</param>
    public async Task<UploadedDocument> Upload(string contentType, ReadOnlyMemory<byte> bytes, string declarant = "", CancellationToken cancel = default)
    {
        var document = new HttpBody { ContentType = contentType, Data = ByteString.CopyFrom(bytes.Span) };
        return await calls.Ask<UploadedDocument>("UploadDocument", new UploadDocumentRequest { Document = document, Declarant = declarant }, cancel);
    }

    /// <summary>The bytes of a document, with their type.</summary>
    public async Task<HttpBody> Get(string id, CancellationToken cancel = default) => await calls.Fetch("GetDocument", new GetDocumentRequest { Id = id }, cancel);
}
