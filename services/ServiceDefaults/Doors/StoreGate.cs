// SPDX-License-Identifier: Apache-2.0
using Cbm.Contracts;
using Cbm.ServiceDefaults.Problems;
using Grpc.AspNetCore.Server;
using Grpc.Core;
using Grpc.Core.Interceptors;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;

namespace Cbm.ServiceDefaults.Doors;

/// <summary>
/// Until a service has learnt from its partners whether its store is the newest, it is one that is away for the moment, by both
/// doors (503): what it would answer from an older copy may not be true.
/// </summary>
public sealed class StoreGate(Func<bool> isOpen, params string[] free) : Interceptor
{
    // What partners need to tell it, and what says nothing of anybody's goods.
    private readonly string[] _free =
    [
        $"/{ReconciliationService.Descriptor.FullName}/", $"/{MandateService.Descriptor.FullName}/", "/grpc.health.",
        "/dapr.proto.runtime.v1.AppCallback/ListTopicSubscriptions", .. free,
    ];

    /// <summary>Puts the gate before the service.</summary>
    /// <param name="builder">The service.</param>
    /// <param name="isOpen">Made once; whether the store is known to be the newest.</param>
    /// <param name="free">Beginnings of the gRPC methods that are answered all the same.</param>
    public static void Add(WebApplicationBuilder builder, Func<IServiceProvider, Func<bool>> isOpen, params string[] free)
    {
        builder.Services.AddSingleton(services => new StoreGate(isOpen(services), free));
        builder.Services.Configure<GrpcServiceOptions>(grpc => grpc.Interceptors.Add<StoreGate>());
    }

    /// <summary>Holds it for the JSON door too.</summary>
    public static void Use(WebApplication app)
    {
        var gate = app.Services.GetRequiredService<StoreGate>();
        app.Use((http, next) => !gate.IsOpen && http.Request.Path.StartsWithSegments("/api/v1")
            ? ProblemAnswer.Write(http, Refusal.ProblemOf(Away())!, null)
            : next(http));
    }

    /// <inheritdoc/>
    public override Task<TResponse> UnaryServerHandler<TRequest, TResponse>(
        TRequest request, ServerCallContext context, UnaryServerMethod<TRequest, TResponse> continuation) =>
        IsOpen || Array.Exists(_free, name => context.Method.StartsWith(name, StringComparison.Ordinal)) ? continuation(request, context) : throw Away();

    private bool IsOpen => isOpen();

    private static RpcException Away() =>
        Refusal.Unavailable("The service has just started and does not yet know from its partners whether its store is the newest.", retryAfter: 1);
}
