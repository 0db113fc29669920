// SPDX-License-Identifier: Apache-2.0
using Microsoft.AspNetCore.Http;

namespace Cbm.ServiceDefaults.Doors;

/// <summary>Which format a request is in and asks for.</summary>
internal static class Formats
{
    public static bool IsXml(HttpRequest request) => MediaType(request.ContentType) is "application/xml" or "text/xml";

    public static bool IsJson(HttpRequest request) => MediaType(request.ContentType) is "" or "application/json"
        || MediaType(request.ContentType).EndsWith("+json", StringComparison.Ordinal);

    public static bool AsksForXml(HttpRequest request)
    {
        var accept = request.Headers.Accept.ToString();
        var xml = accept.IndexOf("application/xml", StringComparison.OrdinalIgnoreCase);
        var json = accept.IndexOf("application/json", StringComparison.OrdinalIgnoreCase);
        return xml >= 0 && (json < 0 || xml < json);
    }

    private static string MediaType(string? contentType) => (contentType ?? "").Split(';', 2)[0].Trim().ToLowerInvariant();
}
