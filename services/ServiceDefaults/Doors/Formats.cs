// SPDX-License-Identifier: Apache-2.0
using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;

namespace Cbm.ServiceDefaults.Doors;

/// <summary>Which format a request is in and asks for.</summary>
public static class Formats
{
    private const string Json = "application/json", Stream = "text/event-stream";

    internal static bool IsXml(HttpRequest request) => MediaType(request.ContentType) is "application/xml" or "text/xml";

    internal static bool IsJson(HttpRequest request) => MediaType(request.ContentType) is "" or "application/json"
        || MediaType(request.ContentType).EndsWith("+json", StringComparison.Ordinal);

    /// <summary>Whether XML is asked for before JSON; of two that are asked for alike, the first (RFC 9110, 12.5.1). What cannot be read is passed over.</summary>
    public static bool AsksForXml(HttpRequest request) => Wanted(request, type => IsXml(type) || Is(type, Json)) is { } wanted && IsXml(wanted);

    /// <summary>Whether a live stream of events is asked for before JSON, by the same rule.</summary>
    public static bool AsksForStream(HttpRequest request) => Wanted(request, type => Is(type, Stream) || Is(type, Json)) is { } wanted && Is(wanted, Stream);

    private static MediaTypeHeaderValue? Wanted(HttpRequest request, Func<MediaTypeHeaderValue, bool> isOurs)
    {
        // OrderBy keeps the order of those that are alike.
        var wanted = MediaTypeHeaderValue.TryParseList(request.Headers.Accept, out var asked)
            ? asked.Where(isOurs).OrderByDescending(type => type.Quality ?? 1).FirstOrDefault() : null;
        return wanted is { Quality: 0 } ? null : wanted;
    }

    private static bool Is(MediaTypeHeaderValue type, string name) => type.MediaType.Equals(name, StringComparison.OrdinalIgnoreCase);

    private static bool IsXml(MediaTypeHeaderValue type) =>
        Is(type, "application/xml") || Is(type, "text/xml");

    private static string MediaType(string? contentType) => (contentType ?? "").Split(';', 2)[0].Trim().ToLowerInvariant();
}
