// SPDX-License-Identifier: Apache-2.0
using Cbm.Contracts;
using Cbm.ServiceDefaults.Problems;
using Cbm.ServiceDefaults.Reads;
using Google.Protobuf;
using Google.Protobuf.Reflection;
using Grpc.Core;
using Grpc.Core.Interceptors;

namespace Cbm.ServiceDefaults.Callers;

/// <summary>Who may call which operation: read from the contract's <c>access</c> option. What is not listed there is refused to all.</summary>
public static class AccessTable
{
    /// <summary>Refuses a caller that the operation does not list (401, 403), and a missing If-Match where one is asked for (428).</summary>
    public static void Check(Access? access, Caller caller, bool hasIfMatch)
    {
        // An operation that says nothing is closed: it must be opened by name.
        if (access is null)
        {
            throw Refusal.Forbidden("This operation is not open to anybody.");
        }

        if (!access.Anyone)
        {
            MustBeKnown(caller);
            if (access.Service.Length > 0)
            {
                MustBeService(access.Service, caller);
            }
            else if (!access.Role.Any(caller.Is))
            {
                throw Refusal.Forbidden();
            }
        }

        if (access.IfMatch && !hasIfMatch)
        {
            throw Refusal.PreconditionRequired();
        }
    }

    /// <summary>Refuses who shows no token that holds (401), or one that cannot be checked now (503).</summary>
    public static void MustBeKnown(Caller caller)
    {
        if (caller.Subject.Length == 0)
        {
            // Fails closed either way; only one of them can do something about it.
            throw caller.IsNotYetKnown ? Refusal.Unavailable("Nobody's token can be checked at the moment.") : Refusal.NotSignedIn();
        }
    }

    private static void MustBeService(string which, Caller caller)
    {
        var isWindow = caller.Service == Caller.Window;
        if (caller.Service is null || !(which switch { "WINDOW" => isWindow, "AGENCY" => !isWindow, _ => false }))
        {
            throw Refusal.Forbidden("Another service of the window does this.");
        }
    }

    /// <summary>The access option of a method of the contract, null where it has none.</summary>
    public static Access? Of(MethodDescriptor method) => method.GetOptions()?.GetExtension(AccessExtensions.Access);
}

/// <summary>Holds the access table for calls over gRPC. Infrastructure services of gRPC itself and Dapr's own have their own checks.</summary>
public sealed class AccessInterceptor(IReadOnlyDictionary<string, Access?> methods) : Interceptor
{
    /// <inheritdoc/>
    public override async Task<TResponse> UnaryServerHandler<TRequest, TResponse>(
        TRequest request, ServerCallContext context, UnaryServerMethod<TRequest, TResponse> continuation)
    {
        var (access, http) = (methods.GetValueOrDefault(context.Method), context.GetHttpContext());
        if (context.Method.StartsWith("/cbm.v1.", StringComparison.Ordinal))
        {
            AccessTable.Check(access, Caller.Of(http.User), http.Request.Headers.IfMatch.Count > 0);
        }

        var answer = await continuation(request, context);
        await ReadLog.Note(access, context, (IMessage)request, (IMessage)answer);
        return answer;
    }
}
