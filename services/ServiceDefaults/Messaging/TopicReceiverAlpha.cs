// SPDX-License-Identifier: Apache-2.0
using Cbm.ServiceDefaults.Storage;
using Dapr.AppCallback.Autogen.Grpc.v1;
using Grpc.Core;

namespace Cbm.ServiceDefaults.Messaging;

/// <summary>
/// The same under the name that bulk deliveries had before Dapr 1.17. A sidecar takes a method that is not there for a fact that is
/// not wanted, and throws it away; here an older one is refused for the token that it does not show, and keeps it.
/// </summary>
/// <param name="receiver">The one receiving side.</param>
public sealed class TopicReceiverAlpha<TContext>(TopicReceiver<TContext> receiver) : AppCallbackAlpha.AppCallbackAlphaBase
    where TContext : ServiceContext
{
    /// <inheritdoc/>
#pragma warning disable CS0672 // Dapr's newer sidecars ask for the other name first.
    public override Task<TopicEventBulkResponse> OnBulkTopicEventAlpha1(TopicEventBulkRequest request, ServerCallContext context) => receiver.OnBulkTopicEvent(request, context);
#pragma warning restore CS0672
}
