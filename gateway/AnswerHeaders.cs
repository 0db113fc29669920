// SPDX-License-Identifier: Apache-2.0
using Microsoft.Net.Http.Headers;

namespace Cbm.Gateway;

/// <summary>
/// What every answer of the HTTP door says to browsers and caches. A page or a service that says something of its own about the
/// same matter is left as it is.
/// </summary>
internal static class AnswerHeaders
{
    // No page here needs a script that stands in the page; styles in it do no harm to what has none of another's markup.
    private const string Page = "default-src 'self'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; object-src 'none'; "
        + "base-uri 'none'; form-action 'self'; frame-ancestors 'none'";

    // Data are no page, whatever a browser takes them for.
    private const string Data = "default-src 'none'; frame-ancestors 'none'";

    private const string Features = "accelerometer=(), camera=(), geolocation=(), gyroscope=(), microphone=(), payment=(), usb=()";

    /// <summary>Sets them, before the answer begins.</summary>
    /// <param name="response">The answer, with the headers of whoever gave it.</param>
    /// <param name="isTls">Whether callers reach the window by TLS alone (everywhere but in Development).</param>
    public static void Set(HttpResponse response, bool isTls)
    {
        var headers = response.Headers;
        headers.Remove(HeaderNames.Server);
        headers.XContentTypeOptions = "nosniff";
        headers.XFrameOptions = "DENY";
        headers.TryAdd("Referrer-Policy", "no-referrer");
        headers.TryAdd("Permissions-Policy", Features);
        headers.TryAdd(HeaderNames.ContentSecurityPolicy, IsPage(response) ? Page : Data);
        // A year, as long as preload lists ask for.
        if (isTls) headers.TryAdd(HeaderNames.StrictTransportSecurity, "max-age=31536000; includeSubDomains");
        // What a declaration says is no matter for a cache on the way. A service that knows better (code lists) says so.
        if (IsData(response.HttpContext.Request.Path)) headers.TryAdd(HeaderNames.CacheControl, "no-store");
    }

    private static bool IsPage(HttpResponse response) => response.ContentType?.StartsWith("text/html", StringComparison.OrdinalIgnoreCase) == true;

    private static bool IsData(PathString path) => path.StartsWithSegments("/api") || path.StartsWithSegments("/connect");
}
