// SPDX-License-Identifier: Apache-2.0
using Cbm.Contracts;
using Cbm.ServiceDefaults.Hosting;
using Cbm.ServiceDefaults.Problems;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace Cbm.ServiceDefaults.Doors;

/// <summary>Who shows no token that holds may ask what anybody may ask, which is small: more than that is not even read (413, RESOURCE_EXHAUSTED).</summary>
internal static class Strangers
{
    /// <summary>Bytes of their largest request.</summary>
    public const int Largest = 256 * 1024;

    private static readonly string[] Services = [$"/{DeclarationService.Descriptor.FullName}/", $"/{AgencyService.Descriptor.FullName}/"];

    // gRPC unpacks a message where nobody can ask who sent it.
    private static readonly AsyncLocal<bool> Now = new();

    /// <summary>Whether it is a stranger's request that is read now.</summary>
    public static bool IsOne => Now.Value;

    /// <summary>Holds a request of theirs to the limit.</summary>
    public static async Task Limit(HttpContext http, RequestDelegate next)
    {
        var path = http.Request.Path.Value ?? "";
        var isKnown = http.User.Identity?.IsAuthenticated == true;
        if (path.StartsWith("/api/", StringComparison.Ordinal) && http.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } limit)
        {
            limit.MaxRequestBodySize = isKnown ? ServiceHost.LargestRequest : Largest;
        }
        else if (!isKnown && Array.Exists(Services, service => path.StartsWith(service, StringComparison.Ordinal)))
        {
            // Kestrel's own limit would be told as an error of ours over gRPC.
            Now.Value = true;
            http.Request.Body = new BoundedStream(
                http.Request.Body, Largest, $"Without a token that holds a request has at most {Largest / 1024} KB.", Unpacked.Refused);
        }

        await next(http);
    }
}
