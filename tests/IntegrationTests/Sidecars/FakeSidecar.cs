// SPDX-License-Identifier: Apache-2.0
using Dapr.Client.Autogen.Grpc.v1;
using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Cbm.IntegrationTests.Sidecars;

/// <summary>The sidecar of one app, as that app sees it: takes what it publishes, by Dapr's own protocol, and hands it to the broker under the app's name.</summary>
internal sealed class FakeSidecar : IAsyncDisposable
{
    private readonly WebApplication _host;

    private FakeSidecar(WebApplication host) => _host = host;

    public string Address => _host.Urls.First();

    public static async Task<FakeSidecar> Start(string app, FakeBroker broker)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0").ConfigureKestrel(kestrel => kestrel.ConfigureEndpointDefaults(listen => listen.Protocols = HttpProtocols.Http2));
        builder.Services.AddGrpc();
        builder.Services.AddSingleton(new Publishing(app, broker));
        var host = builder.Build();
        host.MapGrpcService<Publishing>();
        await host.StartAsync();
        return new FakeSidecar(host);
    }

    public ValueTask DisposeAsync() => _host.DisposeAsync();

    // Dapr.Client carries the calling side of this service only.
    [BindServiceMethod(typeof(Publishing), nameof(Bind))]
    internal class Publishing(string app, FakeBroker broker)
    {
        private static readonly Method<PublishEventRequest, Empty> Published = new(
            MethodType.Unary, "dapr.proto.runtime.v1.Dapr", "PublishEvent",
            Marshallers.Create(message => message.ToByteArray(), PublishEventRequest.Parser.ParseFrom),
            Marshallers.Create(message => message.ToByteArray(), Empty.Parser.ParseFrom));

        public static void Bind(ServiceBinderBase binder, Publishing? service) =>
            binder.AddMethod(Published, service is null ? null : service.PublishEvent);

        public virtual Task<Empty> PublishEvent(PublishEventRequest request, ServerCallContext context)
        {
            broker.Take(app, request);
            return Task.FromResult(new Empty());
        }
    }
}
