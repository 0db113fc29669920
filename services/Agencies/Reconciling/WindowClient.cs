// SPDX-License-Identifier: Apache-2.0
using Cbm.Contracts;
using Cbm.ServiceDefaults.Messaging;
using Grpc.Core;
using Grpc.Net.Client;

namespace Cbm.Agencies.Reconciling;

/// <summary>What an agency asks the window directly, under the token that the services share.</summary>
public sealed class WindowClient(EventBusOptions options) : IDisposable
{
    private readonly GrpcChannel _channel = GrpcChannel.ForAddress(options.Subscribers[Reconciliation.Window], new GrpcChannelOptions
    {
        // A page of slices of large declarations.
        MaxReceiveMessageSize = null,
        HttpHandler = new SocketsHttpHandler { ConnectTimeout = TimeSpan.FromSeconds(2) },
    });

    /// <summary>Tells our marks and hears the window's. Throws RpcException where it is away.</summary>
    public async Task<Marks> Exchange(MarksRequest request, CancellationToken cancel) =>
        await new ReconciliationService.ReconciliationServiceClient(_channel).ExchangeMarksAsync(request, Options(5, cancel));

    /// <summary>Compares a page of reviews. Throws RpcException where the window is away.</summary>
    public async Task<CompareAnswer> Compare(CompareRequest request, CancellationToken cancel) =>
        await new ReconciliationService.ReconciliationServiceClient(_channel).CompareReviewsAsync(request, Options(60, cancel));

    /// <inheritdoc/>
    public void Dispose() => _channel.Dispose();

    private CallOptions Options(int seconds, CancellationToken cancel) =>
        new(new Metadata { { "dapr-api-token", options.ApiToken } }, DateTime.UtcNow.AddSeconds(seconds), cancel);
}
