// SPDX-License-Identifier: Apache-2.0
using Cbm.ServiceDefaults.Problems;
using Grpc.Core;
using Microsoft.AspNetCore.Http;

namespace Cbm.ServiceDefaults.Doors;

/// <summary>What HTTP says around a message, the same over gRPC and JSON since both travel over HTTP.</summary>
public static class Preconditions
{
    private const int LongestKey = 255;

    /// <summary>Refuses where If-Match names another revision than the current one (412).</summary>
    public static void MustMatch(this ServerCallContext context, int revision)
    {
        // One of several is enough; a weak tag matches nothing (RFC 9110, 13.1.1).
        var named = context.GetHttpContext().Request.Headers.IfMatch.ToString();
        if (named.Length > 0 && !named.Split(',', StringSplitOptions.TrimEntries).Any(tag => tag == "*" || tag.Trim('"') == Text(revision)))
        {
            context.Tag(revision);
            throw Refusal.Stale(revision);
        }
    }

    /// <summary>Whether the caller names the version that it means (If-Match).</summary>
    public static bool NamesVersion(this ServerCallContext context) => context.GetHttpContext().Request.Headers.IfMatch.ToString().Length > 0;

    /// <summary>Names the current revision to the caller (ETag).</summary>
    public static void Tag(this ServerCallContext context, int revision) =>
        context.GetHttpContext().Response.Headers.ETag = $"\"{Text(revision)}\"";

    /// <summary>Answers 201 with the address of what was made; over gRPC, OK.</summary>
    public static void Created(this ServerCallContext context, string location)
    {
        if (context is HttpCall)
        {
            var response = context.GetHttpContext().Response;
            response.StatusCode = StatusCodes.Status201Created;
            response.Headers.Location = location;
        }
    }

    /// <summary>The caller's Idempotency-Key, null where none was sent; one that is too long to be kept is refused (422).</summary>
    public static string? IdempotencyKey(this ServerCallContext context)
    {
        var key = context.GetHttpContext().Request.Headers["Idempotency-Key"].ToString();
        return key.Length > LongestKey
            ? throw Refusal.Invalid("SWR023", "Idempotency-Key", $"A key has {LongestKey} characters at most.")
            : key.Length == 0 ? null : key;
    }

    private static string Text(int revision) => revision.ToString(System.Globalization.CultureInfo.InvariantCulture);
}
