// SPDX-License-Identifier: Apache-2.0
using Cbm.ServiceDefaults.Problems;
using Cbm.ServiceDefaults.Storage;
using Grpc.Core;
using Grpc.Core.Interceptors;
using Microsoft.Extensions.Logging;

namespace Cbm.ServiceDefaults.Doors;

/// <summary>Over gRPC, as the JSON door does by itself: a store that cannot work now makes the service one that is away for the moment.</summary>
public sealed class StoreInterceptor(ILogger<StoreInterceptor> logger) : Interceptor
{
    /// <inheritdoc/>
    public override async Task<TResponse> UnaryServerHandler<TRequest, TResponse>(
        TRequest request, ServerCallContext context, UnaryServerMethod<TRequest, TResponse> continuation)
    {
        try
        {
            return await continuation(request, context);
        }
        catch (Exception trouble) when (StoreTrouble.Is(trouble))
        {
            logger.LogError(trouble, "{Operation} failed.", context.Method);
            var refusal = Refusal.CannotStore();
            RefusalCount.Add("grpc", Refusal.ProblemOf(refusal)!);
            throw refusal;
        }
        catch (RpcException refused) when (Refusal.ProblemOf(refused) is { } problem)
        {
            RefusalCount.Add("grpc", problem);
            throw;
        }
    }
}
