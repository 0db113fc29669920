// SPDX-License-Identifier: Apache-2.0
using System.Security.Cryptography;
using System.Text;
using Cbm.Contracts.Events;
using Cbm.Contracts.OpenApi;
using Microsoft.Net.Http.Headers;
using Scalar.AspNetCore;

namespace Cbm.Gateway.Docs;

/// <summary>The description of the window for those who write clients: the document, a page that shows it and tries it, and the catalogue of events. Everything is served from here.</summary>
internal static class DocsPages
{
    private const string Html = "text/html; charset=utf-8", Script = "text/javascript; charset=utf-8", Css = "text/css; charset=utf-8";

    // The reference is drawn by a script that writes styles into the page, and evaluates nothing; it talks to the window alone.
    private const string Policy = "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data: blob:; font-src 'self' data:; "
        + "connect-src 'self'; worker-src 'self' blob:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

    /// <summary>Maps the pages.</summary>
    public static void MapDocs(this WebApplication app)
    {
        app.MapFile("/openapi/v1.json", "application/json", Encoding.UTF8.GetBytes(OpenApiDocument.Json));
        app.MapFile("/docs", Html, Resource("docs.html"));
        app.MapFile("/docs/try.js", Script, Resource("try.js"));
        app.MapFile("/docs/docs.css", Css, Resource("docs.css"));
        app.MapFile("/docs/events", Html, Encoding.UTF8.GetBytes(EventsPage.Write(EventCatalogue.All)));
        // The package brings it packed.
        app.MapFile("/docs/scalar.js", Script, Read(typeof(ScalarOptions).Assembly, "ScalarStaticAssets.scalar.js"), isPacked: true);
    }

    private static void MapFile(this WebApplication app, string path, string type, byte[] content, bool isPacked = false)
    {
        var tag = new EntityTagHeaderValue($"\"{Convert.ToHexString(SHA256.HashData(content).AsSpan(0, 8))}\"");
        app.MapMethods(path, ["GET", "HEAD"], (HttpContext http) =>
        {
            var headers = http.Response.Headers;
            headers.ContentSecurityPolicy = Policy;
            headers.CacheControl = "public, max-age=300";
            if (!isPacked) return Results.Bytes(content, type, entityTag: tag);
            headers.Vary = "Accept-Encoding";
            if (!http.Request.Headers.AcceptEncoding.ToString().Contains("gzip", StringComparison.OrdinalIgnoreCase))
                return Results.Stream(new System.IO.Compression.GZipStream(new MemoryStream(content), System.IO.Compression.CompressionMode.Decompress), type);
            headers.ContentEncoding = "gzip";
            return Results.Bytes(content, type, entityTag: tag);
        });
    }

    private static byte[] Resource(string name) => Read(typeof(DocsPages).Assembly, $"docs/{name}");

    private static byte[] Read(System.Reflection.Assembly assembly, string name)
    {
        using var stream = assembly.GetManifestResourceStream(name) ?? throw new InvalidOperationException($"{assembly.GetName().Name} has no {name}");
        using var copy = new MemoryStream();
        stream.CopyTo(copy);
        return copy.ToArray();
    }
}
