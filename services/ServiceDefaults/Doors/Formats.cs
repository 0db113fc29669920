// SPDX-License-Identifier: Apache-2.0
using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;

namespace Cbm.ServiceDefaults.Doors;

/// <summary>Which format a request is in and asks for.</summary>
internal static class Formats
{
    public static bool IsXml(HttpRequest request) => MediaType(request.ContentType) is "application/xml" or "text/xml";

    public static bool IsJson(HttpRequest request) => MediaType(request.ContentType) is "" or "application/json"
        || MediaType(request.ContentType).EndsWith("+json", StringComparison.Ordinal);

    /// <summary>Whether XML is asked for before JSON; of two that are asked for alike, the first (RFC 9110, 12.5.1). What cannot be read is passed over.</summary>
    public static bool AsksForXml(HttpRequest request)
    {
        if (!MediaTypeHeaderValue.TryParseList(request.Headers.Accept, out var asked))
        {
            return false;
        }

        var wanted = asked.Where(type => IsXml(type) || type.MediaType.Equals("application/json", StringComparison.OrdinalIgnoreCase))
            .OrderByDescending(type => type.Quality ?? 1).FirstOrDefault();
        return wanted is { Quality: not 0 } && IsXml(wanted);
    }

    private static bool IsXml(MediaTypeHeaderValue type) =>
        type.MediaType.Equals("application/xml", StringComparison.OrdinalIgnoreCase) || type.MediaType.Equals("text/xml", StringComparison.OrdinalIgnoreCase);

    private static string MediaType(string? contentType) => (contentType ?? "").Split(';', 2)[0].Trim().ToLowerInvariant();
}
