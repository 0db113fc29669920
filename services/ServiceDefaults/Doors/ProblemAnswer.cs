// SPDX-License-Identifier: Apache-2.0
using System.Buffers;
using Cbm.Contracts;
using Cbm.Contracts.Serialisation;
using Microsoft.AspNetCore.Http;

namespace Cbm.ServiceDefaults.Doors;

/// <summary>Writes a refusal: application/problem+json, or WCO RES 03 to one who asked for XML.</summary>
public static class ProblemAnswer
{
    public static async Task Write(HttpContext http, Problem problem, WcoForm? wco)
    {
        RefusalCount.Add("json", problem);
        var (allowed, tag) = (http.Response.Headers.Allow, http.Response.Headers.ETag);
        http.Response.Clear();
        http.Response.Headers.Allow = allowed;
        if (problem.Status == StatusCodes.Status412PreconditionFailed)
        {
            // What it is now, for one who comes again.
            http.Response.Headers.ETag = tag;
        }

        http.Response.StatusCode = problem.Status;
        if (Hosting.Correlation.Current is { } correlation)
        {
            http.Response.Headers[Hosting.Correlation.Header] = correlation;
        }

        if (problem.Status == StatusCodes.Status401Unauthorized)
        {
            http.Response.Headers.WWWAuthenticate = "Bearer";
        }

        if (problem.RetryAfter > 0)
        {
            http.Response.Headers.RetryAfter = problem.RetryAfter.ToString(System.Globalization.CultureInfo.InvariantCulture);
        }

        if (wco is not null && problem.Errors.Count > 0 && Formats.AsksForXml(http.Request))
        {
            http.Response.ContentType = WcoForm.Xml;
            await http.Response.Body.WriteAsync(wco.Refusal(problem));
            return;
        }

        http.Response.ContentType = "application/problem+json";
        problem.Type = "about:blank";
        JsonWriting.Write(http.Response.BodyWriter, problem);
        await http.Response.BodyWriter.FlushAsync();
    }
}
