// SPDX-License-Identifier: Apache-2.0
using Cbm.Contracts;
using Cbm.ServiceDefaults.Callers;
using Cbm.ServiceDefaults.Messaging;
using Grpc.Core;
using Grpc.Net.Client;

namespace Cbm.Agencies.Reconciling;

/// <summary>What an agency asks the window directly, in its own name.</summary>
public sealed class WindowClient(EventBusOptions options, ServiceToken token) : IDisposable
{
    private readonly GrpcChannel _channel = ServiceChannel.To(options.Subscribers[Reconciliation.Window], token, hasLargeAnswers: true);

    /// <summary>Tells our marks and hears the window's. Throws RpcException where it is away.</summary>
    public async Task<Marks> Exchange(MarksRequest request, CancellationToken cancel) =>
        await new ReconciliationService.ReconciliationServiceClient(_channel).ExchangeMarksAsync(request, Options(5, cancel));

    /// <summary>Compares a page of reviews. Throws RpcException where the window is away.</summary>
    public async Task<CompareAnswer> Compare(CompareRequest request, CancellationToken cancel) =>
        await new ReconciliationService.ReconciliationServiceClient(_channel).CompareReviewsAsync(request, Options(60, cancel));

    /// <inheritdoc/>
    public void Dispose() => _channel.Dispose();

    private static CallOptions Options(int seconds, CancellationToken cancel) => new(null, DateTime.UtcNow.AddSeconds(seconds), cancel);
}
