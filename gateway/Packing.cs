// SPDX-License-Identifier: Apache-2.0
using System.IO.Compression;
using Cbm.ServiceDefaults.Doors;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.ResponseCompression;
using Microsoft.Net.Http.Headers;

namespace Cbm.Gateway;

/// <summary>gzip, both ways: bodies that come packed are unpacked here, so that one limit holds for what they unpack to; answers are packed for who asks for it.</summary>
internal static class Packing
{
    // What tells a secret is never packed: its length would tell of it (BREACH). text/event-stream is in no list: a live stream must not wait.
    private static readonly PathString[] Secrets = ["/api/v1/webhooks"];
    private static readonly PathString[] Packed = ["/api/v1", "/docs", "/openapi"];

    /// <summary>How answers are packed.</summary>
    public static void AddPacking(this IServiceCollection services)
    {
        services.AddResponseCompression(packing =>
        {
            packing.EnableForHttps = true;
            packing.Providers.Add<GzipCompressionProvider>();
            packing.MimeTypes = [.. ResponseCompressionDefaults.MimeTypes, "application/problem+json", "text/csv", "application/schema+json", "application/openapi+json", "image/svg+xml"];
        });
        services.Configure<GzipCompressionProviderOptions>(gzip => gzip.Level = CompressionLevel.Fastest);
    }

    /// <summary>Packs answers and unpacks bodies.</summary>
    public static void UsePacking(this WebApplication app)
    {
        app.UseWhen(MayPack, branch => branch.UseResponseCompression());
        app.Use(Unpack);
    }

    private static bool MayPack(HttpContext http)
    {
        var path = http.Request.Path;
        return Array.Exists(Packed, begin => path.StartsWithSegments(begin)) && !Array.Exists(Secrets, begin => path.StartsWithSegments(begin));
    }

    private static async Task Unpack(HttpContext http, RequestDelegate next)
    {
        var packed = http.Request.Headers.ContentEncoding.ToString();
        // Where there is no body nothing is packed, whatever is said of it.
        var hasBody = http.Features.Get<IHttpRequestBodyDetectionFeature>()?.CanHaveBody != false;
        if (!hasBody || packed.Length == 0 || packed.Equals("identity", StringComparison.OrdinalIgnoreCase))
        {
            await next(http);
            return;
        }
        if (!packed.Equals("gzip", StringComparison.OrdinalIgnoreCase))
        {
            await Answer.NotUnpacked(http);
            return;
        }
        await using var unpacked = Unpacked.Of(http.Request.Body, Edge.LargestRequest);
        http.Request.Body = unpacked;
        http.Request.Headers.Remove(HeaderNames.ContentEncoding);
        // It was the length of what came, not of what goes on.
        http.Request.ContentLength = null;
        await next(http);
    }
}
