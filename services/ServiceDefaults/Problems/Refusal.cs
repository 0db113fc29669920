// SPDX-License-Identifier: Apache-2.0
using Cbm.Contracts;
using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using RpcStatus = Google.Rpc.Status;

namespace Cbm.ServiceDefaults.Problems;

/// <summary>A request refused, in the one shape that gRPC and HTTP callers both get: a <see cref="Problem"/> (RFC 9457).</summary>
public static class Refusal
{
    /// <summary>The sender's bytes are not what the operation reads at all (400).</summary>
    public static RpcException NotReadable(string detail) => Of(400, "Not readable", detail);

    /// <summary>Nobody is signed in (401).</summary>
    public static RpcException NotSignedIn() => Of(401, "Sign in first", "The operation needs a bearer token of this window.");

    /// <summary>The caller's role may never do this (403).</summary>
    public static RpcException Forbidden(string detail = "Your role may not do this.") => Of(403, "Not allowed", detail);

    /// <summary>There is no such thing, or it is another's: the answer does not tell which (404).</summary>
    public static RpcException NotFound(string what) => Of(404, "Not found", $"There is no such {what}.");

    /// <summary>The state of the thing does not allow the move (409).</summary>
    public static RpcException Conflict(string detail, string instance = "") => Of(409, "Conflict", detail, instance: instance);

    /// <summary>The thing has changed since the caller looked at it (412).</summary>
    public static RpcException Stale(int revision) =>
        Of(412, "Changed meanwhile", $"The current version is \"{revision}\". Read it again and repeat with its ETag.");

    /// <summary>The content is wrong; every fault at once (422).</summary>
    public static RpcException Invalid(IEnumerable<Fault> faults) =>
        Of(422, "Not accepted", "Correct the faults listed and send it again.", faults);

    /// <summary>One fault of the request's own fields (422).</summary>
    public static RpcException Invalid(string code, string path, string message) =>
        Invalid([new Fault { Code = code, Path = path, Message = message }]);

    /// <summary>Refuses where there are faults, all at once (422).</summary>
    public static void RefuseIfAny(this IReadOnlyCollection<Fault> faults)
    {
        if (faults.Count > 0)
        {
            throw Invalid(faults);
        }
    }

    /// <summary>If-Match is missing (428).</summary>
    public static RpcException PreconditionRequired() =>
        Of(428, "If-Match is missing", "Name the version that you saw: If-Match with its ETag.");

    /// <summary>A part of the window is away; nothing was stored (503).</summary>
    public static RpcException Unavailable(string detail, int retryAfter = 5) =>
        Of(503, "Away for the moment", detail, retryAfter: retryAfter);

    /// <summary>The service's store is full, locked or going away (503): the caller may come back, and is told how to do it once.</summary>
    public static RpcException CannotStore() =>
        Unavailable("The service cannot store now. Send it again soon: under the same Idempotency-Key, or the same LRN, it is done once.");

    /// <summary>A refusal with all its parts.</summary>
    public static RpcException Of(
        int status, string title, string detail, IEnumerable<Fault>? faults = null, string instance = "", int retryAfter = 0)
    {
        var problem = new Problem { Status = status, Title = title, Detail = detail, Instance = instance, RetryAfter = retryAfter };
        if (faults is not null)
        {
            problem.Errors.AddRange(faults);
        }

        return new RpcStatus { Code = (int)CodeOf(status), Message = detail, Details = { Any.Pack(problem) } }.ToRpcException();
    }

    /// <summary>The problem that an exception carries, or null where it is not a refusal of ours.</summary>
    public static Problem? ProblemOf(RpcException refusal) => refusal.GetRpcStatus()?.GetDetail<Problem>();

    private static StatusCode CodeOf(int status) => status switch
    {
        400 or 415 or 422 => StatusCode.InvalidArgument,
        401 => StatusCode.Unauthenticated,
        403 => StatusCode.PermissionDenied,
        404 => StatusCode.NotFound,
        409 => StatusCode.FailedPrecondition,
        412 => StatusCode.Aborted,
        408 or 504 => StatusCode.DeadlineExceeded,
        413 or 429 => StatusCode.ResourceExhausted,
        428 => StatusCode.FailedPrecondition,
        503 => StatusCode.Unavailable,
        _ => StatusCode.Internal,
    };
}
