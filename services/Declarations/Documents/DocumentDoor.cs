// SPDX-License-Identifier: Apache-2.0
using Cbm.Contracts;
using Cbm.ServiceDefaults.Callers;
using Cbm.ServiceDefaults.Doors;
using Cbm.ServiceDefaults.Reads;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace Cbm.Declarations.Documents;

/// <summary>Documents over HTTP: their bytes come and go as they are, never whole in memory.</summary>
public static class DocumentDoor
{
    /// <summary>Maps <c>POST /api/v1/documents</c> and <c>GET /api/v1/documents/{id}</c>.</summary>
    public static void MapDocuments(this WebApplication app)
    {
        var endpoint = app.Services.GetRequiredService<DeclarationEndpoint>();
        var service = DeclarationService.Descriptor;
        app.MapUpload<UploadDocumentRequest>(
            service.FindMethodByName(nameof(DeclarationEndpoint.UploadDocument)),
            async (request, file, call) => await endpoint.UploadDocument(request, file, call));
        var reading = app.Services.GetRequiredService<DocumentReading>();
        var method = service.FindMethodByName(nameof(DeclarationEndpoint.GetDocument));
        var access = AccessTable.Of(method);
        app.MapDownload<GetDocumentRequest>(method, (request, http, call) => Give(reading, request.Id, http, () => ReadLog.Note(access, call, request)));
    }

    private static async Task Give(DocumentReading reading, string id, HttpContext http, Func<Task> note)
    {
        var caller = Caller.Of(http.User);
        var document = await reading.Find(id, caller, http.RequestAborted);
        var (headers, tag) = (http.Response.Headers, $"\"{document.Sha256}\"");
        headers.ETag = tag;

        // Not kept by others, and asked for anew each time: who may read it can change.
        headers.CacheControl = "private, no-cache";
        if (http.Request.Headers.IfNoneMatch.ToString().Split(',', StringSplitOptions.TrimEntries).Contains(tag))
        {
            http.Response.StatusCode = StatusCodes.Status304NotModified;
            return;
        }

        await note();

        // A stranger's bytes: to be saved, not to be shown or run in a page of this window.
        headers.ContentType = document.ContentType;
        headers.ContentDisposition = $"attachment; filename=\"{document.Id}{EndingOf(document.ContentType)}\"";
        headers.XContentTypeOptions = "nosniff";
        headers.ContentSecurityPolicy = "default-src 'none'; sandbox";
        headers.ContentLength = document.Size;
        if (!HttpMethods.IsHead(http.Request.Method))
        {
            await using var bytes = await reading.Open(document, caller, http.RequestAborted);
            await bytes.CopyToAsync(http.Response.Body, http.RequestAborted);
        }
    }

    private static string EndingOf(string contentType) => contentType switch
    {
        "application/pdf" => ".pdf",
        "image/jpeg" => ".jpg",
        "image/png" => ".png",
        _ => ".xml",
    };
}
