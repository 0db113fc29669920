// SPDX-License-Identifier: Apache-2.0
using System.Reflection;
using Cbm.ServiceDefaults.Problems;
using Google.Protobuf;
using Grpc.AspNetCore.Server;
using Grpc.AspNetCore.Server.Model;
using Grpc.Core;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Cbm.ServiceDefaults.Doors;

/// <summary>
/// Finds a service's gRPC methods as Grpc.AspNetCore does, and reads their messages so that bytes which are none are the sender's
/// fault (INVALID_ARGUMENT with a problem), where it would tell and log an error of ours.
/// </summary>
internal sealed class ReadableMessages<TService> : IServiceMethodProvider<TService>
    where TService : class
{
    /// <inheritdoc/>
    public void OnServiceMethodDiscovery(ServiceMethodProviderContext<TService> context)
    {
        var contract = typeof(TService);
        while (contract.GetCustomAttribute<BindServiceMethodAttribute>(inherit: false) is null)
        {
            contract = contract.BaseType ?? throw new InvalidOperationException($"{typeof(TService)} is no service of a contract.");
        }

        var bind = contract.GetCustomAttribute<BindServiceMethodAttribute>(inherit: false)!;
        bind.BindType.GetMethod(bind.BindMethodName, [typeof(ServiceBinderBase), contract])!.Invoke(null, [new Binder(context), null]);
    }

    private sealed class Binder(ServiceMethodProviderContext<TService> context) : ServiceBinderBase
    {
        // As Grpc.AspNetCore marks its endpoints.
        private static readonly object[] Marks = [new HttpMethodMetadata(["POST"], acceptCorsPreflight: true)];

        public override void AddMethod<TRequest, TResponse>(Method<TRequest, TResponse> method, UnaryServerMethod<TRequest, TResponse>? handler) =>
            context.AddUnaryMethod(Readable(method), Marks, Of<Grpc.AspNetCore.Server.Model.UnaryServerMethod<TService, TRequest, TResponse>>(
                method.Name, typeof(TRequest), typeof(ServerCallContext)));

        public override void AddMethod<TRequest, TResponse>(Method<TRequest, TResponse> method, ServerStreamingServerMethod<TRequest, TResponse>? handler) =>
            context.AddServerStreamingMethod(Readable(method), Marks, Of<Grpc.AspNetCore.Server.Model.ServerStreamingServerMethod<TService, TRequest, TResponse>>(
                method.Name, typeof(TRequest), typeof(IServerStreamWriter<TResponse>), typeof(ServerCallContext)));

        private static T Of<T>(string name, params Type[] parameters)
            where T : Delegate => typeof(TService).GetMethod(name, parameters)!.CreateDelegate<T>();

        private static Method<TRequest, TResponse> Readable<TRequest, TResponse>(Method<TRequest, TResponse> method)
            where TRequest : class
            where TResponse : class
        {
            var (write, read) = (method.RequestMarshaller.ContextualSerializer, method.RequestMarshaller.ContextualDeserializer);
            return new Method<TRequest, TResponse>(method.Type, method.ServiceName, method.Name, Marshallers.Create(write, Read), method.ResponseMarshaller);

            TRequest Read(DeserializationContext bytes)
            {
                try
                {
                    return read(bytes);
                }
                catch (InvalidProtocolBufferException)
                {
                    throw Refusal.NotReadable($"The bytes are no {typeof(TRequest).Name}.");
                }
            }
        }
    }
}

/// <summary>Puts them in the place of Grpc.AspNetCore's own.</summary>
internal static class ReadableMessages
{
    /// <summary>To be said wherever gRPC is added, which each time puts its own there again.</summary>
    public static IGrpcServerBuilder ReadMessagesWithCare(this IGrpcServerBuilder grpc)
    {
        grpc.Services.RemoveAll(typeof(IServiceMethodProvider<>));
        grpc.Services.AddSingleton(typeof(IServiceMethodProvider<>), typeof(ReadableMessages<>));
        return grpc;
    }
}
