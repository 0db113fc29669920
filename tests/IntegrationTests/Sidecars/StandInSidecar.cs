// SPDX-License-Identifier: Apache-2.0
using Cbm.TestKit;
using Dapr.Client.Autogen.Grpc.v1;
using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;

namespace Cbm.IntegrationTests.Sidecars;

/// <summary>The sidecar of one app, as that app sees it: takes what it publishes, by Dapr's own protocol, and hands it to the broker under the app's name.</summary>
internal sealed class StandInSidecar : IAsyncDisposable
{
    private readonly WebApplication _host;

    private StandInSidecar(WebApplication host) => _host = host;

    public static async Task<StandInSidecar> Start(string app, string address, StandInBroker broker)
    {
        var builder = SmallHost.ForGrpc(address);
        builder.Services.AddSingleton(new Publishing(app, broker));
        var host = builder.Build();
        host.MapGrpcService<Publishing>();
        await host.StartAsync();
        return new StandInSidecar(host);
    }

    public ValueTask DisposeAsync() => _host.DisposeAsync();

    // Dapr.Client carries the calling side of this service only.
    [BindServiceMethod(typeof(Publishing), nameof(Bind))]
    internal class Publishing(string app, StandInBroker broker)
    {
        private static readonly Method<PublishEventRequest, Empty> Published = new(
            MethodType.Unary, "dapr.proto.runtime.v1.Dapr", "PublishEvent",
            Marshallers.Create(message => message.ToByteArray(), PublishEventRequest.Parser.ParseFrom),
            Marshallers.Create(message => message.ToByteArray(), Empty.Parser.ParseFrom));

        public static void Bind(ServiceBinderBase binder, Publishing? service) =>
            binder.AddMethod(Published, service is null ? null : service.PublishEvent);

        public virtual Task<Empty> PublishEvent(PublishEventRequest request, ServerCallContext context)
        {
            broker.Take(app, request, context.RequestHeaders.GetValue("traceparent") ?? "");
            return Task.FromResult(new Empty());
        }
    }
}
